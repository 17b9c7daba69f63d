/** Figures of size-table: one per text, with a panel per size; our test loss against the number of layers, and the published one. */
import type { Lang } from "../../errors/define.ts";
import { fill } from "../../views/words.ts";
import { COLOURS, type Figure, type Mark, type Point } from "../drawing/figure.ts";
import { FIGURE_WORDS } from "../drawing/figureWords.ts";
import {
	DEPTHS,
	publishedLoss,
	TABLE_CELLS,
	type TableCell,
	TEXT_TITLES,
	type TextName,
} from "./sizeTablePublished.ts";
import { cellWord, lossAt, sizesOf, type TableRun } from "./sizeTableRows.ts";

const WORDS = {
	en: {
		title: "{text}: test loss by layers",
		description:
			"Test loss in nats per symbol for 1, 2 and 3 layers; one panel per number of parameters, one line per cell. Dashed: published.",
		layers: "layers",
		row: "parameters of an LSTM 1 x {size}",
		published: "{cell}, published",
	},
	ko: {
		title: "{text}: 층 수별 테스트 손실",
		description:
			"1, 2, 3층일 때의 기호당 테스트 손실(nats)입니다. 매개변수 수마다 패널이 하나, 셀마다 선이 하나이고 파선은 논문의 값입니다.",
		layers: "층 수",
		row: "매개변수 수: LSTM 1 x {size}",
		published: "{cell}, 논문",
	},
} as const satisfies Record<Lang, Record<string, string>>;

const COLOUR: Readonly<Record<TableCell, string>> = { lstm: COLOURS.blue, rnn: COLOURS.orange, gru: COLOURS.green };

export function tableFigure(text: TextName, runs: readonly TableRun[], lang: Lang): Figure {
	const words = WORDS[lang];
	const sizes = sizesOf(text, runs);
	const marks = sizes.map((size) => TABLE_CELLS.flatMap((cell) => marksOf(text, size, cell, runs, lang)));
	const losses = marks.flat().flatMap(({ points }) => points.map(([, loss]) => loss));
	const [low, high] = losses.length === 0 ? [1, 2] : [Math.min(...losses), Math.max(...losses)];
	const min = Math.floor(5 * low) / 5;
	const range = { min, max: Math.max(min + 0.2, Math.ceil(5 * high) / 5) };
	return {
		name: text,
		title: fill(words.title, { text: TEXT_TITLES[text][lang] }),
		description: words.description,
		size: [sizes.length === 1 ? 420 : 220, 280],
		panels: sizes.map((size, n) => ({
			title: fill(words.row, { size }),
			x: { name: words.layers, min: 1, max: 3, step: 1 },
			y: { name: FIGURE_WORDS[lang].natsPerSymbol, ...range, step: 0.2 },
			marks: marks[n]!,
		})),
	};
}

type Drawn = Mark & { points: readonly Point[] };

function marksOf(text: TextName, size: number, cell: TableCell, runs: readonly TableRun[], lang: Lang): Drawn[] {
	const colour = COLOUR[cell];
	const points = (lossOf: (layers: number) => number | null | undefined) =>
		DEPTHS.flatMap((layers): Point[] => {
			const loss = lossOf(layers);
			return typeof loss === "number" ? [[layers, loss]] : [];
		});
	const ours = points((layers) => lossAt(runs, { text, size, cell, layers }));
	const theirs = points((layers) => {
		const loss = publishedLoss(text, size, cell, layers);
		return loss === undefined ? undefined : Number(loss);
	});
	const name = cellWord(cell);
	return [
		{ kind: "line", name, colour, width: 1.8, points: ours },
		{ kind: "dots", colour, size: 6, points: ours },
		{ kind: "line", name: fill(WORDS[lang].published, { cell: name }), colour, width: 1.2, dash: true, points: theirs },
	];
}
