/**
 * The WebAssembly engine: the same C kernels with 128-bit vectors. The caller passes in the module's bytes:
 * wasm/sluice-plain.wasm or -relaxed.wasm, or with -threads for more than one thread.
 *
 * All arrays share one memory, reserved at its full size at the start, so that arrays stay valid. When it is full,
 * floats() and calls throw E_MEMORY.
 */
import { fail } from "../errors/index.ts";
import type { EngineReason } from "../errors/kernels.ts";
import { createAllocator } from "./allocator.ts";
import type { attentionCalls } from "./attentionCalls.ts";
import { type CallArray, type FastKernels, fastKernels, type Host, MOST_NUMBERS } from "./calls.ts";
import { closable } from "./closing.ts";
import type { Engine, Floats } from "./kernels.ts";
import type { ownCalls } from "./ownCalls.ts";
import { bufferOf, byteOffsetOf } from "./typedArrays.ts";
import { maySleep, reserve, WebAssembly } from "./wasmMemory.ts";
import { openThreads, type ThreadExports, type WasmThread, type WasmThreadStart } from "./wasmThreads.ts";

const DEFAULT_BYTES = 2 ** 30;
const LEAST_BYTES = 2 ** 24;
const MOST_ARRAYS = 25;

export interface WasmOptions {
	build: "plain" | "relaxed";
	/** Bytes of memory for all arrays and scratch, 16 MiB to 4 GiB. Default 1 GiB, or less if refused. */
	memoryBytes?: number;
	/**
	 * Maximum number of threads including the caller's, 1 to 64. Default 1. More than one needs a -threads build, `spawn`
	 * and `now`. A call uses those that have started (`engine.threads`); its bits do not depend on it.
	 */
	threads?: number;
	/** For tests: all threads at any size; above two, one fewer every third job. */
	alwaysThreads?: boolean;
	/**
	 * Starts a worker that passes the message it receives to `runWasmThread`. If it throws, the engine has fewer threads.
	 *
	 * A page must be cross-origin isolated (headers Cross-Origin-Opener-Policy: same-origin and
	 * Cross-Origin-Embedder-Policy: require-corp):
	 * @example
	 * // worker.js
	 * import { runWasmThread } from "sluice/kernels";
	 * onmessage = ({ data }) => runWasmThread(data, () => performance.now());
	 * // the page, or better a worker of its own, which may sleep while it waits: a page's main thread has to spin
	 * const spawn = (start) => {
	 *   const worker = new Worker("worker.js", { type: "module" });
	 *   worker.postMessage(start);
	 *   return worker;
	 * };
	 * const now = () => performance.now();
	 * const engine = createWasm(bytes, { build: "relaxed", threads: navigator.hardwareConcurrency, spawn, now });
	 */
	spawn?: (start: WasmThreadStart) => WasmThread;
	/** `ownCalls`, for cells given by equations. Default: none, so that a page loads no code for them. */
	ownCells?: typeof ownCalls;
	/** `attentionCalls`, for encoder-decoders. Default: none, so that a page loads no code for them. */
	attention?: typeof attentionCalls;
	/** A clock in milliseconds. Waiting threads use it to decide whether to spin or to sleep. */
	now?: () => number;
	/** Milliseconds to wait for each worker when opening. Default 0. A page's main thread does not wait. */
	startMs?: number;
}

export interface WasmEngine extends Engine, FastKernels {
	/** Bytes of scratch memory held between calls. */
	readonly scratchBytes: number;
	/** Bytes of memory in total; `usedBytes` of them are allocated. */
	readonly memoryBytes: number;
	readonly usedBytes: number;
}

interface Exports extends Partial<ThreadExports> {
	call(call: number): number;
	wanted_scratch(): number;
	give_scratch(at: number, bytes: number): void;
	frame_numbers(): number;
	frame_arrays(): number;
	__heap_base: { readonly value: number };
}

