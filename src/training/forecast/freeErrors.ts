/** Error of free-running forecasts by how far ahead they reach, over many starts in a part of a series whose values are known. */
// N rows, C columns, K targets, F rows ahead
import { type Rows, type Series, standardSeries } from "../../data/series.ts";
import type { SeriesTask } from "../../data/seriesTask.ts";
import { type Baselines, seasonalForecast } from "./baselines.ts";
import { type Forecaster, forecastInPieces } from "./forecasts.ts";

export interface HorizonErrors {
	column: string;
	/** Root mean squared error 1, 2 ... rows ahead, in the column's units. */
	forecast: number[]; // [F]
	/** Error of the last known value. */
	lastValue: number[]; // [F]
	/** Error of the value one period before. Absent if the training part shows no period. */
	seasonal?: number[]; // [F]
}

export interface FreeErrors {
	/** Number of starts that the errors are means over. */
	starts: number;
	targets: HorizonErrors[]; // [K]
}

/** Number of starts, evenly spaced over the part. */
const STARTS = 40;

/**
 * Returns the errors up to `ahead` rows ahead, over starts whose rows ahead all lie in `rows`; undefined if there is none.
 * @param scaled the standardised series. @param task its task for all rows. @param deviation units of the columns, [C].
 */
export async function freeErrorsBy(
	{ scaled, task, deviation, baselines }: Known,
	forecaster: Forecaster,
	[from, to]: Rows,
	ahead: number,
	pause: (done: number, total: number) => void | Promise<void> = () => {},
): Promise<FreeErrors | undefined> {
	const { horizon } = task.forecast;
	const first = Math.max(from, (forecaster.washout ?? 0) + 1, horizon + 1);
	const room = to - ahead - first + 1; // starts: the row of the first forecast
	if (room < 1) return undefined;
	const starts = Array.from({ length: Math.min(STARTS, room) }, (_, n, count = Math.min(STARTS, room)) => {
		return first + Math.floor((n * room) / count);
	});
	const { target, columns, at } = standardSeries(scaled);
	const [C, K] = [columns.length, target.length];
	const sums = target.map(() => ({ forecast: zeros(ahead), lastValue: zeros(ahead), seasonal: zeros(ahead) }));
	for (const [n, start] of starts.entries()) {
		const work = forecastInPieces(task, forecaster, start, ahead);
		let piece = work.next();
		for (; !piece.done; piece = work.next()) await pause(n, starts.length);
		const said = piece.value;
		for (const [k, c] of target.entries()) {
			const value = (row: number) => at(row * C + c);
			const period = baselines?.period[k] ?? null;
			for (let f = 0; f < ahead; f++) {
				const y = value(start + f);
				sums[k]!.forecast[f]! += (said[f * K + k]! - y) ** 2;
				sums[k]!.lastValue[f]! += (value(start - 1) - y) ** 2;
				if (period !== null) sums[k]!.seasonal[f]! += (seasonalForecast(value, start + f, f + 1, period) - y) ** 2;
			}
		}
		await pause(n + 1, starts.length);
	}
	const targets = target.map((c, k): HorizonErrors => {
		const rmse = (squares: number[]) => squares.map((sum) => deviation[c]! * Math.sqrt(sum / starts.length));
		const { forecast, lastValue, seasonal } = sums[k]!;
		const periodic = (baselines?.period[k] ?? null) !== null;
		return {
			...{ column: columns[c]!, forecast: rmse(forecast), lastValue: rmse(lastValue) },
			...(periodic && { seasonal: rmse(seasonal) }),
		};
	});
	return { starts: starts.length, targets };
}

export interface Known {
	scaled: Series;
	task: SeriesTask;
	deviation: readonly number[];
	baselines?: Baselines;
}

const zeros = (length: number) => new Array<number>(length).fill(0);
