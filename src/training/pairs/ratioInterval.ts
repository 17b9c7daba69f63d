/** A ratio of two sums with its 95 % interval. Pairs with the same answer count as one observation. */

export interface RatioInterval {
	/** Sum of the values divided by the sum of the sizes. */
	ratio: number;
	/** Ends of the 95 % interval; equal to the ratio if there are fewer than two groups. */
	low: number;
	high: number;
}

/**
 * The interval is ratio +- 1.96 standard errors by the delta method, with residuals summed per group: for group g,
 * e_g = sum of (value - ratio * size), and the variance is G/(G-1) * sum of e_g^2 / (sum of sizes)^2.
 * @param groups group of each observation, [N]. @param values and `sizes` of each, [N].
 */
export function ratioInterval(
	groups: readonly string[],
	values: readonly number[],
	sizes: readonly number[],
): RatioInterval {
	const total = sizes.reduce((a, b) => a + b, 0);
	const ratio = values.reduce((a, b) => a + b, 0) / total;
	const residuals = new Map<string, number>();
	for (const [n, group] of groups.entries()) {
		residuals.set(group, (residuals.get(group) ?? 0) + values[n]! - ratio * sizes[n]!);
	}
	const G = residuals.size;
	const squares = [...residuals.values()].reduce((sum, e) => sum + e ** 2, 0);
	const half = G < 2 ? 0 : 1.959963984540054 * Math.sqrt((G / (G - 1)) * squares) * (1 / total);
	return { ratio, low: ratio - half, high: ratio + half };
}
