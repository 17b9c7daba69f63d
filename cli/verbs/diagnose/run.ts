/**
 * `sluice diagnose RUN [FILE...]`: verdict, lag curve, triangle, saturation, Jacobian, next command. Exit code 4 if
 * --fail-on matches.
 */
import { fail, type SluiceError } from "../../../src/errors/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { cellsOf } from "../../display/width.ts";
import { sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import { printPoint } from "../shared/printPoint.ts";
import type { ValuesOf } from "../spec.ts";
import { drawn } from "./drawn.ts";
import { drawnEcho, nextOfEcho } from "./echo.ts";
import { nextOf } from "./remedyCommands.ts";
import type { diagnose } from "./spec.ts";

type Values = ValuesOf<typeof diagnose>;

export async function run(context: Context<Values>, [run, ...texts]: string[]): Promise<number> {
	const { io, t, lang, show, library } = context;
	const { part, steps, length, sequences, failOn, svg, checkpoint, engine, threads, runs, dial, plane, cut } =
		context.settings.values;
	if (texts.length > 0 && part) {
		throw fail("E_ARGUMENT", { verb: "sluice diagnose", why: { reason: "notBoth", forms: ["FILE", "--part"] } });
	}
	const onNotice = (notice: SluiceError) => note(context, notice);
	const model = {
		...{ run: run!, runs, engine, threads },
		...(checkpoint !== undefined && { checkpoint: checkpointOf(checkpoint, context) }),
	};
	for (const [of, at] of Object.entries({ dial, plane, cut }) as ["dial" | "plane" | "cut", string | undefined][]) {
		if (at === undefined) continue;
		printPoint(context, await library.diagnosePoint({ ...model, of, at, part }, { onNotice }));
		return 0;
	}
	const failing = failOn === undefined ? [] : library.parseFailOn(failOn);
	const view = new Progress(t, t("phase.diagnose"), (value) => count(Math.round(value)), io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const request = {
		...{ ...model, texts: texts.length > 0 ? texts : undefined, part, lags: steps, length, sequences, svg, lang },
	};
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
