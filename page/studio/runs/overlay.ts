/** The losses of several runs over their updates, on one axis. */
import type { Line, RunRow } from "../../../studio/wire.ts";
import type { ChartData } from "../../kit/chart.ts";
import { numberOf } from "../train/columns.ts";
import { sparkPoints } from "./spark.ts";

/** Runs whose whole logs are read; of more, the stretches of the table are drawn. */
export const MOST_LINES = 8;
/** Runs whose options are compared. */
export const MOST_OPTIONS = 8;

export const COLOURS = [
	"--loss",
	"--valid",
	"--eigen",
	"--gate-f",
	"--gradient",
	"--gate-g",
	"--gate-i",
	"--gate-h",
] as const;
/** Beside its colour a line has a dash of its own, for who sees no colours. */
export const DASHES: readonly (number[] | undefined)[] = [
	...[undefined, [7, 3], [2, 3], [10, 3, 2, 3], undefined, [7, 3], [2, 3], [10, 3, 2, 3]],
];

export interface Curve {
	x: number[];
	y: number[];
}

/** Validation losses if there are at least two, else the training losses, of one log. */
export function curveOf(lines: readonly Line[]): Curve {
	const pick = (...keys: string[]): Curve => {
		const curve: Curve = { x: [], y: [] };
		for (const line of lines) {
			const value = numberOf(keys.map((key) => line[key]).find((found) => found !== undefined));
			if (value === null) continue;
			while (curve.x.length > 0 && curve.x.at(-1)! >= line.step) {
				curve.x.pop();
				curve.y.pop();
			}
			curve.x.push(line.step);
			curve.y.push(value);
		}
		return curve;
	};
	const valid = pick("validLossNats", "validLoss");
	return valid.x.length >= 2 ? valid : pick("lossNats", "loss");
}

/** Curves with places of their own on the union of all places. */
export function joined(curves: readonly Curve[]): ChartData {
	const x = [...new Set(curves.flatMap((curve) => curve.x))].sort((a, b) => a - b);
	const place = new Map(x.map((step, n) => [step, n]));
	const columns = curves.map((curve) => {
		const column: (number | null)[] = x.map(() => null);
		for (const [n, step] of curve.x.entries()) column[place.get(step)!] = curve.y[n]!;
		return column;
	});
	return [x, ...columns];
}

export interface Band {
	name: string;
	points: { x: number; low: number; high: number }[];
}

export const bandOf = ({ name, spark, step }: RunRow): Band => ({ name, points: sparkPoints(spark, step) });

/** The run with the lowest loss; undefined if none has one. */
export function bestOf(rows: readonly RunRow[]): RunRow | undefined {
	const scored = rows.filter(({ best }) => best !== null);
	return scored.reduce<RunRow | undefined>(
		(best, row) => (best === undefined || row.best!.loss < best.best!.loss ? row : best),
		undefined,
	);
}
