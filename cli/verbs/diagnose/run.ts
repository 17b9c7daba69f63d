/**
 * `sluice diagnose RUN [FILE...]`: verdict, lag curve, triangle, saturation, Jacobian, next command. Exit code 4 if
 * --fail-on matches.
 */
import { fail, type SluiceError } from "../../../src/errors/index.ts";
import { flagOf } from "../../../src/errors/option.ts";
import type { DiagnoseResult } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { cellsOf } from "../../display/width.ts";
import { quote, sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import type { ValuesOf } from "../spec.ts";
import { drawn } from "./drawn.ts";
import { drawnEcho, nextOfEcho } from "./echo.ts";
import type { diagnose } from "./spec.ts";

type Values = ValuesOf<typeof diagnose>;

export async function run(context: Context<Values>, [run, ...texts]: string[]): Promise<number> {
	const { io, t, lang, show, library } = context;
	const { part, steps, length, sequences, failOn, svg, checkpoint, engine, threads, runs } = context.settings.values;
	if (texts.length > 0 && part) {
		throw fail("E_ARGUMENT", { verb: "sluice diagnose", why: { reason: "notBoth", forms: ["FILE", "--part"] } });
	}
	const failing = failOn === undefined ? [] : library.parseFailOn(failOn);
	const view = new Progress(t, t("phase.diagnose"), (value) => count(Math.round(value)), io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const request = {
		...{ run: run!, runs, texts: texts.length > 0 ? texts : undefined, part, lags: steps, length, sequences, svg },
		...{ engine, threads, lang },
		...(checkpoint !== undefined && { checkpoint: checkpointOf(checkpoint, context) }),
	};
	const onNotice = (notice: SluiceError) => note(context, notice);
	const result = await library.diagnose(request, { onProgress, onNotice });
	show.end(true);
	const met = result.findings.filter(({ kind }) => failing.includes(kind));
	if (context.format !== "text") printJson(context, { ...result, failed: met.map(({ kind }) => kind) });
	else if ("echo" in result) {
		print(context, drawnEcho(context, result, cellsOf(context, 80, 100)).join("\n"));
		if (result.svg !== null) print(context, t("diagnose.svg", { file: escapeLine(result.svg) }));
		suggestNext(context, nextOfEcho(result, sameRun(run!, context.settings)));
	} else {
		const cells = cellsOf(context, 80, 100);
		print(context, drawn(context, result, cells, texts.length > 0).join("\n"));
		if (result.svg !== null) print(context, t("diagnose.svg", { file: escapeLine(result.svg) }));
		suggestNext(context, nextOf(result, sameRun(run!, context.settings)));
	}
	if (met.length === 0) return 0;
	talk(
		context,
		`\n${context.err.red(t("diagnose.failed", { kinds: [...new Set(met.map(({ kind }) => kind))].join(", ") }))}`,
	);
	return 4;
}

/**
 * The remedies, each as a command. A new initialisation needs new weights, so that command trains from scratch on the
 * run's data.
 */
function nextOf({ findings, source, data, length, text, model, training }: DiagnoseResult, run: string): string[] {
	const words = (options: object) =>
		Object.entries(options).map(([name, value]) => `${flagOf(name)} ${quote(String(value))}`);
	const { cell, variant, layers, hidden } = model;
	const commands = findings.flatMap(({ remedy, others = [] }) =>
		(remedy ? [remedy, ...others] : []).map(({ options: taken, fresh }) => {
			if (!fresh) return `sluice train --from ${run} ${words(taken).join(" ")}`;
			const own = { cell, ...(taken.cell === undefined && { variant }), layers, hidden };
			const { optimizer, lr, init } = training;
			const given = {
				...(init !== "default" && taken.cell === undefined && taken.init === undefined && { init }),
				...(optimizer !== "adam" && { optimizer, lr }),
			};
			const kept = { ...source.options, ...own, ...(data === null && { k1: training.horizon }), ...given, ...taken };
			return ["sluice train", ...(source.words.length > 0 ? source.words.map(quote) : ["FILE"]), ...words(kept)].join(
				" ",
			);
		}),
	);
	if (commands.length > 0) return [...new Set(commands)];
	if (data === null) return [`sluice sample ${run} --temperature 0.8`];
	if (source.options.target !== undefined) return [`sluice forecast ${run} --out forecasts.csv --svg forecasts.svg`];
	const longer = 2 * Number(length!.split("..").at(-1));
	return [`sluice eval ${run} ${text === data ? `--length ${longer}` : "--part test"}`];
}
