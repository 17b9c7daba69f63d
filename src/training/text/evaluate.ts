/** Mean loss over a part of a corpus, with carried state. */
import { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Part, SymbolReader } from "../../data/corpus.ts";
import type { Engine } from "../../kernels/kernels.ts";

export interface Evaluation {
	/** Number of symbols predicted: all of the part but its first, or the first `limit` of them. */
	symbols: number;
	/** Mean loss over the symbols in the vocabulary, in nats; null if there are none. */
	lossNats: number | null;
	/** Number of unknown symbols. They are read as a row of zeros and not scored as targets. */
	unknownSymbols: number;
}

export interface EvaluateOptions {
	/**
	 * Number of parallel lanes. Each but the first starts from a zero state `warmup` symbols early, unscored.
	 * Default: as many as add at most a tenth of the work, 1 to 32.
	 */
	lanes?: number;
	/** Number of context symbols before a lane scores. Default: 256. */
	warmup?: number;
	/** Maximum number of symbols to score. Default: all. */
	limit?: number;
	/** Called after each window. Return a promise to yield to the event loop. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

const STEPS = 64;
/** Symbols of context before a lane scores. */
export const WARMUP = 256;

/** Number of lanes for `total` symbols: as many as add at most a tenth of the work, 1 to 32. */
export function lanesOf(total: number, warmup = WARMUP): number {
	return Math.max(1, Math.min(32, Math.floor(total / (10 * warmup))));
}

/** Mean loss of a network on a text, read in parallel lanes, each after a warm-up that is not scored. */
export async function evaluate(
	engine: Engine,
	weights: Weights,
	part: Part,
	{ lanes, warmup = WARMUP, limit = Infinity, onProgress, signal }: EvaluateOptions = {},
): Promise<Evaluation> {
	const total = Math.max(0, Math.min(part.symbols - 1, limit));
	const B = lanes ?? lanesOf(total, warmup);
	const n = Math.ceil(total / B); // symbols each lane scores
	const readers: SymbolReader[] = []; // [B]
	const from = Array.from({ length: B }, (_, b) => Math.max(0, b * n - warmup));
	const score = Array.from({ length: B }, (_, b) => b * n);
	const to = Array.from({ length: B }, (_, b) => Math.min(total, (b + 1) * n));
	for (let b = 0; b < B; b++) readers.push(part.reader(from[b]!));
	const last = new Int32Array(B); // [B] the symbol read and not yet fed
	for (let b = 0; b < B; b++) last[b] = (await readers[b]!.read(1))[0] ?? -1;
	const window = new Unrolled(engine, weights, { steps: STEPS, lanes: B });
	const sum = { nats: 0, scored: 0, unknown: 0, done: 0 };
	try {
		while (from.some((at, b) => at < to[b]!)) {
			signal?.throwIfAborted();
			window.ids.fill(-1);
			window.targets.fill(-1);
			for (let b = 0; b < B; b++) {
				const count = Math.max(0, Math.min(STEPS, to[b]! - from[b]!));
				const symbols = await readers[b]!.read(count);
				for (let t = 0; t < symbols.length; t++) {
					window.ids[t * B + b] = last[b]!;
					last[b] = symbols[t]!;
					if (from[b]! + t < score[b]!) continue;
					window.targets[t * B + b] = symbols[t]!;
					sum.done++;
					if (symbols[t]! < 0) sum.unknown++;
				}
				from[b]! += count;
			}
			window.forward();
			const { lossNats, scored } = window.loss();
			sum.nats += lossNats;
			sum.scored += scored;
			window.carry();
			await onProgress?.(sum.done, total);
		}
	} finally {
		window.free();
	}
	return { symbols: sum.done, lossNats: sum.scored === 0 ? null : sum.nats / sum.scored, unknownSymbols: sum.unknown };
}
