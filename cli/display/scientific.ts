/** Formats ratios beyond the range of a double. */
import { small } from "./numbers.ts";

/** 10^log10 in two digits, even beyond the range of a double; "0" for -Infinity, the others by name. */
export function scientific(log10: number): string {
	if (log10 === Number.NEGATIVE_INFINITY) return "0";
	if (!Number.isFinite(log10)) return String(log10);
	if (Math.abs(log10) < 3) return small(10 ** log10);
	const exponent = Math.floor(log10);
	const mantissa = (10 ** (log10 - exponent)).toFixed(1);
	return mantissa === "10.0" ? `1.0e${exponent + 1}` : `${mantissa}e${exponent}`;
}