/** Tests if relaxed SIMD compiles here, and if its multiply-add rounds once, as bit-equal runs require. */
export function probeRelaxed(bytes: Uint8Array): { supported: boolean; fused: boolean } {
	if (!WebAssembly.validate(bytes)) return { supported: false, fused: false };
	const engine = createWasm(bytes, { build: "relaxed", memoryBytes: LEAST_BYTES });
	// (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24 when rounded once, 0 when the product is rounded first; the dense kernel
	// adds last, so the sum runs over two products: -(1 + 2^-11) 1, then (1 + 2^-12)^2
	const x = engine.floats(2);
	const [w, b, y] = [engine.floats(2), engine.floats(1), engine.floats(1)];
	x.set([1, 1 + 2 ** -12]);
	w.set([-(1 + 2 ** -11), 1 + 2 ** -12]);
	const rows = 4; // enough for the packed product; fewer rows use another
	const xs = engine.floats(2 * rows);
	const ys = engine.floats(rows);
	for (let n = 0; n < rows; n++) xs.set(x, 2 * n);
	engine.denseForward({ N: rows, D: 2, V: 1, x: xs, w, b, y: ys });
	engine.denseForward({ N: 1, D: 2, V: 1, x, w, b, y });
	engine.close();
	return { supported: true, fused: ys[0] === 2 ** -24 };
}

/**
 * Closes the threads of an engine that became unreachable. Registered on its `numbers` array, which its calls keep
 * alive.
 */
const forgotten = new FinalizationRegistry<() => void>((close) => close());

/** Compiles the module and reserves its memory, after the checks that createWasm promises. */
function openModule(bytes: Uint8Array, options: WasmOptions) {
	const name = `wasm-${options.build}` as const;
	const refuse = (why: EngineReason) => fail("E_ENGINE", { engine: name, why });
	if (!WebAssembly.validate(bytes)) {
		throw refuse({ reason: "notCompiled" });
	}
	const wanted = options.memoryBytes ?? DEFAULT_BYTES;
	if (!Number.isInteger(wanted) || wanted < LEAST_BYTES || wanted > 2 ** 32) {
		throw fail("E_SIZE", { what: "memoryBytes", got: wanted, min: LEAST_BYTES, max: 2 ** 32 });
	}
	const { threads = 1, spawn, now } = options;
	if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
		throw fail("E_SIZE", { what: "--threads", got: threads, min: 1, max: 64 });
	}
	const module = new WebAssembly.Module(bytes);
	const shared = WebAssembly.Module.exports(module).some((one) => one.name === "open_threads");
	if (threads > 1 && !(shared && spawn && now)) {
		throw refuse(
			shared ? { reason: "noWorkers" } : { reason: "oneThread", file: `wasm/sluice-${options.build}-threads.wasm` },
		);
	}
	const memory = reserve(wanted, { least: LEAST_BYTES, less: options.memoryBytes === undefined, shared });
	if (memory === undefined) throw refuse({ reason: "hostMemory", bytes: wanted, shared });
	return { module, memory, shared };
}

/**
 * Creates the WebAssembly engine.
 * @throws E_ENGINE if the module does not compile here or memory is refused; E_SIZE for `memoryBytes` or `threads` out
 * of range.
 */
