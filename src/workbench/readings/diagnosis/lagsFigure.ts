/** Figure of the gradient's reach: its norm by lag, through h and c, and the effect of a flipped input by lag. */
import type { Lang } from "../../../errors/define.ts";
import { fill } from "../../../views/words.ts";
import { type Axis, COLOURS, type Figure, type Mark, type Panel } from "../../drawing/figure.ts";
import { exponents, lagAxis, points } from "../../drawing/marks.ts";
import type { DiagnoseResult, LayerReport } from "./diagnosisReport.ts";
import { DIAGNOSIS_WORDS } from "./diagnosisWords.ts";
import { coloursOf, layerName } from "./layerColours.ts";

export function byLag(result: DiagnoseResult, lang: Lang): Figure {
	const words = DIAGNOSIS_WORDS[lang];
	const { layers, lags, training, memory, model } = result;
	const colours = coloursOf(result);
	const horizon = (y: Axis): Mark[] =>
		training.horizon > lags
			? []
			: [
					{
						...{ kind: "line", name: words.horizon, colour: COLOURS.green, dash: true, width: 1.2 },
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
		const y = exponents(fill(words.norm, { letter }), lines);
		return { title: fill(words.through, { letter }), x: lagAxis(lags, lang), y, marks: [...horizon(y), ...lines] };
	};
	const change = memory.inputChange.map((value) => (value > 0 ? Math.log10(value) : null));
	const moved: Mark = { kind: "line", name: words.flipped, colour: COLOURS.purple, points: points(change) };
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
				model.equations?.states.slice(1).join(",") ?? "c",
				layers.map(({ c }) => c),
			),
		);
	panels.push({
		title: words.flippedTitle,
		x: lagAxis(lags, lang),
		y: exponents(memory.inputUnit === null ? words.probabilityChange : words.outputChange, [
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
		title: words.lags,
		description: words.lagsText,
		size: [360, 280],
		panels,
	};
}
