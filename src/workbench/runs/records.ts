/** History of a model's reach, W_hh and clipping during training, from the recorder's log. */
import { fail } from "../../errors/index.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { LogLine } from "../../training/run/logLines.ts";
import { metricNumber } from "./logs.ts";

export interface HistoryPoint {
	/** Number of updates. */
	step: number;
	/** Largest lag measured, in steps. */
	lags: number;
	/** First lag from which the gradient stays below 1 %, per layer; null if that lies beyond `lags`. Shape [L]. */
	reach: (number | null)[];
	/** Fraction of the updates since the previous point that were clipped. */
	clippedShare: number;
	/** Estimates for each layer and block of W_hh; null if not finite. Shape [L]. */
	recurrent: Record<string, [radius: number | null, largestSingular: number | null]>[];
}

/**
 * Converts log lines to points, in the order of their steps. `path` names the log. @throws E_LOG_DAMAGED, naming the
 * invalid line.
 */
export function historyOf(lines: readonly LogLine[], path: string): HistoryPoint[] {
	return lines.map((line, n) => {
		const { step, lags, layers, clippedShare } = line;
		const last = Array.isArray(lags) ? lags.at(-1) : undefined;
		const whole = typeof step === "number" && typeof last === "number" && typeof clippedShare === "number";
		if (!whole || !Array.isArray(layers) || !layers.every(isLayer)) throw fail("E_LOG_DAMAGED", { path, line: n + 1 });
		return {
			...{ step, lags: last, clippedShare },
			reach: layers.map(({ reach }) => reach),
			recurrent: layers.map(({ recurrent }) =>
				Object.fromEntries(Object.entries(recurrent).map(([block, pair]) => [block, [size(pair, 0), size(pair, 1)]])),
			),
		};
	});
}

interface Layer {
	reach: number | null;
	recurrent: { [block: string]: Json };
}

function isLayer(layer: Json): layer is Layer & { [key: string]: Json } {
	return isRecord(layer) && (layer.reach === null || typeof layer.reach === "number") && isRecord(layer.recurrent);
}

function size(pair: Json, at: 0 | 1): number | null {
	const value = Array.isArray(pair) ? metricNumber(pair[at]) : undefined;
	return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The block of W_hh whose nonlinearity is tanh. Its slope reaches 1; that of the gates only 1/4. */
export function candidateBlock(cell: string): string {
	return cell === "lstm" ? "g" : cell === "gru" ? "n" : "h";
}
