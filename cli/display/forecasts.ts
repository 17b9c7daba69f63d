/**
 * Forecast errors in the units of their series, compared with forecasts that need no network; the readout of a
 * reservoir.
 */
import type { EvaluateResult, TaskResult } from "../../src/index.ts";
import type { Translate } from "../messages/catalogue.ts";
import { escapeLine } from "./escape.ts";
import { count, small } from "./numbers.ts";
import { table } from "./table.ts";

type Task = TaskResult | Extract<EvaluateResult, { task: string }>;

/** Head and rows: for each column the forecasts, its last value, and the mean of its training part. */
export function forecastTable(errors: NonNullable<Task["series"]>, t: Translate): string[] {
	const { targets, rows, horizon } = errors;
	const many = targets.length > 1;
	const lines = targets.flatMap(({ column, forecast, lastValue, mean }) => {
		const named = (what: string) => (many ? `${escapeLine(column)}: ${what}` : what);
		return (
			[
				[t("series.forecasts"), forecast],
				[t("series.lastValue", { horizon }), lastValue],
				[t("series.mean"), mean],
			] as const
		).map(([what, { rmse, nrmse }]) => [named(what), small(rmse), small(nrmse)]);
	});
	const title = t("series.rows", { rows: count(rows), horizon });
	return table([{ title }, { title: "RMSE", right: true }, { title: "NRMSE", right: true }], lines);
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
