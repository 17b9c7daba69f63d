/** Opens the WebAssembly engine in a page or a worker. It uses threads if the page is cross-origin isolated. */
import { fail } from "../errors/index.ts";
import type { Engine } from "../kernels/kernels.ts";
import { createWasm, probeRelaxed } from "../kernels/wasm.ts";
import { runWasmThread, type WasmThread, type WasmThreadStart } from "../kernels/wasmThreads.ts";

export interface EngineRequest {
	/** URL of the package's folder `wasm`, ending in "/". Relative to the page or the worker. */
	wasm: string | URL;
	/** Default: relaxed if it compiles and its multiply-add rounds once, so that results are reproducible; else plain. */
	build?: "plain" | "relaxed";
	/**
	 * Maximum number of threads, 1 to 64. More than one needs a cross-origin isolated page (headers
	 * Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp). Default: the number of
	 * processor cores, at most 8, on such a page; else 1. Results are bit-identical with any number.
	 */
	threads?: number;
	/** Memory for all arrays, in bytes, 16 MiB to 4 GiB. Default: 1 GiB. */
	memoryBytes?: number;
	/** Starts a thread. Needed if the page's content security policy forbids workers from blob: URLs. */
	spawn?(start: WasmThreadStart): WasmThread;
}

/** Maximum default number of threads. Each takes about 8 MB. */
const MOST_THREADS = 8;
/** Milliseconds to wait for threads to start. The engine then continues without the missing ones. */
const START_MS = 5000;

/**
 * Fetches and opens the engine. Prefer a worker: a page's main thread must busy-wait, but a worker can sleep.
 * @throws E_ENGINE if a binary cannot be fetched or compiled, or if threads are requested on a page that is not
 * isolated. E_SIZE for numbers out of range.
 */
export async function openEngine(request: EngineRequest): Promise<Engine> {
	const { wasm, memoryBytes } = request;
	const threads = threadsOf(request);
	const build = request.build ?? ((await relaxedIsFused(wasm)) ? "relaxed" : "plain");
	const options = { build, ...(memoryBytes !== undefined && { memoryBytes }) };
	if (threads === 1) return createWasm(await binary(wasm, build), options);
	const now = () => performance.now();
	const { spawn = spawnThread } = request;
	const engine = createWasm(await binary(wasm, `${build}-threads`), { ...options, threads, spawn, now });
	for (const until = now() + START_MS; engine.threads < threads && now() < until; )
		await new Promise((resolve) => setTimeout(resolve, 1));
	return engine;
}

function threadsOf({ threads }: EngineRequest): number {
	const { crossOriginIsolated = false } = globalThis as { crossOriginIsolated?: boolean };
	if (threads === undefined) return crossOriginIsolated ? Math.min(MOST_THREADS, cores()) : 1;
	if (threads === 1 || crossOriginIsolated) return threads;
	throw fail("E_ENGINE", { engine: "wasm", why: { reason: "notIsolated", threads } });
}

function cores(): number {
	const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
	return navigator?.hardwareConcurrency ?? 1;
}

async function relaxedIsFused(wasm: string | URL): Promise<boolean> {
	try {
		return probeRelaxed(await binary(wasm, "relaxed")).fused;
	} catch {
		return false;
	}
}

/** Fetches a build of the engine. @throws E_ENGINE */
export async function binary(wasm: string | URL, build: string): Promise<Uint8Array> {
	const address = `${wasm}sluice-${build}.wasm`;
	const refuse = (answer: string, cause?: unknown) =>
		fail("E_ENGINE", { engine: `wasm-${build}`, why: { reason: "notServed", address, answer } }, { cause });
	let answer: Response;
	try {
		answer = await fetch(address);
	} catch (error) {
		throw refuse(String(error), error);
	}
	if (!answer.ok) throw refuse(String(answer.status));
	return new Uint8Array(await answer.arrayBuffer());
}

/** Worker source made from the function's text, so that no extra file has to be served. */
const CODE = `onmessage = ({ data }) => (${runWasmThread})(data, () => performance.now());`;

interface PageWorker extends WasmThread {
	postMessage(message: unknown): void;
}

function spawnThread(start: WasmThreadStart): WasmThread {
	const { Worker } = globalThis as unknown as { Worker: new (address: string) => PageWorker };
	const address = URL.createObjectURL(new Blob([CODE], { type: "text/javascript" }));
	const worker = new Worker(address);
	worker.postMessage(start);
	setTimeout(() => URL.revokeObjectURL(address), START_MS); // by then it has been read
	return worker;
}
