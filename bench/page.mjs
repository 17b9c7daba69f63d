/** The page's part of browser.mjs: one workload on the wasm engine, on the page's main thread. */
import { createWasm } from "../dist/src/kernels/wasm.js";
import { runWorkload } from "./sluiceRun.mjs";

/** @param {{name: string, engine: "wasm-relaxed" | "wasm-plain", seconds: number}} request */
globalThis.measure = async ({ name, engine: which, seconds }) => {
	const build = which === "wasm-plain" ? "plain" : "relaxed";
	const bytes = await (await fetch(`/wasm/sluice-${build}.wasm`)).arrayBuffer();
	const engine = createWasm(new Uint8Array(bytes), { build });
	return { ...(await runWorkload(engine, name, { seconds })), build: engine.build };
};
