/** Numbers in short form, the same in every locale. */

export const bitsOf = (nats: number): number => nats / Math.LN2;

/** Loss with four decimals; NaN and infinities by name; "-" if it was not measured. */
export function loss(value: number | null): string {
	if (value === null) return "-";
	return Number.isFinite(value) ? value.toFixed(4) : String(value);
}

/** A Lyapunov exponent in nats per step; "-∞" if a step loses the direction, "-" if it is not a number. */
export function nats(value: number | "-Infinity" | null): string {
	if (value === null) return "-";
	return value === "-Infinity" ? "-∞" : value.toFixed(3);
}

/** `1234567` -> `1.23M`, `183000` -> `183k`, `950` -> `950`. */
export function count(value: number): string {
	for (const [size, letter] of [
		[1e12, "T"],
		[1e9, "G"],
		[1e6, "M"],
		[1e3, "k"],
	] as const) {
		if (Math.abs(value) >= size * 0.9995) return `${three(value / size)}${letter}`;
	}
	return three(value);
}

/** `9500000` -> `9.50 MB` (powers of 1000). */
export function bytes(value: number): string {
	for (const [size, unit] of [
		[1e12, "TB"],
		[1e9, "GB"],
		[1e6, "MB"],
		[1e3, "kB"],
	] as const) {
		if (value >= size * 0.9995) return `${three(value / size)} ${unit}`;
	}
	return `${Math.round(value)} B`;
}

/** Three significant digits: 1.23, 12.3, 123. Whole numbers stay whole. */
function three(value: number): string {
	if (Number.isInteger(value)) return String(value);
	const size = Math.abs(value);
	return value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/** `73` -> `1:13`, `3725` -> `1:02:05`; `-:--` when unknown. */
export function clock(seconds: number | null): string {
	if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return "-:--";
	const whole = Math.round(seconds);
	const two = (value: number) => String(value).padStart(2, "0");
	const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
	return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Fraction as a percentage: `0.0312` -> `3.1%`. */
export function percent(share: number): string {
	return `${(100 * share).toFixed(share < 0.0995 && share > 0 ? 1 : 0)}%`;
}

/** False discovery rates: `0.013`, `2e-9`, `<1e-99`. */
export function smallQ(q: number): string {
	if (q < 1e-99) return "<1e-99";
	return q < 1e-3 ? q.toExponential(0) : q.toFixed(3);
}

/** Learning rates: `0.0039`, `3.9e-5`. */
export function small(value: number): string {
	return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}
