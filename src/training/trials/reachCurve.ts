/** Reach of a model's gradient: the curve by lag, and the lag at which it has fallen to 1 %. */
import { carrier } from "../../diagnosis/findings.ts";
import { gradientByLag } from "../../diagnosis/gradientByLag.ts";
import { toLog10 } from "../../diagnosis/logNumbers.ts";
import { ladder, lagOfShare } from "../../diagnosis/memoryLength.ts";
import type { Probe } from "../../diagnosis/record.ts";

// K the largest lag

/** Reach of the layer that reaches farthest, measured on c for an LSTM and on h otherwise. */
export type ReachCurve = {
	/** First lag from which the typical gradient stays below 1 % of lag 0; null if it stays above up to `most`. */
	lag: number | null;
	/** Largest lag K. */
	most: number;
	/** Lags 0, 1, 2, 3, 4, 5, 7, ... K, about a third apart. */
	lags: number[];
	/**
	 * log10 of the gradient at each of `lags` relative to lag 0; null for a zero gradient, and at all lags if there is
	 * none.
	 */
	log10: (number | null)[];
};

/** Reach over a window whose forward pass is done. Frees the window. */
export function reachOf({ window, sources, lags: K }: Probe): ReachCurve {
	const { layers } = gradientByLag(window, K, { sources, paths: false });
	window.free();
	const curves = layers.map((layer) => {
		const { typical } = carrier(layer);
		const known = Number.isFinite(typical[0]!);
		return { typical, known, lag: known ? lagOfShare({ typical }) : 0 };
	});
	const reach = ({ lag }: (typeof curves)[number]) => lag ?? K + 1;
	const best = curves.reduce((a, b) => (reach(b) > reach(a) ? b : a));
	const lags = ladder(K);
	const log10 = lags.map((k) => {
		const value = toLog10(best.typical[k]! - best.typical[0]!);
		return best.known && Number.isFinite(value) ? Number(value.toFixed(3)) : null;
	});
	return { lag: best.lag, most: K, lags, log10 };
}
