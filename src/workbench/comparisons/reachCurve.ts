/** How far back a model's gradient reaches: the curve by lag, and the lag at which it has fallen to 1 %. */
import { carrier } from "../../diagnosis/findings.ts";
import { gradientByLag } from "../../diagnosis/gradientByLag.ts";
import { toLog10 } from "../../diagnosis/logNumbers.ts";
import { ladder, lagOfShare } from "../../diagnosis/memoryLength.ts";
import type { Probe } from "../../diagnosis/record.ts";

// K the largest lag

/** Of the layer that reaches farthest; of c for an LSTM, else of h. */
export type ReachCurve = {
	/** First lag from which the typical gradient stays below 1 % of lag 0; null where it never does, up to `most`. */
	lag: number | null;
	/** K */
	most: number;
	/** 0, 1, 2, 3, 4, 5, 7, ... K, about a third apart. */
	lags: number[];
	/** Of the gradient at each of `lags` against lag 0, log10; null for none, and at all lags for no gradient at all. */
	log10: (number | null)[];
};

/** Of a window that has been run forward; frees it. */
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
