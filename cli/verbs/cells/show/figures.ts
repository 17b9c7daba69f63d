/** How the values of a unit are written. */
import type { CellShown } from "../../../../src/index.ts";

/** Four digits; values below 1e-5 of the largest are shown as 0. */
export function figuresOf({ least, most }: CellShown["values"]): (x: number) => string {
	const nothing = 1e-5 * Math.max(Math.abs(least), Math.abs(most));
	return (x) => (Math.abs(x) <= nothing ? "0" : Math.abs(x) < 1e-3 ? x.toExponential(1) : x.toPrecision(4));
}
