/** How far back a model's gradient reaches: the curve by lag, and the lag at which it has fallen to 1 %. */
import type { Unrolled } from "../../cells/unroll.ts";
import { ladder } from "../../diagnosis/examine.ts";
import { carrier } from "../../diagnosis/findings.ts";
import { gradientByLag, lastScored } from "../../diagnosis/gradientByLag.ts";
import { toLog10 } from "../../diagnosis/logNumbers.ts";
import { lagOfShare } from "../../diagnosis/memoryLength.ts";

// K the largest lag

/** Of the layer that reaches farthest; of c for an LSTM, else of h. */
export type ReachCurve = {
	/** First lag from which the typical gradient stays below 1 % of lag 0; null where it never does, up to `most`. */
	lag: number | null;
	/** K */
	most: number;
	/** 0, 1, 2, 3, 4, 6, ... K, about a third apart. */
	lags: number[];
	/** Of the gradient at each of `lags` against lag 0, log10; null for none, and at all lags for no gradient at all. */
	log10: (number | null)[];
};

/** Sequences run forward to be looked at, and the largest lag to look at. */
export interface Probe {
	window: Unrolled;
	most: number;
}

/** Frees the window. */
export function reachOf({ window, most: K }: Probe): ReachCurve {
	const sources = lastScored(window).map((t) => (t >= K ? t : -1));
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
