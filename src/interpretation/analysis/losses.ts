/** Loss of every symbol of a text with carried state, and of the first symbols from a zero state. */
import { lossOf } from "../../cells/likeliest.ts";
import { type Model, type TraceWindow, textOf, windows } from "../stream.ts";

// S symbols, T steps, B lanes, V of the vocabulary

export interface LossesOptions {
	/** Symbols that each lane but the first reads first, without counting them. Default 256. */
	warmup?: number;
	/** Called after each window; return a promise to let other work run. */
	onWindow?(window: TraceWindow): void | Promise<void>;
	signal?: AbortSignal;
}

/**
 * Returns -ln p of every symbol given all before it, nats; NaN for the first and for unknown symbols. [S] Lanes and
 * warm-up are those of `evaluate` in training, so the mean is the same.
 * @param ids -1 for a symbol not in the vocabulary
 */
export async function symbolLosses(
	model: Model,
	ids: Int32Array,
	{ warmup = 256, onWindow, signal }: LossesOptions = {},
): Promise<Float64Array> {
	const nats = new Float64Array(ids.length).fill(Number.NaN);
	const total = ids.length - 1; // the last symbol is predicted, not read
	if (total < 1) return nats;
	const lanes = Math.max(1, Math.min(32, Math.floor(total / (10 * warmup))));
	const read = textOf(ids.subarray(0, total));
	for await (const window of windows(model, read, { names: ["logits"], lanes, warmup, signal })) {
		put(window, ids, nats);
		await onWindow?.(window);
	}
	return nats;
}

function put({ steps: T, lanes: B, at, first, end, values }: TraceWindow, ids: Int32Array, nats: Float64Array): void {
	const logits = values.get("logits")!; // [T,B,V]
	const V = logits.length / (T * B);
	for (let b = 0; b < B; b++) {
		for (let t = first[b]!; t < end[b]!; t++) {
			const next = at[b]! + t + 1;
			const id = ids[next]!;
			if (id >= 0) nats[next] = lossOf(logits.subarray((t * B + b) * V, (t * B + b + 1) * V), id);
		}
	}
}

export interface StartLoss {
	/** Range of symbols read since the zero state, inclusive. */
	from: number;
	to: number;
	/** Means over the same symbols: from a zero state, and with carried state. null if none was scored. */
	lossNats: number | null;
	carriedLossNats: number | null;
	count: number;
}

export interface StartOptions {
	/** Symbols read per sequence, 1 or more. Default 512, at most half the text. */
	length?: number;
	/** Maximum number of sequences. Default 1024. */
	most?: number;
	/** Progress in symbols read; return a promise to let other work run. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** Sequences read in parallel. */
const GROUP = 64;

/**
 * Returns the loss of the symbol after 1, 2, 3-4, 5-8 ... symbols read from a zero state. The sequences are spread
 * evenly over the text and do not overlap.
 * @param carried losses of the same text from symbolLosses, [S]
 */
export async function startLosses(
	model: Model,
	ids: Int32Array,
	carried: Float64Array,
	{ length = 512, most = 1024, onProgress, signal }: StartOptions = {},
): Promise<StartLoss[]> {
	const T = Math.max(1, Math.min(length, Math.floor((ids.length - 1) / 2)));
	const count = Math.max(0, Math.min(most, Math.floor((ids.length - 1) / T)));
	const stride = (ids.length - 1 - T) / Math.max(1, count - 1);
	const starts = Array.from({ length: count }, (_, k) => Math.round(k * stride));
	const bins = Array.from({ length: 1 + Math.ceil(Math.log2(T)) }, () => ({ nats: 0, carried: 0, count: 0 }));
	let done = 0;
	for (let k = 0; k < count; k += GROUP) {
		const group = starts.slice(k, k + GROUP);
		const joined = new Int32Array(group.length * T); // [B,T] one row per lane
		for (const [b, start] of group.entries()) joined.set(ids.subarray(start, start + T), b * T);
		const lanes = group.length;
		for await (const window of windows(model, textOf(joined), { names: ["logits"], lanes, warmup: 0, signal })) {
			const { at, end, values } = window;
			const logits = values.get("logits")!; // [T,B,V]
			const V = logits.length / (window.steps * lanes);
			for (let b = 0; b < lanes; b++) {
				for (let t = 0; t < end[b]!; t++) {
					const read = at[b]! + t - b * T + 1;
					const next = group[b]! + read;
					const id = ids[next]!;
					if (id < 0) continue;
					const bin = bins[Math.ceil(Math.log2(read))]!;
					bin.nats += lossOf(logits.subarray((t * lanes + b) * V, (t * lanes + b + 1) * V), id);
					bin.carried += carried[next]!;
					bin.count++;
				}
			}
			done += end.reduce((a, b) => a + b, 0);
			await onProgress?.(done, count * T);
		}
	}
	return bins.map(({ nats, carried: along, count: n }, k) => ({
		...{ from: k === 0 ? 1 : 2 ** (k - 1) + 1, to: Math.min(T, 2 ** k), count: n },
		...{ lossNats: n === 0 ? null : nats / n, carriedLossNats: n === 0 ? null : along / n },
	}));
}
