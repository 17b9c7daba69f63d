/**
 * sluice/diagnosis: how far gradients reach, what is wrong and what helps; gradients checked against forward mode.
 * Pure.
 */

export { backflow, type LayerFlow } from "./backflow.ts";
export { type Examination, type ExamineOptions, examine } from "./examine.ts";
export { examineReservoir, type ReservoirDrive, type ReservoirExamination } from "./examineReservoir.ts";
export * from "./findings.ts";
export * from "./gradcheck.ts";
export { type GradientByLag, gradientByLag, type LagCurve, type LayerLags } from "./gradientByLag.ts";
export { gradientBySteps, itemise, type TensorSteps, type Triangle } from "./itemised.ts";
export * from "./jacobian.ts";
export { scientific, toLog10 } from "./logNumbers.ts";
export { type InputMemory, lagOfShare } from "./memoryLength.ts";
export { type Outcome, type OutcomeKind, outcomeKind } from "./outcome.ts";
export { type PairLags, pairLags } from "./pairLags.ts";
export * from "./record.ts";
export * from "./recurrentBlocks.ts";
export { type LayerSaturation, SaturationCount, type UnitShares } from "./saturation.ts";
export { type Opened, type Sequences, textSequences } from "./sequences.ts";
export { type Gradient, layerGradient, networkGradient } from "./tangents.ts";
export { taskSequences } from "./taskSequences.ts";
export { type WayBack, type WayBackLayer, type WayBackOptions, wayBack } from "./wayBack.ts";
