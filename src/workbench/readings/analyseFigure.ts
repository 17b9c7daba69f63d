/** The figures of `sluice analyse --svg`. They use the result only, so a saved JSON gives the same figures. */

import { axisOver } from "../drawing/axes.ts";
import { type Axis, COLOURS, type Figure, lineStyles, type Mark, type Panel, type Point } from "../drawing/figure.ts";
import { drawSheet } from "../drawing/sheet.ts";
import type { AnalyseResult } from "./analyseResult.ts";
import { saturationFigure } from "./diagnosis/diagnoseFigure.ts";

/** One SVG of all figures. The same result gives the same bytes. */
export async function analysisSvg(result: AnalyseResult): Promise<string> {
	const { run, step, text, model, symbols, net, beside } = result;
	const said = net.lossNats === null ? "-" : `${net.lossNats.toFixed(4)} nats`;
	return drawSheet({
		name: "analysis",
		title: `${run} on ${text}: ${said} per symbol`,
		subtitle: `${model.cell} ${model.variant}, ${model.layers} x ${model.hidden}, step ${step}; ${symbols} symbols, compared with n-grams up to order ${beside}`,
		figures: analysisFigures(result),
	});
}

export function analysisFigures(result: AnalyseResult): Figure[] {
	const { closings } = result.gains;
	const layers = result.saturation.layers.map((saturation) => ({ saturation }));
	return [
		...[orders(result), starts(result)],
		...(closings.some(({ bins }) => bins.some((bin) => bin.count >= LEAST)) ? [byDistance(result)] : []),
		saturationFigure({ layers }),
	];
}

const short = (value: number) => Number(value.toFixed(4));
const ordinates = (marks: readonly Mark[]) =>
	marks.flatMap((mark) => (mark.kind === "line" || mark.kind === "dots" ? mark.points.map(([, y]) => y) : []));

function orders({ orders, net }: AnalyseResult): Figure {
	const known = orders.flatMap(({ order, lossNats }): Point[] => (lossNats === null ? [] : [[order, short(lossNats)]]));
	const [first, last] = [orders[0]!.order, orders.at(-1)!.order];
	const marks: Mark[] = [
		{ kind: "line", name: "n-grams", colour: COLOURS.orange, points: known },
		{ kind: "dots", colour: COLOURS.orange, points: known },
	];
	if (net.lossNats !== null) {
		const y = short(net.lossNats);
		const points: Point[] = [
			[first, y],
			[Math.max(first + 1, last), y],
		];
		marks.push({ kind: "line", name: "the run", colour: COLOURS.blue, points });
	}
	const step = last <= 10 ? 1 : last <= 20 ? 2 : 5;
	const x = { name: "order n: n - 1 symbols of context", min: 0, max: step * Math.ceil(last / step), step };
	return {
		name: "orders",
		title: "N-grams by order, and the run",
		description: "Loss of n-grams by order, and the loss of the run as a horizontal line.",
		panels: [{ x, y: axisOver("nats per symbol", ordinates(marks)), marks }],
	};
}

function starts({ starts }: AnalyseResult): Figure {
	const line = (name: string, colour: string, value: (k: number) => number | null, dash = false): Mark => ({
		...{ kind: "line", name, colour, dash },
		points: starts.flatMap(({ to }, k): Point[] => (value(k) === null ? [] : [[to, short(value(k)!)]])),
	});
	const marks = [
		line("zero state", COLOURS.blue, (k) => starts[k]!.lossNats),
		line("carried state", COLOURS.green, (k) => starts[k]!.carriedLossNats, true),
	];
	const max = Math.max(2, starts.at(-1)?.to ?? 2);
	return {
		name: "starts",
		title: "Loss at the start of a sequence",
		description:
			"Loss by the number of symbols read since a zero state, compared with the same symbols read with a carried state.",
		panels: [
			{
				x: { name: "symbols read", min: 1, max, scale: "log" },
				y: axisOver("nats per symbol", ordinates(marks)),
				marks,
			},
		],
	};
}

/** Distances with fewer occurrences are left out. */
const LEAST = 10;

function byDistance({ gains, beside }: AnalyseResult): Figure {
	const closings = gains.closings
		.map((one) => ({ ...one, bins: one.bins.filter((bin) => bin.count >= LEAST) }))
		.filter(({ bins }) => bins.length > 0);
	const styles = lineStyles(closings.length);
	const farthest = Math.max(2, ...closings.flatMap(({ bins }) => bins.map(({ from }) => from)));
	const x: Axis = { name: "distance to the opening symbol (symbols)", min: 1, max: farthest, scale: "log" };
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
		title: "Closing brackets and quotes, by distance to the opening one",
		description: "Gain of the run over n-grams and loss of the run, for each closing symbol, against distance.",
		panels: [
			panel(`gain over order ${beside}`, "nats", ({ gainNats }) => gainNats),
			panel("loss of the run", "nats per symbol", ({ netNats }) => netNats),
		],
	};
}
