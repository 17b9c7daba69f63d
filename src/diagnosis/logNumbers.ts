/**
 * Positive numbers stored as their logarithm to base 2, so that 1e-80 and 1e-800 can be represented. Zero is -Infinity.
 * The relative error of a number is about |log2| 2^-53: 2e-14 at 1e-80.
 */

/** Returns log2 of the mean of 2^x over `logs`; -Infinity for the mean of zeros; NaN for none. */
export function logMean(logs: ArrayLike<number>): number {
	return logSum(logs) - Math.log2(logs.length);
}

/** Returns log2 of the root mean square. */
export function logRms(logs: ArrayLike<number>): number {
	return logMean(Float64Array.from(logs, (x) => 2 * x)) / 2;
}

/** Returns log2 of the geometric mean of those that are not zero; NaN if all are. */
export function logGeometricMean(logs: ArrayLike<number>): number {
	let sum = 0;
	let count = 0;
	for (let j = 0; j < logs.length; j++) {
		const x = logs[j]!;
		if (x === Number.NEGATIVE_INFINITY) continue;
		sum += x;
		count++;
	}
	return count === 0 ? Number.NaN : sum / count;
}

/** Returns log2 of the sum of 2^x. */
export function logSum(logs: ArrayLike<number>): number {
	let most = Number.NEGATIVE_INFINITY;
	for (let j = 0; j < logs.length; j++) most = Math.max(most, logs[j]!); // NaN stays NaN
	if (!Number.isFinite(most)) return most;
	let sum = 0;
	for (let j = 0; j < logs.length; j++) sum += 2 ** (logs[j]! - most);
	return most + Math.log2(sum);
}

const LOG10_2 = Math.log10(2);
export const toLog10 = (log2: number): number => log2 * LOG10_2;

/** Formats 2^log2 as "1.23e-80", for any exponent; "0" for -Infinity. */
export function scientific(log2: number, digits = 2): string {
	if (log2 === Number.NEGATIVE_INFINITY) return "0";
	if (!Number.isFinite(log2)) return String(log2);
	const value = 2 ** log2;
	if (value >= 1e-300 && value <= 1e300) return value.toExponential(digits - 1);
	const log10 = toLog10(log2);
	let exponent = Math.floor(log10);
	let mantissa = (10 ** (log10 - exponent)).toFixed(digits - 1);
	if (mantissa.startsWith("10")) [mantissa, exponent] = [(1).toFixed(digits - 1), exponent + 1];
	return `${mantissa}e${exponent < 0 ? "" : "+"}${exponent}`;
}
