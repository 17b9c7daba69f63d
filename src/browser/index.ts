/**
 * sluice/browser: the pure modules, the WebAssembly engine and the training loop, for a page or a worker. It does not
 * depend on Node. It uses the training loop of `sluice train`; results are bit-identical with the same wasm build.
 */
export * as cells from "../cells/index.ts";
export * as data from "../data/index.ts";
export * as diagnosis from "../diagnosis/index.ts";
export { type ErrorCode, fail, type Lang, SluiceError } from "../errors/index.ts";
export * as interpretation from "../interpretation/index.ts";
export * as kernels from "../kernels/index.ts";
export * as remedies from "../remedies/index.ts";
export type { Host } from "../training/host.ts";
export * as training from "../training/index.ts";
export type { Keeper } from "../training/keeper.ts";
export { isText, parseReceipt, type Receipt } from "../training/receipts/receiptCodec.ts";
export type { ReceiptChecked } from "../training/receipts/verifyReceipt.ts";
export type { TaskResult, TextResult, TrainEvent, TrainResult } from "../training/run/events.ts";
export { copyOf, type MemoryCheckpoint, MemoryKeeper } from "../training/run/memoryKeeper.ts";
export type { Snapshot } from "../training/snapshot.ts";
export { browserHost } from "./browserHost.ts";
export { type EngineRequest, openEngine } from "./engine.ts";
export { type CheckReceiptRequest, checkReceipt } from "./receiptInPage.ts";
export type { SeriesData } from "./seriesInPage.ts";
export {
	type SequenceData,
	type TaskData,
	type TextData,
	type Trained,
	type TrainRequest,
	train,
} from "./trainInPage.ts";
