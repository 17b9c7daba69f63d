/**
 * The values of a text, window after window, straight from the engine's own arrays: of any length, in the memory of one
 * window. `h`, `c` and `logits` are views of the engine's arrays; what lies scattered there (gates) or is not kept
 * (tanh_c, embed) is put into arrays of its own.
 */
import { gateBlocks } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { SymbolReader } from "../data/symbolReader.ts";
import { fail } from "../errors/index.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import { type Hook, hookOf } from "./names.ts";

// T steps, B lanes, H units, G gate blocks, n numbers of a value; row-major, the last letter moves fastest

export interface Model {
	engine: Engine;
	weights: Weights;
}

/** A text as symbols; a part of a corpus is one. */
export interface SymbolText {
	readonly symbols: number;
	/** Reads ids from the symbol `at` on. */
	reader(at: number): SymbolReader;
}

export interface StreamOptions {
	/** Values to give out: see hooksOf. At least one. */
	names: readonly string[];
	/**
	 * Steps of a window, T, 1 to 65536. Default 64. The fast engines sum in another order where T B is below 4 or B is: then
	 * the last bits differ.
	 */
	steps?: number;
	/** Lanes that the text is cut into and read side by side, B, 1 to 65536. 1, the default, is exact. */
	lanes?: number;
	/** Symbols that each lane but the first reads from a zero state before its own begin. Default 256. */
	warmup?: number;
	signal?: AbortSignal;
}

/** One window. Its arrays are overwritten by the next: copy what is to be kept. */
export interface TraceWindow {
	/** T */
	steps: number;
	/** B */
	lanes: number;
	/** Symbols read in each step, -1 for one that the vocabulary lacks and beyond a lane's end, [T,B]. */
	ids: Int32Array;
	/** The symbol in the text that step 0 of each lane reads, [B]. */
	at: Float64Array;
	/** The first step of each lane that counts, after its warm-up, [B]. */
	first: Int32Array;
	/** One past the last step of each lane that counts, [B]; none count where it is not above `first`. */
	end: Int32Array;
	/** Each value by its name, [T,B,n]. */
	values: ReadonlyMap<string, Floats>;
	/** Symbols that have counted up to and with this window, of all. */
	done: number;
	total: number;
}

/** An array of ids as a text. */
export function textOf(ids: Int32Array): SymbolText {
	return {
		symbols: ids.length,
		reader(at) {
			let next = at;
			return {
				async read(n) {
					const from = next;
					next = Math.min(ids.length, from + n);
					return ids.slice(from, next);
				},
			};
		},
	};
}

/**
 * Every symbol counts once, in the order of its lane. Lane b counts the symbols [b m, (b + 1) m), m = ceil(S / B).
 * @throws E_HOOK_NAME for a name that the model lacks, E_SIZE.
 */
export async function* windows(
	{ engine, weights }: Model,
	text: SymbolText,
	{ names, steps: T = 64, lanes: B = 1, warmup = 256, signal }: StreamOptions,
): AsyncGenerator<TraceWindow, void, void> {
	size("steps of a window", T, 1, 1 << 16);
	size("lanes", B, 1, 1 << 16);
	size("the warm-up", warmup, 0, 1 << 30);
	const hooks = names.map((name) => hookOf(weights.spec, name));
	const total = text.symbols;
	const m = Math.ceil(total / B);
	const own = Float64Array.from({ length: B }, (_, b) => Math.min(total, b * m)); // [B]
	const to = own.map((from) => Math.min(total, from + m)); // [B]
	const at = own.map((from) => Math.max(0, from - warmup)); // [B]
	const readers = Array.from(at, (from) => text.reader(from)); // [B]
	const window = new Unrolled(engine, weights, { steps: T, lanes: B });
	try {
		const values = new Map(hooks.map((hook) => [hook.name, view(window, hook)]));
		const first = new Int32Array(B);
		const end = new Int32Array(B);
		let done = 0;
		while (at.some((from, b) => from < to[b]!)) {
			signal?.throwIfAborted();
			window.ids.fill(-1);
			for (let b = 0; b < B; b++) {
				const count = Math.max(0, Math.min(T, to[b]! - at[b]!));
				const symbols = count > 0 ? await readers[b]!.read(count) : [];
				if (symbols.length < count)
					throw fail("E_INTERNAL", { what: `a text of ${total} symbols ended at ${at[b]! + symbols.length}` });
				for (let t = 0; t < count; t++) window.ids[t * B + b] = symbols[t]!;
				first[b] = Math.min(count, Math.max(0, own[b]! - at[b]!));
				end[b] = count;
				done += count - first[b]!;
			}
			window.forward();
			for (const hook of hooks) fill(window, hook, values.get(hook.name)!);
			yield { steps: T, lanes: B, ids: window.ids, at, first, end, values, done, total };
			window.carry();
			for (let b = 0; b < B; b++) at[b]! += end[b]!;
		}
	} finally {
		window.free();
	}
}

/** The array that holds a value: the engine's own where it is whole there. */
function view(window: Unrolled, { kind, layer, width }: Hook): Floats {
	const { T, B, layers, logits, engine } = window;
	if (kind === "logits") return logits;
	const H = window.weights.spec.hidden;
	if (kind === "h" || kind === "c") return layers[layer]![kind]!.subarray(B * H); // the states after each step
	return floatsOf(engine, T * B * width);
}

/** Fills what is no view. */
function fill(window: Unrolled, { kind, layer, block, width: n }: Hook, out: Floats): void {
	const { T, B, layers, weights } = window;
	const H = weights.spec.hidden;
	if (kind === "gate") {
		const GH = gateBlocks(weights.spec) * H;
		const { gates } = layers[layer]!; // [T,B,G*H]
		for (let row = 0; row < T * B; row++) {
			const at = row * GH + block * H;
			out.set(gates!.subarray(at, at + H), row * H);
		}
	} else if (kind === "tanh_c") {
		const { c } = layers[layer]!; // [T+1,B,H]
		for (let i = 0; i < out.length; i++) out[i] = Math.tanh(c![B * H + i]!);
	} else if (kind === "embed") {
		for (let row = 0; row < T * B; row++) symbolColumn(weights, window.ids[row]!, out.subarray(row * n, (row + 1) * n));
	}
}

/** W_ih x_t of the first layer, [G*H]: the column of a symbol, zeros for -1. */
export function symbolColumn(weights: Weights, id: number, out: Floats): void {
	const w = weights.layer(0).w_ih; // [G*H,D]
	const D = weights.spec.symbols;
	for (let k = 0; k < out.length; k++) out[k] = id < 0 ? 0 : w[k * D + id]!;
}

/** An array of the engine's precision that no kernel has to reach. */
export function floatsOf({ precision }: Engine, length: number): Floats {
	return precision === 64 ? new Float64Array(length) : new Float32Array(length);
}

function size(what: string, got: number, min: number, max: number): void {
	if (!Number.isInteger(got) || got < min || got > max) throw fail("E_SIZE", { what, got, min, max });
}
