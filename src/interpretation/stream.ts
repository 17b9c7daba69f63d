/**
 * The values of a text, window after window, straight from the engine's own arrays: of any length, in the memory of one
 * window. `h`, `c` and `logits` are views of the engine's arrays; what lies scattered there (gates) or is not kept
 * (tanh_c, embed) is put into arrays of its own.
 */
import { gateBlocks } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { fail } from "../errors/index.ts";
import type { Floats } from "../kernels/kernels.ts";
import { HookedWindow } from "./hookedWindow.ts";
import { LaneReader } from "./laneReader.ts";
import { floatsOf, type Model, type SymbolText, symbolColumn } from "./model.ts";
import { type Hook, hookOf } from "./names.ts";
import type { Hooks } from "./visit.ts";

export { floatsOf, type Model, type SymbolText, symbolColumn, textOf } from "./model.ts";

// T steps, B lanes, H units, G gate blocks, n numbers of a value; row-major, the last letter moves fastest

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
	/** Called after every step, warm-up too, with all lanes at once. Default none. */
	hooks?: Hooks;
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
	/** Symbols that come next, -1 for one that the vocabulary lacks, at the text's end and beyond a lane's end, [T,B]. */
	targets: Int32Array;
	/** The symbol in the text that step 0 of each lane reads, [B]. */
	at: Float64Array;
	/** The first step of each lane that counts, after its warm-up, [B]. */
	first: Int32Array;
	/** One past the last step of each lane that counts, [B]; none count where it is not above `first`. */
	end: Int32Array;
	/** Each value by its name, [T,B,n]. */
	values: ReadonlyMap<string, Floats>;
	/** The stack that was run, with everything of these steps in it; of what hooks changed, as it was before. */
	unrolled: Unrolled;
	/** Symbols that have counted up to and with this window, of all. */
	done: number;
	total: number;
}

/**
 * Every symbol counts once, in the order of its lane. Lane b counts the symbols [b m, (b + 1) m), m = ceil(S / B).
 * @throws E_HOOK_NAME for a name that the model lacks, E_SIZE.
 */
export async function* windows(
	{ engine, weights }: Model,
	text: SymbolText,
	{ names, steps: T = 64, lanes: B = 1, warmup = 256, hooks, signal }: StreamOptions,
): AsyncGenerator<TraceWindow, void, void> {
	size("window", T, 1, 1 << 16);
	size("lanes", B, 1, 1 << 16);
	size("warmup", warmup, 0, 1 << 30);
	const read = names.map((name) => hookOf(weights.spec, name));
	const lanes = new LaneReader(text, { steps: T, lanes: B, warmup });
	const hooked = hooks && new HookedWindow({ engine, weights }, hooks, { steps: T, lanes: B });
	const window = hooked ?? new Unrolled(engine, weights, { steps: T, lanes: B });
	try {
		const values = new Map(read.map((hook) => [hook.name, hooked?.own(hook.name) ?? view(window, hook)]));
		for (let step = 0; await lanes.next(); step += T) {
			signal?.throwIfAborted();
			window.ids.set(lanes.ids);
			if (hooked) hooked.forwardHooked({ step, at: lanes.at });
			else window.forward();
			for (const hook of read) if (!hooked?.own(hook.name)) fill(window, hook, values.get(hook.name)!);
			const { at, first, end, targets, done, total } = lanes;
			yield { steps: T, lanes: B, ids: window.ids, targets, at, first, end, values, unrolled: window, done, total };
			window.carry();
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

function size(what: string, got: number, min: number, max: number): void {
	if (!Number.isInteger(got) || got < min || got > max) throw fail("E_SIZE", { what, got, min, max });
}
