/** The picture of compared losses: lines for a few runs, bands for many. */
import type { RunRow } from "../../../studio/wire.ts";
import { BandFigure } from "../../kit/bandFigure.ts";
import { type ChartData, createChart } from "../../kit/chart.ts";
import type { Figure } from "../../kit/figure.ts";
import { fixed, loss } from "../../kit/numbers.ts";
import { bandOf, bestOf, COLOURS, type Curve, DASHES, joined } from "./overlay.ts";
import { sayRuns } from "./runWords.ts";

const HEIGHT = 340;
const format = (value: number) => fixed(value, value < 1 ? 2 : 1);

export function summaryOf(rows: readonly RunRow[]): string {
	const best = bestOf(rows);
	return sayRuns("overlaySummary", {
		...{ n: rows.length, steps: Math.max(0, ...rows.map(({ step }) => step)).toLocaleString("en") },
		...{ loss: loss(best?.best?.loss), unit: best?.lossUnit ?? "", name: best?.name.slice(0, 80) ?? "–" },
	});
}

export type Drawn = Figure & { update(): void };

/** Lines of a few runs, one for each of `rows`. */
export function linesFigure(box: HTMLElement, rows: () => readonly RunRow[], curves: () => readonly Curve[]): Drawn {
	const summary = () => summaryOf(rows());
	const lines = rows().map(({ name }, n) => {
		const dash = DASHES[n];
		return { label: name, colour: COLOURS[n]!, width: 1.8, ...(dash && { dash }) };
	});
	const chart = createChart(box, { lines, height: HEIGHT, format, summary });
	const data = (): ChartData => joined(curves());
	const update = () => chart.set(data());
	update();
	const table = () => {
		const [x, ...columns] = data();
		return {
			head: ["update", ...rows().map(({ name }) => name)],
			rows: x.map((step, n) => [step, ...columns.map((column) => column[n] ?? "")]),
		};
	};
	return { summary, table, update, draw: (brush) => chart.draw(brush), close: () => chart.close() };
}

export const bandsFigure = (box: HTMLElement, rows: () => readonly RunRow[]): Drawn =>
	new BandFigure(box, { bands: () => rows().map(bandOf), format, summary: () => summaryOf(rows()) });
