/** Starts a thread of the wasm engine from a file of the page, since the page's policy forbids workers of other origin. */
import type { WasmThread, WasmThreadStart } from "../../../src/kernels/wasmThreads.ts";
import threadAddress from "./threadWorker.ts?worker&url";
import { trusted } from "./trusted.ts";

export function spawnThread(start: WasmThreadStart): WasmThread {
	const worker = new Worker(trusted(threadAddress), { type: "module" });
	worker.postMessage(start);
	return worker as unknown as WasmThread;
}
