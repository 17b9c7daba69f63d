/** A gradient by lag in a few block letters, on one scale for all of a table. */

const BLOCKS = "▁▂▃▄▅▆▇█";
/** Powers of ten: from the lowest block's foot to the top of the highest, which stands for the size at lag 0. */
const LOW = -6;
/** Above this it is told to have exploded. */
const HIGH = 1;

/** @param log10 of the gradient against lag 0, lag by lag; null where there is none. At most `cells` letters. */
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
