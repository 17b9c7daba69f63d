/**
 * Numbers as the page shows them: as few digits as say it, and always as wide, so that nothing moves as they grow. Every
 * minus is U+2212, as wide as a plus; commands, files and what is typed have a hyphen.
 */
import { powerText, shortNumber } from "../../src/views/diagrams/look.ts";
import { minus } from "../../src/views/minus.ts";

export { minus };

/** A number as `String` writes it, or in `digits` significant digits without zeros at the end. */
export function plain(value: number, digits?: number): string {
	return minus(String(digits === undefined ? value : Number(value.toPrecision(digits))));
}

/** With so many decimals: -0.5 -> "−0.500". */
export const fixed = (value: number, decimals: number): string => minus(value.toFixed(decimals));

/** With its sign, also a plus: 0.0286 -> "+0.0286". */
export const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;

/** Four digits, as `sluice trace` prints a value. */
export const short = (value: number): string => minus(shortNumber(value));

/** 10^log10 in two digits: -80.2 -> "6.3e−81"; "0" for null. */
export const power = (log10: number | null): string => minus(powerText(log10));

export function loss(value: number | null | undefined): string {
	return value === null || value === undefined || !Number.isFinite(value) ? "–" : fixed(value, 3);
}

export function count(value: number): string {
	return minus(Math.round(value).toLocaleString("en"));
}

export function percent(share: number): string {
	return `${fixed(100 * share, share < 0.0995 && share > 0 ? 1 : 0)}%`;
}

/** 0.00300 -> "0.003", 1.0432 -> "1.04", 1e-12 -> "1e−12". */
export function small(value: number): string {
	if (!Number.isFinite(value)) return "–";
	if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5))
		return minus(value.toExponential(1).replace("e+", "e"));
	return plain(value, 3);
}

/** A power of ten, from its logarithm: -80.2 -> "6e−81"; -Infinity -> "0". */
export function powerOfTen(log10: number): string {
	if (log10 === Number.NEGATIVE_INFINITY) return "0";
	const exponent = Math.floor(log10);
	if (exponent >= -3 && exponent <= 3) return small(10 ** log10);
	return minus(`${Math.round(10 ** (log10 - exponent))}e${exponent}`);
}

/** Seconds as m:ss, or h:mm:ss. */
export function clock(seconds: number): string {
	const whole = Math.max(0, Math.round(seconds));
	const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
	const two = (value: number) => String(value).padStart(2, "0");
	return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** 1,234,567 bytes -> "1.2 MB". */
export function bytes(value: number): string {
	const units = ["B", "kB", "MB", "GB", "TB"];
	let at = 0;
	for (; value >= 1000 && at < units.length - 1; at++) value /= 1000;
	return `${at === 0 ? value : value.toFixed(1)} ${units[at]}`;
}
