/** sluice/remedies: initial weights, forget biases, clipping and penalties, each with its source. Pure. */

export { spectralRadius } from "../algebra/spectrum.ts";
export { clipScale } from "./clipping.ts";
export { type ForgetBias, parseForgetBias } from "./forgetBias.ts";
export { addOmega, OMEGA_FORMS, type OmegaCall, type OmegaForm, omegaScratch, shrinkGradient } from "./omega.ts";
export { addPenalties, PENALTY_GROUPS, selectTensors } from "./penalties.ts";
export { combine, REMEDIES, type Remedy, type RemedyKind, type RemedyValue } from "./registry.ts";
export { parseStart, STARTS, startWeights } from "./starts.ts";
