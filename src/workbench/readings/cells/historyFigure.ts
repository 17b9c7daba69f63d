/**
 * The figure of a unit's history: its score by checkpoint with interval and chance level, and each checkpoint's
 * clearest unit.
 */

import type { Lang } from "../../../errors/define.ts";
import { patternName } from "../../../interpretation/patterns/registry.ts";
import type { HistoryScore } from "../../../interpretation/unit/unitHistory.ts";
import { fill } from "../../../views/words.ts";
import { axisOver } from "../../drawing/axes.ts";
import { drawFigure } from "../../drawing/draw.ts";
import { COLOURS, type Figure, type Mark, type Point } from "../../drawing/figure.ts";
import { FIGURE_WORDS } from "../../drawing/figureWords.ts";
import type { CellHistory } from "./historyResult.ts";
import { HISTORY_WORDS } from "./historyWords.ts";

/** With words in `lang`. The same history gives the same bytes. */
export function cellHistorySvg(history: CellHistory, lang: Lang = "en"): Promise<string> {
	return drawFigure(historyFigure(history, lang));
}

export function historyFigure({ unit, run, pattern, above, checkpoints }: CellHistory, lang: Lang): Figure {
	const words = HISTORY_WORDS[lang];
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
			name: words.best,
			colour: COLOURS.orange,
			dash: true,
			points: points(({ best }) => of(best)),
		},
		{
			kind: "line",
			name: words.chance,
			colour: "#7a828a",
			dash: [2, 3],
			points: points(({ chance }) => chance),
		},
		{ kind: "line", name: unit, colour: COLOURS.blue, width: 2.2, points: points(of) },
		{ kind: "dots", colour: COLOURS.blue, size: 5, points: points(of) },
	];
	const heights = marks.flatMap((mark) => ("points" in mark ? mark.points.flatMap(([, ...ys]) => ys) : []));
	const x = { ...axisOver(FIGURE_WORDS[lang].updates, [0, ...checkpoints.map(({ step }) => step)]), min: 0 };
	return {
		name: "cell-history",
		title: fill(words.title, { unit, run, pattern: patternName(pattern, lang) }),
		description: words.description,
		size: [560, 300],
		panels: [{ x, y: axisOver(graded ? words.correlation : words.auc, [graded ? 0 : 0.5, 1, ...heights]), marks }],
	};
}
