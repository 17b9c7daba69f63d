/** Ratios beyond the range of a double. */
import { small } from "../../display/numbers.ts";

/** 10^log10 in two digits, beyond the range of a double too. */
export function scientific(log10: number): string {
	const exponent = Math.floor(log10);
	const mantissa = 10 ** (log10 - exponent);
	return Math.abs(log10) < 3 ? small(10 ** log10) : `${mantissa.toFixed(1)}e${exponent}`;
}
