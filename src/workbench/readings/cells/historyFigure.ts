/**
 * The figure of a unit's history: its score by checkpoint with interval and chance level, and each checkpoint's
 * clearest unit.
 */

import { axisOver } from "../../drawing/axes.ts";
import { drawFigure } from "../../drawing/draw.ts";
import { COLOURS, type Figure, type Mark, type Point } from "../../drawing/figure.ts";
import type { CellHistory, HistoryScore } from "./historyResult.ts";

/** The same history gives the same bytes. */
export function cellHistorySvg(history: CellHistory): Promise<string> {
	return drawFigure(historyFigure(history));
}

export function historyFigure({ unit, run, pattern, above, checkpoints }: CellHistory): Figure {
	const graded = above !== undefined;
	const of = ({ auc, correlation }: { auc: number; correlation?: number }) =>
		Number((graded ? correlation! : auc).toFixed(4));
	const points = (value: (one: HistoryScore) => number) =>
		checkpoints.map((one): Point => [one.step, Number(value(one).toFixed(4))]);
	const band = checkpoints.map(({ step, ci, correlationCi }) => {
		const [low, high] = graded ? correlationCi! : ci;
		return [step, low, high] as const;
	});
	const marks: Mark[] = [
		{ kind: "band", colour: COLOURS.blue, points: band },
		{
			kind: "line",
			name: "best unit of its kind, by the other half",
			colour: COLOURS.orange,
			dash: true,
			points: points(({ best }) => of(best)),
		},
		{
			kind: "line",
			name: "chance (2.5 % of shifts exceed it)",
			colour: "#7a828a",
			dash: [2, 3],
			points: points(({ chance }) => chance),
		},
		{ kind: "line", name: unit, colour: COLOURS.blue, width: 2.2, points: points(of) },
		{ kind: "dots", colour: COLOURS.blue, size: 5, points: points(of) },
	];
	const heights = marks.flatMap((mark) => ("points" in mark ? mark.points.flatMap(([, ...ys]) => ys) : []));
	const x = { ...axisOver("updates", [0, ...checkpoints.map(({ step }) => step)]), min: 0 };
	return {
		name: "cell-history",
		title: `${unit} of ${run} on ${pattern}`,
		description:
			"Score of the unit on the pattern at each saved checkpoint, with chance and the best unit of its kind.",
		size: [560, 300],
		panels: [{ x, y: axisOver(graded ? "rank correlation" : "AUC", [graded ? 0 : 0.5, 1, ...heights]), marks }],
	};
}
