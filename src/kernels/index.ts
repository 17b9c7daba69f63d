/**
 * sluice/kernels: the kernel table, its three engines (the caller passes in the binaries), and the random streams.
 * Pure.
 */

export { attentionCalls } from "./attentionCalls.ts";
export { checked } from "./checkCall.ts";
export * from "./kernels.ts";
export { createNative } from "./native.ts";
export { ownCalls } from "./ownCalls.ts";
export { PRECISIONS, type Precision } from "./precision.ts";
export { RandomStream, streamKey, threefry2x32 } from "./random.ts";
export { attentionReference } from "./reference/attention.ts";
export { ownReference } from "./reference/own.ts";
export { createReference } from "./reference.ts";
export { createWasm, probeRelaxed } from "./wasm.ts";
export { runWasmThread, type WasmThread, type WasmThreadStart } from "./wasmThreads.ts";
