/** A gradient by lag in a few block letters, on one scale for the whole table. */

const BLOCKS = "▁▂▃▄▅▆▇█";
/** Scale in powers of ten: the foot of the lowest block, and the top of the highest, which is the size at lag 0. */
const LOW = -6;
/** Larger values are reported as exploding. */
const HIGH = 1;

/** @param log10 log10 of the gradient relative to lag 0, by lag; null if there is none. At most `cells` letters. */
export function lagBars(log10: readonly (number | null)[], cells: number): string {
	const count = Math.min(cells, log10.length);
	const at = (j: number) => (count === 1 ? 0 : Math.round((j * (log10.length - 1)) / (count - 1)));
	return Array.from({ length: count }, (_, j) => letter(log10[at(j)]!)).join("");
}

function letter(value: number | null): string {
	if (value === null) return " ";
	if (value > HIGH) return "↑";
	if (value < LOW) return "·";
	return BLOCKS[Math.min(7, Math.floor(((value - LOW) / -LOW) * 8))]!;
}
