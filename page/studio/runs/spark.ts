/** The small drawing of a run's loss: a band from the lowest to the highest value of each stretch. */

/** The band as the path of an SVG; empty without values. `pairs`: lowest and highest in turn. [2n] */
export function sparkPath(pairs: readonly number[], width: number, height: number): string {
	const n = pairs.length >> 1;
	if (n === 0) return "";
	const [least, most] = [Math.min(...pairs), Math.max(...pairs)];
	const x = (k: number) => round(n === 1 ? k * width : (k * width) / (n - 1));
	// A band is at least one pixel high, and a constant loss lies in the middle.
	const y = (value: number) => (most === least ? height / 2 : 1 + ((most - value) / (most - least)) * (height - 2));
	const at = (k: number) => pairs.slice(2 * Math.min(k, n - 1), 2 * Math.min(k, n - 1) + 2) as [number, number];
	const places = Array.from({ length: Math.max(2, n) }, (_, k) => k);
	const top = places.map((k) => `${x(k)} ${round(y(at(k)[1]) - 0.5)}`);
	const bottom = places.toReversed().map((k) => `${x(k)} ${round(y(at(k)[0]) + 0.5)}`);
	return `M${[...top, ...bottom].join("L")}Z`;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The middle of each stretch as a point over the updates, for many runs in one picture. */
export function sparkPoints(pairs: readonly number[], step: number): { x: number; low: number; high: number }[] {
	const n = pairs.length >> 1;
	return Array.from({ length: n }, (_, k) => ({
		x: (step * (k + 0.5)) / n,
		low: pairs[2 * k]!,
		high: pairs[2 * k + 1]!,
	}));
}
