/** A curve of logarithms in block letters, and a triangle in shades. */

const BLOCKS = " ▁▂▃▄▅▆▇█";
const SHADES = " ░▒▓█";

/**
 * `rows` lines of at most `cells` letters. Each column shows the mean of its part of `logs`, or nothing for null. The
 * lowest value is at the bottom and the highest at the top; `low` and `high` are those two values.
 */
export function lagCurve(logs: readonly (number | null)[], cells: number, rows: number): Drawn {
	const columns = Math.min(cells, logs.length);
	const means = Array.from({ length: columns }, (_, j) => {
		const from = Math.floor((j * logs.length) / columns);
		const until = Math.max(from + 1, Math.floor(((j + 1) * logs.length) / columns));
		const some = logs.slice(from, until).filter((x) => x !== null);
		return some.length === 0 ? null : some.reduce((a, b) => a + b, 0) / some.length;
	});
	const known = logs.filter((x) => x !== null);
	const [low, high] = [Math.min(...known), Math.max(...known)];
	const eighths = means.map((x) => (x === null ? 0 : 1 + Math.round(((x - low) / (high - low || 1)) * (8 * rows - 1))));
	const lines = Array.from({ length: rows }, (_, r) => {
		const floor = 8 * (rows - 1 - r);
		return eighths.map((e) => BLOCKS[Math.max(0, Math.min(8, e - floor))]).join("");
	});
	return { lines, low, high };
}

export interface Drawn {
	lines: string[];
	low: number;
	high: number;
}

/**
 * One line per row of the lower triangle, two letters per cell, shaded relative to the row's largest value: 50, 25, 10,
 * 1 %.
 */
export function triangle(shares: readonly (readonly number[])[], most: number): string[] {
	const S = shares.length;
	const size = Math.min(most, S);
	const at = (n: number) => Math.floor((n * S) / size);
	return Array.from({ length: size }, (_, r) => {
		const row = shares[at(r + 1) - 1]!; // the last row of the group, so that the diagonal stays in its cell
		const cells = Array.from({ length: r + 1 }, (_, k) =>
			row.slice(at(k), at(k + 1)).reduce((sum, share) => sum + share, 0),
		);
		const largest = Math.max(...cells);
		const shade = (part: number) => (part >= 0.5 ? 4 : part >= 0.25 ? 3 : part >= 0.1 ? 2 : part >= 0.01 ? 1 : 0);
		return cells
			.map((cell) => SHADES[largest > 0 ? shade(cell / largest) : 0]!.repeat(2))
			.join("")
			.trimEnd();
	});
}
