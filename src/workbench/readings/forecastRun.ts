/**
 * Forecasts of a run on a series: each row from the rows before it, and past the end a free-running forecast, which
 * reads its own forecasts. A task that predicts its own series (Mackey-Glass) is forecast on a fresh sequence.
 */
import { join } from "node:path";
import { csv } from "../../data/csv.ts";
import { type Series, standardSeries, unscale } from "../../data/series.ts";
import { fail } from "../../errors/index.ts";
import { checkRequest, checkWhole } from "../../errors/request.ts";
import { forecastErrors } from "../../training/forecast/forecastErrors.ts";
import { forecastInPieces, forecastPart } from "../../training/forecast/forecasts.ts";
import { freeErrorsBy } from "../../training/forecast/freeErrors.ts";
import { foretellable } from "../../training/forecast/freeRun.ts";
import { warmedUp } from "../../training/forecast/seriesErrors.ts";
import { openData, withTask } from "../datasets/dataSpec.ts";
import { realDisk } from "../disk/disk.ts";
import { placeFor, replaceFile } from "../disk/publish.ts";
import { stopwatch } from "../machine/clock.ts";
import { openEngine } from "../machine/engines.ts";
import { inTurns, turn } from "../machine/turns.ts";
import { finite } from "../models/finite.ts";
import { openNetwork } from "../models/openNetwork.ts";
import { loadCheckpoint, MODEL_KEYS, type ModelHooks } from "../models/textModel.ts";
import { parseConfig } from "../runs/config.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { openRun } from "../runs/runStore.ts";
import { type Asked, askedOf, refuse } from "./forecastAsked.ts";
import { forecastsSvg } from "./forecastFigure.ts";
import type { ForecastRequest, ForecastResult, ForecastRow } from "./forecastResult.ts";

export type { ForecastRequest, ForecastResult, ForecastRow } from "./forecastResult.ts";

const KEYS = ["file", "task", "part", "free", "length", "seed", "out", "svg", "lang"] as const;
/** Rows ahead in the figure of errors if no free-running forecast is asked for. */
const AHEAD = 50;

/** Forecasts each row of a series from the rows before it, and past its end. @throws E_NO_FORECAST for a run on text. */
export async function forecast(
	request: ForecastRequest,
	hooks: ModelHooks & { onProgress?(done: number, total: number): void } = {},
): Promise<ForecastResult> {
	checkRequest(request, "forecast()", [...MODEL_KEYS, ...KEYS]);
	const { free = 0 } = request;
	checkWhole("free", free, { min: 0, max: 1_000_000 }, "forecast");
	checkWhole("seed", request.seed ?? 1, { min: 0 }, "forecast");
	if (request.file !== undefined && request.part !== undefined)
		throw refuse("part", { reason: "together", with: "file" });
	const clock = stopwatch();
	const out = request.out === undefined ? undefined : placeFor(realDisk, request.out, "forecasts.csv");
	const svg = request.svg === undefined ? undefined : placeFor(realDisk, request.svg, "forecasts.svg");
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { config } = run;
	if (!config.data) throw fail("E_NO_FORECAST", { run: run.name, next: `sluice sample ${run.name}` });
	const data = await openData(withTask(config.data, request.task, "forecast"));
	const asked = await askedOf(request, run, config, data, free);
	const { snapshot, step } = loadCheckpoint(run, request.checkpoint ?? "best", hooks.onNotice ?? (() => {}));
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const network = await openNetwork(engine, config, data.parts.train, snapshot);
		const forecaster = network.forecaster();
		const pause = async (done: number, total: number) => {
			hooks.signal?.throwIfAborted();
			hooks.onProgress?.(done, total);
			await turn();
		};
		const { all, series, scaling, end } = asked;
		const task = asked.task && warmedUp(asked, asked.task, forecaster);
		const known = task ? await forecastPart(task, forecaster, pause) : new Float64Array(0);
		const { signal } = hooks;
		const beyond =
			free > 0 ? await inTurns(forecastInPieces(all, forecaster, end, free), { signal }) : new Float64Array(0);
		for (const forecasts of [known, beyond])
			for (const value of forecasts) finite({ name: run.name, step }, "forecast", value);
		const told = [known, beyond].map((forecasts) => unscale(forecasts, scaling, series.target));
		const rows = [...rowsOf(series, task?.answers[0] ?? end, told[0]!, false), ...rowsOf(series, end, told[1]!, true)];
		const horizon = all.forecast.horizon;
		const most = foretellable(all.forecast);
		const farthest = Number.isFinite(most) ? most : null;
		const [first] = task?.answers ?? [end];
		const [from, to] = [Math.max(first, asked.scored.rows[0]), asked.scored.rows[1]]; // without the washout
		const ahead = Math.min(most, free || AHEAD, Math.floor((to - from) / 2));
		const byHorizon =
			svg && ahead > 0 ? await freeErrorsBy(knownOf(asked), forecaster, [from, to], ahead, pause) : undefined;
		const result: ForecastResult = {
			...{ run: run.name, step, of: asked.of, columns: series.target.map((c) => series.columns[c]!) },
			...{ horizon, farthest, errorsOf: asked.scored.of },
			errors: task
				? {
						rows: to - from,
						horizon,
						targets: errorsIn(asked, horizon, [from, to], known.subarray((from - first) * series.target.length)),
					}
				: null,
			freeErrors: freeErrors(asked, beyond),
			rows,
			...(byHorizon && { byHorizon }),
			...(out && { out: join(out.parent, out.name) }),
			...(svg && { svg: join(svg.parent, svg.name) }),
			seconds: clock(),
		};
		if (out) replaceFile(realDisk, out.parent, out.name, new TextEncoder().encode(forecastsCsv(result)));
		if (svg) replaceFile(realDisk, svg.parent, svg.name, Buffer.from(await forecastsSvg(result, request.lang)));
		return result;
	} finally {
		engine.close();
	}
}

