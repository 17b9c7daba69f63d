/** sluice/remedies: starts and clipping, each with its source. Pure. */
export { clipScale } from "./clipping.ts";
export { spectralRadius } from "./spectrum.ts";
export { parseStart, STARTS, startWeights } from "./starts.ts";
