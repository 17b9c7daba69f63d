/** Positions in a text where a unit is highest or lowest: a few that are far apart and have different contexts. */

// S symbols

export interface PeakOptions {
	/** 1: the highest; -1: the lowest. */
	sign: 1 | -1;
	/** Number of positions to return; fewer if there are no more. */
	count: number;
	/** Minimum number of symbols between two positions. Default 64. */
	apart?: number;
	/** Positions with the same symbols before them, this many including their own, count as one. Default 12. */
	alike?: number;
}

/**
 * Returns indices of symbols, strongest first, ties in the order of the text.
 * @param values [S]
 * @param ids [S]
 */
export function peaks(
	values: Float32Array,
	ids: Int32Array,
	{ sign, count, apart = 64, alike = 12 }: PeakOptions,
): number[] {
	const S = values.length;
	const best: number[] = []; // of each segment of `apart` symbols
	for (let from = 0; from < S; from += apart) {
		let at = -1;
		for (let s = from; s < Math.min(S, from + apart); s++)
			if (Number.isFinite(values[s]!) && (at < 0 || sign * values[s]! > sign * values[at]!)) at = s;
		if (at >= 0) best.push(at);
	}
	best.sort((a, b) => sign * (values[b]! - values[a]!) || a - b);
	const chosen: number[] = [];
	const seen = new Set<string>();
	for (const at of best) {
		if (chosen.length === count) break;
		const context = ids.subarray(Math.max(0, at + 1 - alike), at + 1).join();
		if (seen.has(context) || chosen.some((other) => Math.abs(other - at) < apart)) continue;
		seen.add(context);
		chosen.push(at);
	}
	return chosen;
}
