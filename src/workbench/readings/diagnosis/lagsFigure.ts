/** Figure of the gradient's reach: its norm by lag, through h and c, and the effect of a flipped input by lag. */
import { type Axis, COLOURS, type Figure, type Mark, type Panel } from "../../drawing/figure.ts";
import { exponents, lagAxis, points } from "../../drawing/marks.ts";
import type { DiagnoseResult, LayerReport } from "./diagnosisReport.ts";
import { coloursOf, layerName } from "./layerColours.ts";

export function byLag(result: DiagnoseResult): Figure {
	const { layers, lags, training, memory } = result;
	const colours = coloursOf(result);
	const horizon = (y: Axis): Mark[] =>
		training.horizon > lags
			? []
			: [
					{
						...{ kind: "line", name: "TBPTT horizon in training", colour: COLOURS.green, dash: true, width: 1.2 },
						points: [
							[training.horizon, y.min],
							[training.horizon, y.max],
						],
					},
				];
	const panel = (letter: string, curves: readonly (LayerReport["h"] | undefined)[]): Panel => {
		const lines = curves.flatMap((curve, l): Mark[] =>
			curve ? [{ kind: "line", name: layerName(l), colour: colours[l]!, points: points(curve.typical) }] : [],
		);
		const y = exponents(`|dL/d${letter}| at t − k`, lines);
		return { title: `through ${letter}`, x: lagAxis(lags), y, marks: [...horizon(y), ...lines] };
	};
	const change = memory.inputChange.map((value) => (value > 0 ? Math.log10(value) : null));
	const moved: Mark = { kind: "line", name: "flipped input", colour: COLOURS.purple, points: points(change) };
	const bound = Math.log10(memory.inputBound);
	const panels = [
		panel(
			"h",
			layers.map(({ h }) => h),
		),
	];
	if (layers.some(({ c }) => c))
		panels.push(
			panel(
				"c",
				layers.map(({ c }) => c),
			),
		);
	panels.push({
		title: "effect of a flipped input",
		x: lagAxis(lags),
		y: exponents(memory.inputUnit === null ? "change of a probability" : "change of the output (standard deviations)", [
			moved,
			{ kind: "dots", colour: "", points: [[0, bound]] },
		]),
		marks: [
			{
				kind: "line",
				colour: COLOURS.purple,
				dash: true,
				width: 1,
				points: [
					[0, bound],
					[lags, bound],
				],
			},
			moved,
		],
	});
	return {
		name: "lags",
		title: "Reach of the gradient: norm by lag, geometric mean over sequences",
		description: "Gradient norm of one step's loss against lag, one line per layer, on a logarithmic axis.",
		size: [360, 280],
		panels,
	};
}
