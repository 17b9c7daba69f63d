/**
 * `sluice forecast RUN [FILE] [--free N] [--out FILE.csv]`: the table on standard output or in a file, and its errors.
 * For labelled sequences, see labels.ts.
 */
import { fail, type SluiceError } from "../../../src/errors/index.ts";
import type { ForecastResult } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { forecastTable } from "../../display/forecasts.ts";
import { clock, count, small } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { table } from "../../display/table.ts";
import { sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import type { ValuesOf } from "../spec.ts";
import { predictLabels } from "./labels.ts";
import type { forecast } from "./spec.ts";

type Values = ValuesOf<typeof forecast>;

export async function run(context: Context<Values>, [run, file]: string[]): Promise<number> {
	const { io, t, show, library } = context;
	const { values } = context.settings;
	if (library.describeRun({ run: run!, runs: values.runs }).kind === "labelled")
		return predictLabels(context, run!, file);
	if (context.former) talk(context, context.err.yellow(t("help.renamed", { formerly: "predict", name: "forecast" })));
	const { out, svg, free, part, length, seed, checkpoint, engine, threads, runs } = values;
	if (file !== undefined && part !== undefined) {
		throw fail("E_ARGUMENT", { verb: "sluice forecast", why: { reason: "notBoth", forms: ["FILE", "--part"] } });
	}
	const view = new Progress(t, t("phase.forecast"), count, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const request = {
		...{ run: run!, runs, file, part, free, seed, out, svg, lang: context.lang, engine, threads },
		...(length !== undefined && { length: Number(length) }),
		...(checkpoint !== undefined && { checkpoint: checkpointOf(checkpoint, context) }),
	};
	const onNotice = (notice: SluiceError) => note(context, notice);
	const result = await library.forecast(request, { onProgress, onNotice });
	show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	if (out === undefined && svg === undefined) io.stdout.write(library.forecastsCsv(result));
	tell(context, result);
	const name = sameRun(run!, context.settings);
	const farther = Math.min(100, result.farthest ?? 100);
	const onward = `sluice forecast ${name} --free ${farther} --out on.csv`;
	suggestNext(context, [...(free ? [] : [onward]), `sluice eval ${name}`]);
	return 0;
}

/** Prints on standard error so that standard output contains only the table. */
function tell(
	context: Context,
	{ run, step, of, errors, errorsOf, freeErrors, rows, out, svg, seconds }: ForecastResult,
): void {
	const { t, err } = context;
	const facts = { run: escapeLine(run), step, of: escapeLine(of), rows: count(rows.length), time: clock(seconds) };
	talk(context, err.bold(t("forecast.heading", facts)));
	const lines: string[] = [];
	if (errors) {
		const [head, ...body] = forecastTable(errors, t, errorsOf);
		lines.push(err.dim(head!), ...body);
	}
	if (freeErrors) {
		const title = t("forecast.free", { rows: count(freeErrors.rows) });
		const body = freeErrors.targets.map(({ column, rmse, nrmse }) => [escapeLine(column), small(rmse), small(nrmse)]);
		const [head, ...told] = table([{ title }, { title: "RMSE", right: true }, { title: "NRMSE", right: true }], body);
		lines.push(...(lines.length > 0 ? [""] : []), err.dim(head!), ...told);
	}
	if (lines.length > 0) talk(context, lines.join("\n"));
	if (out !== undefined) print(context, t("forecast.out", { file: escapeLine(out) }));
	if (svg !== undefined) talk(context, t("forecast.out", { file: escapeLine(svg) }));
}
