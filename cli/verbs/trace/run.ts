/** `sluice trace RUN [FILE...] --names NAME... --out FILE`; with `--step N`, explains one step of one layer. */

import { fail, type SluiceError } from "../../../src/errors/index.ts";
import type { Reason } from "../../../src/errors/reasons.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { bytes, clock, count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { quote, sameRun } from "../../next.ts";
import { readingOf } from "../shared/reading.ts";
import type { ValuesOf } from "../spec.ts";
import { printEchoStep } from "./printEchoStep.ts";
import { printPairStep } from "./printPairStep.ts";
import { printStep } from "./printStep.ts";
import type { trace } from "./spec.ts";

type Values = ValuesOf<typeof trace>;
const ONLY_STEP = ["layer", "ahead", "index", "set", "why", "back", "svg"] as const;

export async function run(context: Context<Values>, args: string[]): Promise<number> {
	const { io, t, lang, settings } = context;
	const { names, out, step, layer, ahead, index, set, why, back, svg } = settings.values;
	const request = readingOf(context, "sluice trace", args);
	const others = step === undefined ? ONLY_STEP : (["names", "out"] as const);
	for (const name of others) {
		const origin = settings.origins[name];
		if (!origin) continue;
		const why: Reason =
			step !== undefined ? { reason: "together", with: "step" } : { reason: "needs", options: ["step"] };
		throw fail("E_OPTION", { option: name, why, where: origin.where });
	}
	const signal = io.stop.listen();
	const onNotice = (notice: SluiceError) => note(context, notice);
	if (step !== undefined) {
		const asked = { ...request, step, layer, ahead, set, index, why, back, svg, lang };
		const result = await context.library.explain(asked, { onNotice, signal });
		if (result.svg !== null) talk(context, t("diagnose.svg", { file: escapeLine(result.svg) }));
		if (context.format !== "text") printJson(context, result);
		else if ("question" in result) printPairStep(context, result, args);
		else if ("steps" in result) printEchoStep(context, result, index, args);
		else printStep(context, result, index, args);
		return 0;
	}
	if (!names || !out) {
		throw fail("E_ARGUMENT", {
			verb: "sluice trace",
			why: { reason: "missing", forms: ["--names NAME... --out FILE", "--step N"] },
		});
	}
	const view = new Progress(t, t("phase.trace"), count, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		context.show.update(view);
	};
	const result = await context.library.traceFile({ ...request, names, out }, { onProgress, onNotice, signal });
	context.show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	const numbers = result.columns.reduce((sum, { width }) => sum + width, 0);
	const facts = { symbols: count(result.symbols), numbers: count(numbers), bytes: bytes(result.bytes) };
	print(context, t("trace.done", { file: escapeLine(result.out), ...facts, time: clock(result.seconds) }));
	if (result.unknownSymbols > 0) talk(context, t("trace.unknown", { count: result.unknownSymbols }));
	const words = args.slice(1).map(quote).join(" ");
	suggestNext(context, [`sluice trace ${sameRun(args[0]!, settings)}${words ? ` ${words}` : ""} --step 0`]);
	return 0;
}
