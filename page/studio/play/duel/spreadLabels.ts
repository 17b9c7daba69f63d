/** Places for labels at the ends of lines: in order, at least `gap` apart, none below `most`, and no further than needed. */
export function spreadLabels(wanted: readonly number[], gap: number, most: number): number[] {
	const order = wanted.map((_, n) => n).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
	const placed = [...wanted];
	let above = Number.NEGATIVE_INFINITY;
	for (const n of order) above = placed[n] = Math.max(wanted[n]!, above + gap);
	let below = most + gap;
	for (const n of order.reverse()) below = placed[n] = Math.min(placed[n]!, below - gap);
	return placed;
}
