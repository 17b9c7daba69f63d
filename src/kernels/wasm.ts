/**
 * The WebAssembly engine: the same C kernels, 128-bit vectors, one thread. The caller hands in the module's bytes
 * (wasm/sluice-plain.wasm or wasm/sluice-relaxed.wasm).
 *
 * All arrays lie in one memory, whose whole size is reserved at the start, so that it never grows and arrays stay
 * valid; pages not touched take no room. When it is full, floats() and calls throw E_MEMORY.
 */
import { fail } from "../errors/index.ts";
import { createAllocator } from "./allocator.ts";
import { type CallArray, type FastKernels, fastKernels, MOST_NUMBERS } from "./calls.ts";
import type { Engine, Floats } from "./kernels.ts";

/** The part of the host's WebAssembly that is used here; the library does without the DOM's types. */
interface WebAssemblyApi {
	validate(bytes: Uint8Array): boolean;
	Module: new (bytes: Uint8Array) => object;
	Instance: new (module: object, imports: { env: { memory: WasmMemory } }) => { exports: unknown };
	Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
}
interface WasmMemory {
	readonly buffer: ArrayBuffer;
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

const PAGE = 65536;
const DEFAULT_BYTES = 2 ** 30;
const LEAST_BYTES = 2 ** 24;
const MOST_ARRAYS = 24;

export interface WasmOptions {
	build: "plain" | "relaxed";
	/** Bytes of memory for all arrays and scratch, 16 MiB to 4 GiB; default 1 GiB, or what the host grants of it. */
	memoryBytes?: number;
}

export interface WasmEngine extends Engine, FastKernels {
	/** Bytes of scratch memory held between calls. */
	readonly scratchBytes: number;
	/** Bytes of memory in all, and those taken. */
	readonly memoryBytes: number;
	readonly usedBytes: number;
}

interface Exports {
	call(call: number): number;
	wanted_scratch(): number;
	give_scratch(at: number, bytes: number): void;
	frame_numbers(): number;
	frame_arrays(): number;
	__heap_base: { readonly value: number };
}

/** Whether relaxed SIMD compiles here, and whether its multiply-add rounds once, as bit-equal runs need. */
export function probeRelaxed(bytes: Uint8Array): { supported: boolean; fused: boolean } {
	if (!WebAssembly.validate(bytes)) return { supported: false, fused: false };
	const engine = createWasm(bytes, { build: "relaxed", memoryBytes: LEAST_BYTES });
	// (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24 when rounded once, 0 when the product is rounded first; the dense kernel
	// adds last, so the sum runs over two products: -(1 + 2^-11) 1, then (1 + 2^-12)^2
	const x = engine.floats(2);
	const [w, b, y] = [engine.floats(2), engine.floats(1), engine.floats(1)];
	x.set([1, 1 + 2 ** -12]);
	w.set([-(1 + 2 ** -11), 1 + 2 ** -12]);
	const rows = 4; // as many as take the packed product, not the one for a few rows
	const xs = engine.floats(2 * rows);
	const ys = engine.floats(rows);
	for (let n = 0; n < rows; n++) xs.set(x, 2 * n);
	engine.denseForward({ N: rows, D: 2, V: 1, x: xs, w, b, y: ys });
	engine.denseForward({ N: 1, D: 2, V: 1, x, w, b, y });
	engine.close();
	return { supported: true, fused: ys[0] === 2 ** -24 };
}

/** @throws E_ENGINE where the module does not compile here or memory is refused. */
export function createWasm(bytes: Uint8Array, options: WasmOptions): WasmEngine {
	const name = `wasm-${options.build}` as const;
	const refuse = (why: string, next: string) => fail("E_ENGINE", { engine: name, why, next });
	if (!WebAssembly.validate(bytes)) {
		throw refuse("this host does not compile its instructions", "Try --engine wasm-plain or --engine reference");
	}
	const wanted = options.memoryBytes ?? DEFAULT_BYTES;
	if (!Number.isInteger(wanted) || wanted < LEAST_BYTES || wanted > 2 ** 32) {
		throw fail("E_SIZE", { what: "memoryBytes", got: wanted, min: LEAST_BYTES, max: 2 ** 32 });
	}
	const memory = reserve(wanted, options.memoryBytes === undefined);
	if (memory === undefined)
		throw refuse(`the host has no ${wanted} bytes of memory for it`, "Give a smaller memoryBytes");

	const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
	const wasm = instance.exports as Exports;
	const allocator = createAllocator(wasm.__heap_base.value, memory.buffer.byteLength);
	const buffer = memory.buffer;
	const numbers = new Float64Array(buffer, wasm.frame_numbers(), MOST_NUMBERS);
	const addresses = new Uint32Array(buffer, wasm.frame_arrays(), MOST_ARRAYS);
	const full = (needed: number) =>
		fail("E_MEMORY", {
			what: `${needed.toLocaleString("en-US")} bytes in the ${buffer.byteLength.toLocaleString("en-US")} bytes of the ${name} engine`,
			next: "Use a smaller --hidden or --batch, or --engine native.",
		});

	let scratch = { at: 0, bytes: 0 };
	const growScratch = (bytesWanted: number): boolean => {
		if (scratch.bytes > 0) allocator.give(scratch.at);
		const at = allocator.take(bytesWanted);
		scratch = at === undefined ? { at: 0, bytes: 0 } : { at, bytes: bytesWanted };
		wasm.give_scratch(scratch.at, scratch.bytes);
		return at !== undefined;
	};

	const kernels = fastKernels({
		numbers,
		send(call, arrays) {
			const sent = [...numbers];
			for (let i = 0; i < MOST_ARRAYS; i++) addresses[i] = addressOf(arrays[i]);
			const result = wasm.call(call);
			if (result !== 1 || !growScratch(wasm.wanted_scratch() >>> 0)) return result;
			numbers.set(sent);
			return wasm.call(call);
		},
		full: () => full(wasm.wanted_scratch() >>> 0),
	});

	function addressOf(array: CallArray): number {
		if (array === undefined) return 0;
		if (array.buffer !== buffer) {
			throw fail("E_SHAPE", {
				what: "an array of a call",
				got: "memory of another engine",
				wanted: "memory of this one",
				hint: "Arrays of a call come from the same engine's floats() and ints().",
			});
		}
		return array.byteOffset;
	}

	function take(length: number): number {
		if (!Number.isInteger(length) || length < 0) {
			throw fail("E_SIZE", { what: "the length of an array", got: length, min: 0, max: 2 ** 30 });
		}
		const at = allocator.take(length * 4);
		if (at === undefined) throw full(length * 4);
		return at;
	}

	return {
		...kernels,
		name,
		build: options.build === "plain" ? "wasm simd" : "wasm relaxed simd",
		precision: 32,
		threads: 1,
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
			for (const array of arrays) if (array.buffer === buffer) allocator.give(array.byteOffset);
		},
		close() {},
	};
}

/** A memory of its full size, or, where `less` will do, of the largest halving of it that the host grants. */
function reserve(bytes: number, less: boolean): WasmMemory | undefined {
	for (let size = bytes; size >= LEAST_BYTES; size /= 2) {
		const pages = Math.floor(size / PAGE);
		try {
			return new WebAssembly.Memory({ initial: pages, maximum: pages });
		} catch {
			if (!less) return undefined;
		}
	}
	return undefined;
}
