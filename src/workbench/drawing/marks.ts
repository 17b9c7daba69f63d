/** Helpers shared by the figures of diagnoses: points of curves, and axes that fit them. */
import type { Lang } from "../../errors/define.ts";
import { axisOver } from "./axes.ts";
import { type Axis, COLOURS, type Mark, type Panel, type Point } from "./figure.ts";
import { FIGURE_WORDS } from "./figureWords.ts";

export const short = (value: number) => Number(value.toFixed(3));

/**
 * Thins a curve to about 200 points, including the first and the last of each stretch between nulls, which are the
 * logarithms of exact zeros. The line is interrupted between two stretches.
 */
export function points(values: readonly (number | null)[], x: (k: number) => number = (k) => k): Point[] {
	const every = Math.max(1, Math.ceil(values.length / 200));
	const missing = (k: number) => (values[k] ?? null) === null; // beyond the ends too
	const from = values.findIndex((value) => value !== null);
	const to = values.findLastIndex((value) => value !== null);
	return values.flatMap((value, k): Point[] => {
		if (value === null) return k > from && k < to && !missing(k - 1) ? [[short(x(k)), Number.NaN]] : [];
		return k % every === 0 || missing(k - 1) || missing(k + 1) ? [[short(x(k)), short(value)]] : [];
	});
}

export function lagAxis(lags: number, lang: Lang): Axis {
	return { ...axisOver(FIGURE_WORDS[lang].lag, [0, lags]), max: lags };
}

export function exponents(name: string, marks: readonly Mark[]): Axis {
	return axisOver(name, ordinates(marks), "exponent");
}

export const ordinates = (marks: readonly Mark[]) =>
	marks.flatMap((mark) => (mark.kind === "line" || mark.kind === "dots" ? mark.points.map(([, y]) => y) : []));

export function complexPlane(eigenvalues: readonly Mark[], lang: Lang): Panel {
	const words = FIGURE_WORDS[lang];
	const all = eigenvalues.flatMap((mark) => (mark.kind === "dots" ? mark.points.flat() : []));
	const size = Math.max(1, ...all.map(Math.abs));
	const axis = (name: string) => axisOver(name, [-1.05 * size, 1.05 * size]);
	const circle = Array.from({ length: 97 }, (_, n): Point => {
		const angle = (2 * Math.PI * n) / 96;
		return [short(Math.cos(angle)), short(Math.sin(angle))];
	});
	return {
		title: words.eigenvalues,
		x: axis(words.real),
		y: axis(words.imaginary),
		marks: [{ kind: "line", colour: COLOURS.green, dash: true, width: 1.2, points: circle }, ...eigenvalues],
	};
}
