/** Axes with round limits that contain all given values. */
import type { Axis } from "./figure.ts";

/**
 * Axis with round limits and tick distance that contains the values. Ticks of an "exponent" axis are whole powers of
 * ten. Without finite values: 0 to 1.
 */
export function axisOver(name: string, values: readonly number[], scale: "linear" | "exponent" = "linear"): Axis {
	const known = values.filter(Number.isFinite);
	const low = known.reduce((a, b) => Math.min(a, b), known[0] ?? 0);
	const high = known.reduce((a, b) => Math.max(a, b), known[0] ?? 1);
	const step = stepOver(high - low || 1, scale);
	const min = round(Math.floor(low / step) * step);
	const max = round(Math.ceil(high / step) * step);
	return { name, scale, step, min, max: max > min ? max : round(min + step) };
}

/** The smallest round tick distance that divides `range` into at most eight parts. Of a range that is no length: 1. */
export function stepOver(range: number, scale: "linear" | "exponent" = "linear"): number {
	if (!(range > 0 && range < Number.POSITIVE_INFINITY)) return 1;
	const least = scale === "exponent" ? 1 : Number.MIN_VALUE;
	for (let power = Math.floor(Math.log10(range / 8)); ; power++) {
		for (const digit of [1, 2, 2.5, 5]) {
			const step = round(digit * 10 ** power);
			const whole = scale === "linear" || Number.isInteger(step);
			if (whole && step >= least && range / step <= 8) return step;
		}
	}
}

const round = (value: number) => Number(value.toPrecision(12));
