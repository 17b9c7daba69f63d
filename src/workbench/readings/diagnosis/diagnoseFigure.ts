/** The figures of `sluice diagnose --svg`. They use the result only, so a saved JSON gives the same figures. */

import { axisOver } from "../../drawing/axes.ts";
import { type Axis, COLOURS, type Figure, type Mark, type Point } from "../../drawing/figure.ts";
import { exponents, ordinates, points, short } from "../../drawing/marks.ts";
import { drawSheet } from "../../drawing/sheet.ts";
import { candidateBlock, type HistoryPoint } from "../../runs/records.ts";
import type { DiagnoseResult, LayerReport } from "./diagnosisReport.ts";
import { jacobian } from "./jacobianFigure.ts";
import { byLag } from "./lagsFigure.ts";
import { coloursOf, layerName } from "./layerColours.ts";

/** One SVG of all figures. The same result gives the same bytes. */
export async function diagnosisSvg(result: DiagnoseResult): Promise<string> {
	const { run, step, text, data, length, model, findings } = result;
	const { cell, variant, layers, hidden } = model;
	const found = findings.map(({ kind, layer }) => (layer === undefined ? kind : `${kind} (${layerName(layer)})`));
	const read = data === null || data === text ? text : `${text} of ${data}`;
	const sequences = `${result.sequences} sequences${length === null ? "" : ` of length ${length}`}`;
	return drawSheet({
		name: "diagnosis",
		title: `${run}: ${found.join(", ")}`,
		subtitle: `${cell} ${variant}, ${layers} x ${hidden}, step ${step}, on ${read}; ${sequences}, ${result.lags} steps back`,
		figures: diagnosisFigures(result),
	});
}

export function diagnosisFigures(result: DiagnoseResult): Figure[] {
	const still = [byLag(result), ...result.layers.map(triangle), weightShares(result), saturationFigure(result)];
	return [...still, jacobian(result), ...(result.history.length > 1 ? [overTraining(result)] : [])];
}

/** Levels of the triangle's colours, as log10 of the fraction. */
const LEVELS = [-8, -6, -5, -4, -3, -2, -1];

function triangle({ triangle: { share } }: LayerReport, l: number): Figure {
	const S = share.length;
	const edges = Array.from({ length: S + 1 }, (_, k) => k - S);
	return {
		name: `triangle-${layerName(l)}`,
		title: `Gradient reaching each step, ${layerName(l)}`,
		description: "Fraction of the gradient of each step's loss that reaches each earlier step, as a heat map.",
		size: [280, 280],
		panels: [
			{
				x: axisOver("step reached, 0 is the last", [-S, 0]),
				y: axisOver("step of the loss, 0 is the last", [-S, 0]),
				marks: [
					{
						...{ kind: "field", name: "log₁₀ fraction", xs: edges, ys: edges, levels: LEVELS },
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

function weightShares(result: DiagnoseResult): Figure {
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
		title: "Gradient of the weights by step",
		description: "Fraction of the gradient of each layer's matrices that comes from each unrolled step.",
		size: [420, 280],
		panels: [
			{
				x: axisOver("unrolled step, 0 is the last", [1 - steps, 0]),
				y: exponents("fraction", lines),
				marks: lines,
			},
		],
	};
}

/** Saturation of one layer or more, for any way of counting. */
export function saturationFigure(result: { layers: readonly { saturation: LayerReport["saturation"] }[] }): Figure {
	const colours = coloursOf(result);
	const names = [...new Set(result.layers.flatMap(({ saturation }) => Object.keys(saturation)))];
	const share = (name: string): Axis => ({ name, min: 0, max: 1, step: 0.2 });
	return {
		name: "saturation",
		title: "Saturation, one dot per unit",
		description:
			"One panel per gate: fraction of steps below 0.1 against fraction above 0.9, one dot per unit. A unit on the diagonal is never in between.",
		size: [180, 180],
		panels: names.map((gate) => ({
			title: /[ghn]/.test(gate) ? `|${gate}|` : `gate ${gate}`,
			x: share("fraction below 0.1"),
			y: share("fraction above 0.9"),
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

function overTraining(result: DiagnoseResult): Figure {
	const { history } = result;
	const colours = coloursOf(result);
	const block = candidateBlock(result.model.cell);
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
	const radius = lines(({ recurrent }, l) => recurrent[l]?.[block]?.[0]);
	const clipped: Mark = {
		...{ kind: "line", name: "clipped", colour: COLOURS.purple },
		points: history.slice(history[0]!.step === 0 ? 1 : 0).map(({ step, clippedShare }) => [step, short(clippedShare)]),
	};
	const end = history.at(-1)!.step;
	const steps = axisOver("update", [0, result.step]);
	const { lags } = history.at(-1)!;
	return {
		name: "history",
		title: end < result.step ? `During training, recorded to update ${end} of ${result.step}` : "During training",
		description:
			"Reach of the gradient, spectral radius of W_hh and fraction of clipped updates against the number of updates.",
		size: [360, 240],
		panels: [
			{
				title: `reach, cut at ${lags}`,
				x: steps,
				y: axisOver("lag of 1 % (steps)", [0, ...ordinates(reach)]),
				marks: reach,
			},
			{
				title: `spectral radius of W_hh, block ${block}`,
				x: steps,
				y: axisOver("spectral radius", [0, ...ordinates(radius)]),
				marks: radius,
			},
			{ title: "clipped updates", x: steps, y: { name: "fraction", min: 0, max: 1, step: 0.2 }, marks: [clipped] },
		],
	};
}
