/** The figures of `sluice diagnose --svg`. They use the result only, so a saved JSON gives the same figures. */

import type { Lang } from "../../../errors/define.ts";
import { fill } from "../../../views/words.ts";
import { axisOver } from "../../drawing/axes.ts";
import { type Axis, COLOURS, type Figure, type Mark, type Point } from "../../drawing/figure.ts";
import { FIGURE_WORDS, partWord } from "../../drawing/figureWords.ts";
import { exponents, ordinates, points, short } from "../../drawing/marks.ts";
import { drawSheet } from "../../drawing/sheet.ts";
import { candidateBlock, type HistoryPoint } from "../../runs/records.ts";
import type { DiagnoseResult, LayerReport } from "./diagnosisReport.ts";
import { DIAGNOSIS_WORDS, type DiagnosisWords } from "./diagnosisWords.ts";
import type { EquationFacts } from "./equationFacts.ts";
import { jacobian } from "./jacobianFigure.ts";
import { byLag } from "./lagsFigure.ts";
import { coloursOf, layerName } from "./layerColours.ts";

/** One SVG of all figures, with words in `lang`. The same result gives the same bytes. */
export async function diagnosisSvg(result: DiagnoseResult, lang: Lang = "en"): Promise<string> {
	const words = DIAGNOSIS_WORDS[lang];
	const { run, step, data, length, model, lags, sequences: count } = result;
	const { cell, variant, layers, hidden } = model;
	const found = result.findings.map(({ kind: id, layer }) => {
		const kind = FIGURE_WORDS[lang][id];
		return layer === undefined ? kind : fill(words.found, { kind, layer: layerName(layer) });
	});
	const sequences = length === null ? fill(words.sequences, { count }) : fill(words.sequencesOf, { count, length });
	const own = partWord(result.text, lang);
	const text = data === null || data === result.text ? own : fill(words.partOf, { text: own, data });
	const outcome = FIGURE_WORDS[lang][result.outcome.kind];
	const facts = { model: `${cell} ${variant}, ${layers} x ${hidden}`, step, text, outcome };
	return drawSheet({
		name: "diagnosis",
		title: `${run}: ${found.join(", ")}`,
		subtitle: fill(words.subtitle, { ...facts, sequences, lags }),
		figures: diagnosisFigures(result, lang),
	});
}

export function diagnosisFigures(result: DiagnoseResult, lang: Lang): Figure[] {
	const triangles = result.layers.map((layer, l) => triangle(layer, l, DIAGNOSIS_WORDS[lang]));
	const still = [byLag(result, lang), ...triangles, weightShares(result, lang), saturationFigure(result, lang)];
	return [...still, jacobian(result, lang), ...(result.history.length > 1 ? [overTraining(result, lang)] : [])];
}

/** Levels of the triangle's colours, as log10 of the fraction. */
const LEVELS = [-8, -6, -5, -4, -3, -2, -1];

function triangle({ triangle: { share } }: LayerReport, l: number, words: DiagnosisWords): Figure {
	const S = share.length;
	const edges = Array.from({ length: S + 1 }, (_, k) => k - S);
	return {
		name: `triangle-${layerName(l)}`,
		title: fill(words.triangle, { layer: layerName(l) }),
		description: words.triangleText,
		size: [280, 280],
		panels: [
			{
				x: axisOver(words.stepReached, [-S, 0]),
				y: axisOver(words.stepOfLoss, [-S, 0]),
				marks: [
					{
						...{ kind: "field", name: words.logFraction, xs: edges, ys: edges, levels: LEVELS },
						values: share.map((row, t) => {
							const costs = row.some((part) => part > 0); // a step that nothing is asked of has no cost
							return row.map((part, k) => (k > t || !costs ? Number.NaN : Math.log10(part)));
						}),
					},
				],
			},
		],
	};
}

function weightShares(result: DiagnoseResult, lang: Lang): Figure {
	const words = DIAGNOSIS_WORDS[lang];
	const colours = coloursOf(result);
	const lines = result.tensors.flatMap(({ tensor, share }): Mark[] => {
		const [, kind, layer] = /^weight_(ih|hh)_l(\d+)$/.exec(tensor) ?? [];
		if (kind === undefined) return [];
		const logs = share.map((part) => (part > 0 ? Math.log10(part) : null));
		return [
			{
				...{ kind: "line", name: `W_${kind}, ${layerName(Number(layer))}`, colour: colours[Number(layer)]! },
				...{ dash: kind === "ih", points: points(logs, (k) => k - share.length + 1) },
			},
		];
	});
	const steps = result.tensors[0]?.share.length ?? 1;
	return {
		name: "weights",
		title: words.weights,
		description: words.weightsText,
		size: [420, 280],
		panels: [
			{
				x: axisOver(words.unrolled, [1 - steps, 0]),
				y: exponents(FIGURE_WORDS[lang].fraction, lines),
				marks: lines,
			},
		],
	};
}

