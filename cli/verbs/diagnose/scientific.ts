/** Formats ratios beyond the range of a double. */
import { small } from "../../display/numbers.ts";

/** 10^log10 in two digits, even beyond the range of a double. */
export function scientific(log10: number): string {
	const exponent = Math.floor(log10);
	const mantissa = 10 ** (log10 - exponent);
	return Math.abs(log10) < 3 ? small(10 ** log10) : `${mantissa.toFixed(1)}e${exponent}`;
}