/** CSV text `row,NAME,NAME forecast,...`; values past the end are empty. */
export function forecastsCsv({ columns, rows }: Pick<ForecastResult, "columns" | "rows">): string {
	const titles = ["row", ...columns.flatMap((column) => [column, `${column} forecast`])];
	return csv(
		titles,
		rows.map(({ row, values, forecasts }) => [
			row,
			...values.flatMap((value, k) => [value ?? undefined, forecasts[k]]),
		]),
	);
}

/** What free-running forecasts from inside the known rows need. */
function knownOf({ series, scaling, all, baselines }: Asked) {
	const scaled = standardSeries(series, scaling);
	const fitted = baselines?.();
	return { scaled, task: all, deviation: scaling.deviation, ...(fitted && { baselines: fitted }) };
}

function rowsOf(series: Series, from: number, forecasts: Float64Array, free: boolean): ForecastRow[] {
	const { target, columns, rows, values } = series;
	const K = target.length;
	return Array.from({ length: forecasts.length / K }, (_, i) => {
		const n = from + i;
		const known = target.map((c) => (n < rows ? values[n * columns.length + c]! : null));
		return { row: n + 1, values: known, forecasts: [...forecasts.subarray(i * K, (i + 1) * K)], free };
	});
}

/** @param forecasts forecasts at the network's scale; errors are measured in `units`. */
function errorsIn(
	{ series, scaling, units, baselines }: Pick<Asked, "series" | "scaling" | "units" | "baselines">,
	horizon: number,
	rows: readonly [number, number],
	forecasts: Float64Array,
) {
	if (scaling === units) return forecastErrors(series, units, horizon, rows, forecasts, baselines?.());
	const K = series.target.length;
	const scaled = unscale(forecasts, scaling, series.target).map((value, i) => {
		const c = series.target[i % K]!;
		return (value - units.mean[c]!) / units.deviation[c]!;
	});
	return forecastErrors(series, units, horizon, rows, scaled);
}

function freeErrors(asked: Asked, forecasts: Float64Array): ForecastResult["freeErrors"] {
	const { series, end } = asked;
	const rows = Math.min(series.rows, end + forecasts.length / series.target.length) - end;
	if (rows < 1) return null;
	const { baselines: _, ...alone } = asked;
	const targets = errorsIn(alone, 1, [end, end + rows], forecasts);
	return { rows, targets: targets.map(({ column, forecast }) => ({ column, ...forecast })) };
}