interface Saturated {
	layers: readonly { saturation: LayerReport["saturation"] }[];
	model?: { equations?: EquationFacts };
}

/** Saturation of one layer or more, for any way of counting. */
export function saturationFigure(result: Saturated, lang: Lang): Figure {
	const words = DIAGNOSIS_WORDS[lang];
	const colours = coloursOf(result);
	const names = [...new Set(result.layers.flatMap(({ saturation }) => Object.keys(saturation)))];
	const { equations } = result.model ?? {};
	const signed = (gate: string) => ["h", ...(equations?.tanh ?? ["g", "n"])].includes(gate);
	const share = (name: string): Axis => ({ name, min: 0, max: 1, step: 0.2 });
	return {
		name: "saturation",
		title: words.saturation,
		description: words.saturationText,
		size: [180, 180],
		panels: names.map((gate) => ({
			title: signed(gate) ? `|${gate}|` : fill(words.gate, { gate }),
			x: share(words.low),
			y: share(words.high),
			marks: [
				{
					kind: "line",
					colour: COLOURS.green,
					dash: true,
					width: 1,
					points: [
						[0, 1],
						[1, 0],
					],
				},
				...result.layers.flatMap(({ saturation }, l): Mark[] => {
					const units = saturation[gate]?.units;
					if (!units) return [];
					return [{ kind: "dots", name: layerName(l), colour: colours[l]!, size: 5, points: distinct(units) }];
				}),
			],
		})),
	};
}

/** Removes dots that would overlap. */
function distinct({ low, high }: { low: number[]; high: number[] }): Point[] {
	const seen = new Map(low.map((x, k): [string, Point] => [`${x.toFixed(2)} ${high[k]!.toFixed(2)}`, [x, high[k]!]]));
	return [...seen.values()].map(([x, y]) => [short(x), short(y)]);
}

function overTraining(result: DiagnoseResult, lang: Lang): Figure {
	const words = { ...FIGURE_WORDS[lang], ...DIAGNOSIS_WORDS[lang] };
	const { history } = result;
	const colours = coloursOf(result);
	const { equations, cell } = result.model;
	const block = equations ? equations.block : candidateBlock(cell);
	const lines = (value: (point: HistoryPoint, l: number) => number | null | undefined) =>
		result.layers.map(
			(_, l): Mark => ({
				...{ kind: "line", name: layerName(l), colour: colours[l]! },
				points: history.flatMap((point): Point[] => {
					const y = value(point, l);
					return y === null || y === undefined ? [] : [[point.step, short(y)]];
				}),
			}),
		);
	const reach = lines(({ reach, lags }, l) => (reach[l] === null ? lags : reach[l]));
	const radius = lines(({ recurrent }, l) => recurrent[l]?.[block ?? ""]?.[0]);
	const clipped: Mark = {
		...{ kind: "line", name: words.clipped, colour: COLOURS.purple },
		points: history.slice(history[0]!.step === 0 ? 1 : 0).map(({ step, clippedShare }) => [step, short(clippedShare)]),
	};
	const end = history.at(-1)!.step;
	const steps = axisOver(words.updates, [0, result.step]);
	const { lags } = history.at(-1)!;
	const radii = {
		title: fill(words.radius, { block: block ?? "" }),
		x: steps,
		y: axisOver(words.spectralRadius, [0, ...ordinates(radius)]),
		marks: radius,
	};
	return {
		name: "history",
		title: end < result.step ? fill(words.historyCut, { end, step: result.step }) : words.history,
		description: words.historyText,
		size: [360, 240],
		panels: [
			{
				title: fill(words.reachCut, { lags }),
				x: steps,
				y: axisOver(words.reach, [0, ...ordinates(reach)]),
				marks: reach,
			},
			...(block === null ? [] : [radii]),
			{ title: words.clippedTitle, x: steps, y: { name: words.fraction, min: 0, max: 1, step: 0.2 }, marks: [clipped] },
		],
	};
}
