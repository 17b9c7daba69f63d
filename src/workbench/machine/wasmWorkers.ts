/** Threads of the WebAssembly engine in Node: worker threads that do not keep the process from ending. */
import { SHARE_ENV, Worker } from "node:worker_threads";
import { runWasmThread, type WasmThread, type WasmThreadStart } from "../../kernels/wasmThreads.ts";

/** The function's own text: no file that a bundler could leave behind, and a worker starts without loading the library. */
const CODE = `(${runWasmThread})(require("node:worker_threads").workerData, () => performance.now())`;

export function spawnWorker(start: WasmThreadStart): WasmThread {
	const worker = new Worker(CODE, { eval: true, workerData: start, env: SHARE_ENV, execArgv: [] });
	worker.on("error", () => {}); // one that does not start: the engine has a thread less
	worker.unref();
	return worker;
}
