/**
 * The sequences that an examination uses: they end together, each with the loss of its last step; and all the steps
 * over which saturation is counted. This file has those of a text; a task's are in taskSequences.ts.
 */
import { stateOf } from "../cells/cell.ts";
import { gateBlocks, type ModelSpec, outputsOf, statesOf } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { Part } from "../data/corpus.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import { sampled, spanOf } from "./sampledWindows.ts";
import { SaturationCount } from "./saturation.ts";

// T steps, B lanes, H units, V outputs, K the largest lag

export interface Opened {
	/** The window after its forward pass. The last step of every lane has a loss, and K steps before it. */
	window: Unrolled;
	/** Largest lag, K. */
	lags: number;
	/** Steps of the longest sequence, from its zero state. */
	steps: number;
	/** First step of a sequence at which its state was not finite; -1 for none. */
	overflowStep: number;
	/** True if only the last step has a loss, so that everything must be learnt from steps before it. */
	once: boolean;
}

export interface Sequences {
	readonly engine: Engine;
	readonly weights: Weights;
	/** Opens at most `wanted` sequences that go `lags` steps back, or as far as they can; the caller frees the window. */
	open(lags: number, wanted: number): Promise<Opened>;
	/** Counts saturation. `progress` receives the fraction done, 0..1. */
	count(progress: (share: number) => Promise<void>): Promise<SaturationCount>;
	/** Cost of counting, in turns of an examination. */
	readonly turns: number;
}

/** Steps of a window that only counts or passes through. */
const CHUNK = 64;
/** Maximum number of numbers in one window: half a GiB of float32. */
const NUMBERS = 1 << 27;

/** Returns windows spread over a text, and the whole text for saturation. */
export function textSequences(engine: Engine, weights: Weights, part: Part): Sequences {
	const total = part.symbols - 1;
	return {
		...{ engine, weights, turns: Math.ceil(total / CHUNK) / 16 },
		async open(wanted, sequences) {
			const { T, K } = spanOf(part, wanted);
			const window = await sampled(engine, weights, part, T, lanesWithin(weights.spec, T, sequences));
			window.forward();
			return { window, lags: K, steps: T, overflowStep: firstOverflow(window), once: false };
		},
		/** Counts in up to 32 lanes of equal length, each from a zero state. */
		async count(progress) {
			const B = Math.max(1, Math.min(32, Math.floor(total / 2048)));
			const each = Math.ceil(total / B);
			const lengths = Array.from({ length: B }, (_, b) => Math.max(0, Math.min(each, total - b * each)));
			const readers = lengths.map((_, b) => part.reader(Math.min(total, b * each)));
			const window = new Unrolled(engine, weights, { steps: CHUNK, lanes: B });
			const count = new SaturationCount();
			for (let at = 0; at < each; at += CHUNK) {
				window.ids.fill(-1);
				for (let b = 0; b < B; b++) {
					const symbols = await readers[b]!.read(Math.max(0, Math.min(CHUNK, lengths[b]! - at)));
					for (let t = 0; t < symbols.length; t++) window.ids[t * B + b] = symbols[t]!;
				}
				window.forward();
				count.add(window, CHUNK, (t, b) => at + t < lengths[b]!);
				window.carry();
				await progress(Math.min(1, (at + CHUNK) / each));
			}
			window.free();
			return count;
		},
	};
}

/** Returns how many lanes of `steps` steps fit in one window, 1 to `wanted`. */
export function lanesWithin(spec: ModelSpec, steps: number, wanted: number): number {
	const { symbols: D, hidden: H, layers, input } = spec;
	const numbers =
		outputsOf(spec) +
		(gateBlocks(spec) + Math.max(2, statesOf(spec).length)) * H * layers +
		(input === "values" ? D : 1);
	return Math.max(1, Math.min(wanted, Math.floor(NUMBERS / (steps * numbers))));
}

/** Returns n of B lanes, evenly spread. */
export const spreadOver = (B: number, n: number): number[] =>
	Array.from({ length: n }, (_, i) => Math.floor((i * B) / n));

/** Returns the first of the first `steps` steps at which a state is not finite; -1 for none. */
export function firstOverflow({ T, B, layers, weights }: Unrolled, steps = T): number {
	const BH = B * weights.spec.hidden;
	const S = statesOf(weights.spec).length;
	const states = layers.flatMap((layer) => Array.from({ length: S }, (_, k) => stateOf(layer, k, S)));
	const firsts = states.map((x) => x.subarray(0, (steps + 1) * BH).findIndex((v) => !Number.isFinite(v)));
	const found = firsts.filter((at) => at >= 0).map((at) => Math.floor(at / BH) - 1); // h[0] is the state before
	return found.length === 0 ? -1 : Math.max(0, Math.min(...found));
}

/**
 * Returns the last S steps of lanes of a window after its forward pass, each in `copies` lanes of a new window that
 * begins in the state the sequence had there. The caller runs it forward.
 */
export function tail(window: Unrolled, S: number, lanes: readonly number[], copies = 1): Unrolled {
	const { engine, weights, T, B, layers, ids, x, targets, values } = window;
	const again = new Unrolled(engine, weights, { steps: S, lanes: lanes.length * copies });
	const copy = (from: Floats | Int32Array, to: Floats | Int32Array, steps: number, width: number) => {
		for (let t = 0; t < steps; t++) {
			for (let b = 0; b < again.B; b++) {
				const at = ((T - S + t) * B + lanes[Math.floor(b / copies)]!) * width;
				to.set(from.subarray(at, at + width), (t * again.B + b) * width);
			}
		}
	};
	const states = statesOf(weights.spec).length;
	for (const [l, layer] of again.layers.entries())
		for (let k = 0; k < states; k++)
			copy(stateOf(layers[l]!, k, states), stateOf(layer, k, states), 1, weights.spec.hidden);
	copy(ids, again.ids, S, 1);
	copy(targets, again.targets, S, 1);
	if (x) copy(x, again.x!, S, weights.spec.symbols);
	if (values) copy(values, again.values!, S, outputsOf(weights.spec));
	return again;
}
