/** Threads of the WebAssembly engine in Node: worker threads that do not keep the process alive. */
import { SHARE_ENV, Worker } from "node:worker_threads";
import { runWasmThread, type WasmThread, type WasmThreadStart } from "../../kernels/wasmThreads.ts";

/**
 * The function's source text: there is no file for a bundler to miss, and a worker starts without loading the library.
 */
const CODE = `(${runWasmThread})(require("node:worker_threads").workerData, () => performance.now())`;

export function spawnWorker(start: WasmThreadStart): WasmThread {
	const worker = new Worker(CODE, { eval: true, workerData: start, env: SHARE_ENV, execArgv: [] });
	worker.on("error", () => {}); // if a worker does not start, the engine has one thread less
	worker.unref();
	return worker;
}
