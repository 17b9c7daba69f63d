/**
 * The values of a text, window after window, directly from the engine's arrays: any length, in the memory of one
 * window. `h`, `c` and `logits` are views of the engine's arrays; gates, tanh_c and embed are copied.
 */
import { stateOf } from "../cells/cell.ts";
import { gateBlocks, statesOf } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { fail } from "../errors/index.ts";
import type { Floats } from "../kernels/kernels.ts";
import { HookedWindow } from "./hookedWindow.ts";
import { type Hook, hookOf } from "./hookNames.ts";
import { LaneReader } from "./laneReader.ts";
import { floatsOf, type Model, type SymbolText, symbolColumn } from "./model.ts";
import type { Hooks } from "./visit.ts";

export { floatsOf, type Model, type SymbolText, symbolColumn, textOf } from "./model.ts";

// T steps, B lanes, H units, G gate blocks, n numbers of a value; row-major, the last letter moves fastest

export interface StreamOptions {
	/** Values to return: see hooksOf. At least one. */
	names: readonly string[];
	/**
	 * Steps per window, T, 1 to 65536. Default 64. The fast engines sum in another order if T B is below 4 or B is; the
	 * last bits then differ.
	 */
	steps?: number;
	/** Number of parallel lanes that the text is cut into, B, 1 to 65536. Default 1, which is exact. */
	lanes?: number;
	/** Symbols that each lane but the first reads from a zero state before its own. Default 256. */
	warmup?: number;
	/** Called after every step, also during warm-up, with all lanes at once. Default none. */
	hooks?: Hooks;
	/** State before the first symbol, as `Unrolled.carried` gives it. Only with one lane. Default zeros. */
	state?: readonly Floats[];
	signal?: AbortSignal;
}

/** One window. The next one overwrites its arrays: copy what you keep. */
export interface TraceWindow {
	/** Steps of the window, T. */
	steps: number;
	/** Number of lanes, B. */
	lanes: number;
	/** Symbol read in each step, -1 for an unknown one and after a lane's end, [T,B]. */
	ids: Int32Array;
	/** Next symbol, -1 for an unknown one, at the text's end and after a lane's end, [T,B]. */
	targets: Int32Array;
	/** Index in the text of the symbol that step 0 of each lane reads, [B]. */
	at: Float64Array;
	/** First step of each lane that counts, after its warm-up, [B]. */
	first: Int32Array;
	/** One past the last step of each lane that counts, [B]; none count if it is not above `first`. */
	end: Int32Array;
	/** Values by name, [T,B,n]. */
	values: ReadonlyMap<string, Floats>;
	/** The stack that was run, as the hooks left it. */
	unrolled: Unrolled;
	/** Symbols counted up to and including this window. */
	done: number;
	total: number;
}

/**
 * Yields the windows. Every symbol counts once, in the order of its lane. Lane b counts the symbols [b m, (b + 1) m),
 * m = ceil(S / B).
 * @throws E_HOOK_NAME for a name that the model does not have, E_SIZE.
 */
export async function* windows(
	{ engine, weights }: Model,
	text: SymbolText,
	{ names, steps: T = 64, lanes: B = 1, warmup = 256, hooks, state, signal }: StreamOptions,
): AsyncGenerator<TraceWindow, void, void> {
	size("window", T, 1, 1 << 16);
	size("lanes", B, 1, 1 << 16);
	size("warmup", warmup, 0, 1 << 30);
	const read = names.map((name) => hookOf(weights.spec, name));
	const lanes = new LaneReader(text, { steps: T, lanes: B, warmup });
	const hooked = hooks && new HookedWindow({ engine, weights }, hooks, { steps: T, lanes: B });
	const window = hooked ?? new Unrolled(engine, weights, { steps: T, lanes: B });
	try {
		if (state) for (const [n, { data }] of window.carried().entries()) data.set(state[n]!);
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

/** Returns the array of a value: the engine's own if the value is contiguous there. */
function view(window: Unrolled, { kind, layer, block, width }: Hook): Floats {
	const { T, B, layers, logits, engine } = window;
	if (kind === "logits") return logits;
	const H = window.weights.spec.hidden;
	if (kind === "h") return layers[layer]!.h.subarray(B * H); // the states after each step
	if (kind === "c") return stateOf(layers[layer]!, block + 1, statesOf(window.weights.spec).length).subarray(B * H);
	return floatsOf(engine, T * B * width);
}

/** Fills an array that is not a view. */
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
