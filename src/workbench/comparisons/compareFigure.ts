/** The figure of a comparison: validation loss by update, and the reach of the gradient before and after training. */
import type { Lang } from "../../errors/define.ts";
import type { LossUnit } from "../../training/task/lossUnit.ts";
import { type CompareRow, type Finished, median, quantile } from "../../training/trials/summary.ts";
import { fill } from "../../views/words.ts";
import { type Axis, type Figure, lineStyles, type Mark, type Point } from "../drawing/figure.ts";
import { FIGURE_WORDS } from "../drawing/figureWords.ts";
import { COMPARE_WORDS } from "./compareWords.ts";

/** Limits of the gradient axis, log10 relative to lag 0. Values outside are drawn at the nearer limit. */
const [FLOOR, CEILING] = [-8, 4];
/** Smaller losses are drawn at this value because a logarithmic axis has no zero. */
const LEAST = 1e-12;
/** Colour of the baseline: grey, which no remedy has. */
const BASELINE = "#888888";
/** The loss axis is logarithmic if the losses span more than this factor. */
const WIDE = 20;

interface Drawn {
	/** Name of the data. */
	what: string;
	unit: LossUnit;
	/** Loss of the best prediction that ignores the input; null if it is unknown. */
	baseline: number | null;
	lang: Lang;
}

export function figureOf(
	{ what, unit, baseline, lang }: Drawn,
	rows: readonly CompareRow[],
	finished: readonly Finished[],
): Figure {
	const words = { ...FIGURE_WORDS[lang], ...COMPARE_WORDS[lang] };
	const { seeds: count } = rows[0]!;
	const styles = lineStyles(rows.length);
	const curves = rows.map((row) => lossCurve(row, finished));
	const longest = Math.max(1, ...curves.flat().map(({ step }) => step));
	return {
		name: "compare",
		title: fill(words.title, { what }),
		description: words.description,
		size: [430, 330],
		panels: [
			{
				title: count === 1 ? words.seed : fill(words.seeds, { count }),
				x: { name: words.updates, min: 0, max: longest },
				y: lossAxis(fill(words.loss, { unit: words[unit] }), curves.flat()),
				marks: rows
					.flatMap(({ remedy }, n): Mark[] => {
						const points = curves[n]!;
						const band = points.map(({ step, low, high }) => [step, low, high] as const);
						return [
							{ kind: "band", colour: styles[n]!.colour, points: band },
							{ kind: "line", name: remedy, ...styles[n]!, points: points.map(({ step, middle }) => [step, middle]) },
						];
					})
					.concat(baseline === null ? [] : [levelAt(baseline, longest, words.baseline)]),
			},
			{
				title: words.reach,
				x: { name: words.lag, min: 0, max: Math.max(...rows.map(({ after }) => after.most)) },
				y: { name: words.norm, ...reachRange(rows), scale: "exponent", step: 2 },
				marks: rows.flatMap(({ remedy, before, after }, n): Mark[] => [
					{ kind: "line", ...styles[n]!, width: 0.9, opacity: 0.6, points: reachPoints(before) },
					{ kind: "line", name: remedy, ...styles[n]!, width: 2.2, points: reachPoints(after) },
				]),
			},
		],
	};
}

/** The loss of the best prediction that ignores the input. */
function levelAt(baseline: number, longest: number, name: string): Mark {
	const points: Point[] = [
		[0, baseline],
		[longest, baseline],
	];
	return { kind: "line", name, colour: BASELINE, dash: true, width: 1, points };
}

interface LossPoint {
	step: number;
	low: number;
	middle: number;
	high: number;
}

/** Over the trials of the row's rate, at each number of updates that all those that go on have a measure of. */
function lossCurve({ remedy, rate }: CompareRow, finished: readonly Finished[]): LossPoint[] {
	const mine = finished.filter(({ trial }) => trial.remedy === remedy && trial.rate === rate);
	const longest = Math.max(...mine.map(({ outcome }) => outcome.points.length));
	return Array.from({ length: longest }, (_, n) => {
		const at = mine.flatMap(({ outcome: { points } }) => (points[n] ? [points[n]] : []));
		const losses = at.flatMap(({ loss }) => (loss === null ? [] : [loss]));
		return { step: median(at.map(({ step }) => step)), losses };
	})
		.filter(({ losses }) => losses.length > 0)
		.map(({ step, losses }) => {
			const part = (share: number) => Math.max(LEAST, quantile(losses, share));
			return { step, low: part(0.25), middle: part(0.5), high: part(0.75) };
		});
}

/** From the least loss to a little above the largest first one: what rises beyond is cut off. */
function lossAxis(name: string, points: readonly LossPoint[]): Axis {
	const first = Math.max(...points.filter(({ step }) => step === 0).map(({ high }) => high));
	const least = Math.min(...points.map(({ low }) => low));
	const most = Math.max(1.15 * first, 1.15 * least);
	if (most / least < WIDE) return { name, min: 0, max: Number(most.toPrecision(2)) };
	return { name, min: 10 ** Math.floor(Math.log10(least)), max: 10 ** Math.ceil(Math.log10(most)), scale: "log" };
}

function reachRange(rows: readonly CompareRow[]): { min: number; max: number } {
	const all = rows.flatMap(({ before, after }) => [...before.log10, ...after.log10]).filter((x) => x !== null);
	const even = (x: number, round: (x: number) => number) => 2 * round(Math.max(FLOOR, Math.min(CEILING, x)) / 2);
	return { min: even(Math.min(-2, ...all), Math.floor), max: even(Math.max(0, ...all), Math.ceil) };
}

function reachPoints({ lags, log10 }: CompareRow["after"]): Point[] {
	return lags.flatMap((lag, k): Point[] =>
		log10[k] === null ? [] : [[lag, Math.max(FLOOR, Math.min(CEILING, log10[k]!))]],
	);
}
