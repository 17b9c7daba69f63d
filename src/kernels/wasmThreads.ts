/**
 * Threads of the WebAssembly engine: workers of the host, each with its own instance of the module on one shared
 * memory. A call uses the threads that have started when it begins; its bits do not depend on their number.
 */
import type { WasmMemory } from "./wasmMemory.ts";

/** Message that makes a worker a thread: plain data, to be posted to it. */
export interface WasmThreadStart {
	/** The WebAssembly.Module, and the WebAssembly.Memory that all threads share. */
	module: object;
	memory: WasmMemory;
	/** End address of this thread's own stack, which grows downwards. */
	stackTop: number;
}

/** A worker as the engine sees it. */
export interface WasmThread {
	terminate(): unknown;
}

/**
 * Runs a worker's thread. It returns when the engine is closed; until then the worker does nothing else. `now` is a
 * clock in milliseconds. It uses nothing else from this module, so that its source text alone can be a worker's code.
 */
export function runWasmThread(start: WasmThreadStart, now: () => number): void {
	interface Api {
		Instance: new (module: object, imports: object) => { exports: unknown };
	}
	const { Instance } = (globalThis as unknown as { WebAssembly: Api }).WebAssembly;
	const { exports } = new Instance(start.module, { env: { memory: start.memory, may_sleep: 1, now } });
	const wasm = exports as { __stack_pointer: { value: number }; thread(): void };
	wasm.__stack_pointer.value = start.stackTop;
	wasm.thread();
}

/** Additional exports of the builds with threads. */
export interface ThreadExports {
	/** Returns the address of the number of workers that have started; 0 for one thread. */
	open_threads(threads: number, always: 0 | 1): number;
	close_threads(): void;
	/** Returns the number of threads that have started, including the caller's. */
	threads_here(): number;
}

const STACK_BYTES = 65536;

interface Opening {
	wasm: ThreadExports;
	module: object;
	memory: WasmMemory;
	threads: number;
	always: boolean;
	/** Allocates a block of memory; undefined if there is none. */
	take(bytes: number): number | undefined;
	spawn(start: WasmThreadStart): WasmThread;
	/** Milliseconds to wait for each worker. */
	startMs: number;
}

/** Starts as many workers as the host allows and returns a function that closes them. */
export function openThreads(opening: Opening): () => void {
	const { wasm, module, memory, threads, always, take, spawn, startMs } = opening;
	const cameAt = wasm.open_threads(threads, always ? 1 : 0);
	const workers: WasmThread[] = [];
	while (workers.length < threads - 1) {
		const stack = take(STACK_BYTES);
		if (stack === undefined) break;
		try {
			workers.push(spawn({ module, memory, stackTop: stack + STACK_BYTES }));
		} catch {
			break; // the host allows no more workers; engine.threads reports the number
		}
	}
	if (startMs > 0) awaitWorkers(new Int32Array(memory.buffer, cameAt, 1), workers.length, startMs);
	return () => {
		wasm.close_threads();
		for (const worker of workers.splice(0)) worker.terminate();
	};
}

function awaitWorkers(came: Int32Array, workers: number, startMs: number): void {
	for (let here = Atomics.load(came, 0); here < workers; here = Atomics.load(came, 0))
		if (Atomics.wait(came, 0, here, startMs) === "timed-out") return;
}
