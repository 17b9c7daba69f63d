/** One thread of the wasm engine. */
import { runWasmThread, type WasmThreadStart } from "../../../src/kernels/wasmThreads.ts";

addEventListener("message", ({ data }: MessageEvent<WasmThreadStart>) => runWasmThread(data, () => performance.now()));
