/** sluice/diagnosis: gradients checked against forward mode and finite differences. Pure. */
export * from "./gradcheck.ts";
export { type Gradient, layerGradient, networkGradient } from "./tangents.ts";
