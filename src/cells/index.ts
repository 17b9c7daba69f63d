/** sluice/cells: layouts, weights, and the unrolled stack with readable gates, states and deltas. Pure. */
export type { BackwardCall, Cell, Deltas, Ends, ForwardCall, LayerState } from "./cell.ts";
export { type CutPath, EncoderDecoder, openEncoderDecoder } from "./encoderDecoder/encoderDecoder.ts";
export { type HeadCall, headLosses } from "./heads.ts";
export * from "./layout.ts";
export { lossOf, rank, softmax } from "./likeliest.ts";
export type { CellDefinition } from "./own/definition.ts";
export { defineCell } from "./own/ownCell.ts";
export { allowEncoderDecoders, type Pass } from "./pass.ts";
export { cellOf, type DropoutDraw, Unrolled, type UnrollOptions } from "./unroll.ts";
export { type LayerWeights, Weights } from "./weights.ts";
