/** What the operands of matrix products are rounded to. Weights, sums and everything else keep the engine's own precision. */
export const PRECISIONS = ["float32", "bfloat16"] as const;
export type Precision = (typeof PRECISIONS)[number];
