/**
 * Forecast errors in the units of their series, compared with forecasts that need no network; the readout of a
 * reservoir.
 */
import type { EvaluateResult, ForecastResult, TaskResult } from "../../src/index.ts";
import type { Translate } from "../messages/catalogue.ts";
import { escapeLine } from "./escape.ts";
import { count, small } from "./numbers.ts";
import { table } from "./table.ts";

type ForecastError = NonNullable<Task["series"]>["targets"][number]["forecast"];
type Task = TaskResult | Extract<EvaluateResult, { task: string }>;

/**
 * Head and rows: for each column the forecasts and the baselines.
 * @param of the rows, where they are not those of the heading
 */
export function forecastTable(
	errors: NonNullable<Task["series"]>,
	t: Translate,
	of?: ForecastResult["errorsOf"],
): string[] {
	const { targets, rows, horizon } = errors;
	const many = targets.length > 1;
	const lines = targets.flatMap(({ column, forecast, lastValue, seasonal, linear, mean }) => {
		const named = (what: string) => (many ? `${escapeLine(column)}: ${what}` : what);
		const rows: [string, ForecastError][] = [[t("series.forecasts"), forecast]];
		rows.push([t("series.lastValue", { horizon }), lastValue]);
		if (seasonal) rows.push([t("series.seasonal", { period: seasonal.period }), seasonal]);
		if (linear) rows.push([t("series.linear", { order: linear.order }), linear]);
		rows.push([t("series.mean"), mean]);
		return rows.map(([what, { rmse, nrmse }]) => [named(what), small(rmse), small(nrmse)]);
	});
	const title = t(of === "after-training" ? "series.rowsAfter" : of === "train" ? "series.rowsTrain" : "series.rows", {
		rows: count(rows),
		horizon,
	});
	return table([{ title }, { title: "RMSE", right: true }, { title: "NRMSE", right: true }], lines);
}

/** What to say if the forecasts of some column are no better than its last value; undefined if all are better. */
export function noBetter({ targets }: NonNullable<Task["series"]>, t: Translate): string | undefined {
	const worse = targets.filter(({ forecast, lastValue }) => !(forecast.rmse < lastValue.rmse));
	if (worse.length === 0) return undefined;
	const columns = worse.map(({ column }) => escapeLine(column)).join(", ");
	return t("series.noBetter", { columns });
}

/** One line about how the readout of an echo state network was fitted. */
export function readoutLine(
	{ ridge, condition, rows, effectiveRadius, beta }: NonNullable<Task["echo"]>,
	t: Translate,
): string {
	const facts = {
		ridge: ridge === 0 ? "0" : ridge.toExponential(0),
		condition: condition.toExponential(1),
		rows: count(rows),
	};
	const scaled = beta === 1 ? "" : t("echo.beta", { beta: small(beta) });
	return t("echo.readout", { ...facts, radius: small(effectiveRadius) }) + scaled;
}