export function createWasm(bytes: Uint8Array, options: WasmOptions): WasmEngine {
	const name = `wasm-${options.build}` as const;
	const { module, memory, shared } = openModule(bytes, options);
	const { threads = 1, spawn, now, startMs = 0 } = options;
	const sleeps = shared && maySleep(memory);
	const instance = new WebAssembly.Instance(module, {
		env: { memory, may_sleep: sleeps ? 1 : 0, now: now ?? (() => 0) },
	});
	const wasm = instance.exports as Exports;
	const allocator = createAllocator(wasm.__heap_base.value, memory.buffer.byteLength);
	const buffer = memory.buffer;
	const numbers = new Float64Array(buffer, wasm.frame_numbers(), MOST_NUMBERS);
	const addresses = new Uint32Array(buffer, wasm.frame_arrays(), MOST_ARRAYS);
	const full = (needed: number) =>
		fail("E_MEMORY", { need: "engine", bytes: needed, has: buffer.byteLength, engine: name });

	const scratch = openScratch(wasm, allocator);
	const host: Host = {
		numbers,
		send(call, arrays) {
			const sent = [...numbers];
			for (let i = 0; i < MOST_ARRAYS; i++) addresses[i] = addressOf(arrays[i], buffer);
			let result = wasm.call(call);
			while (result === 1 && scratch.grow(wasm.wanted_scratch() >>> 0)) {
				numbers.set(sent);
				result = wasm.call(call); // asks for more again if a thread has joined in between
			}
			return result;
		},
		full: () => full(wasm.wanted_scratch() >>> 0),
	};

	function take(length: number): number {
		if (!Number.isInteger(length) || length < 0) {
			throw fail("E_SIZE", { what: "length", got: length, min: 0, max: 2 ** 30 });
		}
		const at = allocator.take(length * 4);
		if (at === undefined) throw full(length * 4);
		return at;
	}

	let closeThreads = () => {};
	if (threads > 1 && spawn) {
		const workers = { threads, always: options.alwaysThreads ?? false, spawn, startMs: sleeps ? startMs : 0 };
		closeThreads = openThreads({ wasm: wasm as ThreadExports, module, memory, take: allocator.take, ...workers });
		forgotten.register(numbers, closeThreads);
	}

	const engine: WasmEngine = {
		...fastKernels(host),
		...(options.ownCells && { own: options.ownCells(host, openProgram(buffer, allocator, full)) }),
		...(options.attention && { attention: options.attention(host) }),
		name,
		build: options.build === "plain" ? "wasm simd" : "wasm relaxed simd",
		precision: 32,
		get threads() {
			return wasm.threads_here?.() ?? 1;
		},
		get scratchBytes() {
			return scratch.bytes;
		},
		memoryBytes: buffer.byteLength,
		get usedBytes() {
			return allocator.used;
		},
		floats: (length): Floats => new Float32Array(buffer, take(length), length).fill(0),
		ints: (length) => new Int32Array(buffer, take(length), length).fill(0),
		free(...arrays) {
			for (const array of arrays) if (bufferOf(array) === buffer) allocator.give(byteOffsetOf(array));
		},
		close: () => closeThreads(),
	};
	return closable(engine);
}

/** Scratch memory of the calls, which grows to what the largest has asked for. */
function openScratch(wasm: Exports, allocator: ReturnType<typeof createAllocator>) {
	let scratch = { at: 0, bytes: 0 };
	return {
		get bytes() {
			return scratch.bytes;
		},
		/** Returns false if the memory is full. */
		grow(bytesWanted: number): boolean {
			if (scratch.bytes > 0) allocator.give(scratch.at);
			const at = allocator.take(bytesWanted);
			scratch = at === undefined ? { at: 0, bytes: 0 } : { at, bytes: bytesWanted };
			wasm.give_scratch(scratch.at, scratch.bytes);
			return at !== undefined;
		},
	};
}

/** Returns a function that copies words to a place in the memory, which the next words overwrite. */
function openProgram(
	buffer: ArrayBufferLike,
	allocator: ReturnType<typeof createAllocator>,
	full: (bytes: number) => Error,
) {
	let place: Int32Array = new Int32Array(0);
	return (words: Int32Array): Int32Array => {
		if (place.length < words.length) {
			if (place.length > 0) allocator.give(place.byteOffset);
			const at = allocator.take(words.byteLength);
			if (at === undefined) throw full(words.byteLength);
			place = new Int32Array(buffer, at, words.length);
		}
		place.set(words);
		return place;
	};
}

function addressOf(array: CallArray, buffer: ArrayBufferLike): number {
	if (array === undefined) return 0;
	if (bufferOf(array) !== buffer) {
		throw fail("E_SHAPE", { what: "array", why: { reason: "engineArray" } });
	}
	return byteOffsetOf(array);
}
