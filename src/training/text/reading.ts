/**
 * How a text is read for its loss, and whether that misleads.
 *
 * A long text is read in lanes: pieces in parallel, each after 256 symbols of warm-up from a zero state. A model that
 * remembers further back is then measured without that memory. So the start of the text is also read in one piece, from
 * its first symbol with the state carried, and both losses on it are compared.
 */
import type { Weights } from "../../cells/weights.ts";
import type { Part } from "../../data/corpus.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { type EvaluateOptions, evaluate, lanesOf, WARMUP } from "./evaluate.ts";

/** Symbols read both ways, at most: a bound on the cost, whatever the length of the text. */
const COMPARED = 1 << 14;
/** Symbols that each lane of the comparison scores: many lanes, so that a loss of memory shows. */
const LANE = 4 * WARMUP;
/** Difference in nats per symbol from which the two losses count as different. */
const DIFFERENT = 1e-3;

export interface Reading {
	/** Parallel pieces of the text. 1: from the first symbol to the last, with the state carried. */
	lanes: number;
	/** Symbols that each lane but the first reads before it scores; 0 for one piece. */
	warmup: number;
	/** Losses of the first `symbols` symbols in lanes and in one piece; null if the text is read in one piece. */
	compared: { symbols: number; lanesNats: number; exactNats: number; differs: boolean } | null;
}

/** Describes the reading of the first `limit` symbols of `part`, and compares it with one piece. */
export async function readingOf(
	engine: Engine,
	weights: Weights,
	part: Part,
	{ exact = false, limit = Infinity, ...calls }: { exact?: boolean } & Pick<EvaluateOptions, "limit" | "signal">,
): Promise<Reading> {
	const total = Math.max(0, Math.min(part.symbols - 1, limit));
	const lanes = exact ? 1 : lanesOf(total);
	if (lanes === 1) return { lanes, warmup: 0, compared: null };
	const symbols = Math.min(total, COMPARED);
	const pieces = Math.max(2, Math.floor(symbols / LANE));
	const inLanes = await evaluate(engine, weights, part, { lanes: pieces, limit: symbols, ...calls });
	const whole = await evaluate(engine, weights, part, { lanes: 1, limit: symbols, ...calls });
	const [lanesNats, exactNats] = [inLanes.lossNats, whole.lossNats];
	if (lanesNats === null || exactNats === null) return { lanes, warmup: WARMUP, compared: null };
	const differs = Math.abs(lanesNats - exactNats) > DIFFERENT;
	return { lanes, warmup: WARMUP, compared: { symbols, lanesNats, exactNats, differs } };
}
