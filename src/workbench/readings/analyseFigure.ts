/** The figures of `sluice analyse --svg`. They use the result only, so a saved JSON gives the same figures. */

import type { Lang } from "../../errors/define.ts";
import { fill } from "../../views/words.ts";
import { axisOver } from "../drawing/axes.ts";
import { type Axis, COLOURS, type Figure, lineStyles, type Mark, type Panel, type Point } from "../drawing/figure.ts";
import { FIGURE_WORDS, type FigureWords, partWord } from "../drawing/figureWords.ts";
import { drawSheet } from "../drawing/sheet.ts";
import type { AnalyseResult } from "./analyseResult.ts";
import { ANALYSE_WORDS, type AnalyseWords } from "./analyseWords.ts";
import { saturationFigure } from "./diagnosis/diagnoseFigure.ts";

/** One SVG of all figures, with words in `lang`. The same result gives the same bytes. */
export async function analysisSvg(result: AnalyseResult, lang: Lang = "en"): Promise<string> {
	const words = ANALYSE_WORDS[lang];
	const { run, step, model, symbols, net, beside: order } = result;
	const text = result.part === null ? result.text : partWord(result.part, lang);
	const nats = net.lossNats === null ? "-" : net.lossNats.toFixed(4);
	const named = `${model.cell} ${model.variant}, ${model.layers} x ${model.hidden}`;
	return drawSheet({
		name: "analysis",
		title: fill(words.title, { run, text, nats }),
		subtitle: fill(words.subtitle, { model: named, step, symbols, order }),
		figures: analysisFigures(result, lang),
	});
}

export function analysisFigures(result: AnalyseResult, lang: Lang): Figure[] {
	const words = { ...FIGURE_WORDS[lang], ...ANALYSE_WORDS[lang] };
	const { closings } = result.gains;
	const layers = result.saturation.layers.map((saturation) => ({ saturation }));
	return [
		...[orders(result, words), starts(result, words)],
		...(closings.some(({ bins }) => bins.some((bin) => bin.count >= LEAST)) ? [byDistance(result, words)] : []),
		saturationFigure({ layers }, lang),
	];
}

type Words = FigureWords & AnalyseWords;

const short = (value: number) => Number(value.toFixed(4));
const ordinates = (marks: readonly Mark[]) =>
	marks.flatMap((mark) => (mark.kind === "line" || mark.kind === "dots" ? mark.points.map(([, y]) => y) : []));

function orders({ orders, net }: AnalyseResult, words: Words): Figure {
	const known = orders.flatMap(({ order, lossNats }): Point[] => (lossNats === null ? [] : [[order, short(lossNats)]]));
	const [first, last] = [orders[0]!.order, orders.at(-1)!.order];
	const marks: Mark[] = [
		{ kind: "line", name: words.ngrams, colour: COLOURS.orange, points: known },
		{ kind: "dots", colour: COLOURS.orange, points: known },
	];
	if (net.lossNats !== null) {
		const y = short(net.lossNats);
		const points: Point[] = [
			[first, y],
			[Math.max(first + 1, last), y],
		];
		marks.push({ kind: "line", name: words.run, colour: COLOURS.blue, points });
	}
	const step = last <= 10 ? 1 : last <= 20 ? 2 : 5;
	const x = { name: words.order, min: 0, max: step * Math.ceil(last / step), step };
	return {
		name: "orders",
		title: words.orders,
		description: words.ordersText,
		panels: [{ x, y: axisOver(words.natsPerSymbol, ordinates(marks)), marks }],
	};
}

function starts({ starts }: AnalyseResult, words: Words): Figure {
	const line = (name: string, colour: string, value: (k: number) => number | null, dash = false): Mark => ({
		...{ kind: "line", name, colour, dash },
		points: starts.flatMap(({ to }, k): Point[] => (value(k) === null ? [] : [[to, short(value(k)!)]])),
	});
	const marks = [
		line(words.zero, COLOURS.blue, (k) => starts[k]!.lossNats),
		line(words.carried, COLOURS.green, (k) => starts[k]!.carriedLossNats, true),
	];
	const max = Math.max(2, starts.at(-1)?.to ?? 2);
	return {
		name: "starts",
		title: words.starts,
		description: words.startsText,
		panels: [
			{
				x: { name: words.symbolsRead, min: 1, max, scale: "log" },
				y: axisOver(words.natsPerSymbol, ordinates(marks)),
				marks,
			},
		],
	};
}

/** Distances with fewer occurrences are left out. */
const LEAST = 10;

function byDistance({ gains, beside }: AnalyseResult, words: Words): Figure {
	const closings = gains.closings
		.map((one) => ({ ...one, bins: one.bins.filter((bin) => bin.count >= LEAST) }))
		.filter(({ bins }) => bins.length > 0);
	const styles = lineStyles(closings.length);
	const farthest = Math.max(2, ...closings.flatMap(({ bins }) => bins.map(({ from }) => from)));
	const x: Axis = { name: words.toOpening, min: 1, max: farthest, scale: "log" };
	const panel = (
		title: string,
		name: string,
		value: (bin: AnalyseResult["gains"]["closings"][0]["bins"][0]) => number,
	) => {
		const marks = closings.map(
			({ closing, bins }, k): Mark => ({
				...{ kind: "line", name: closing, ...styles[k]! },
				points: bins.map((bin): Point => [bin.from, short(value(bin))]),
			}),
		);
		return { title, x, y: axisOver(name, [0, ...ordinates(marks)]), marks } satisfies Panel;
	};
	return {
		name: "distance",
		title: words.distance,
		description: words.distanceText,
		panels: [
			panel(fill(words.gain, { order: beside }), words.nats, ({ gainNats }) => gainNats),
			panel(words.loss, words.natsPerSymbol, ({ netNats }) => netNats),
		],
	};
}
