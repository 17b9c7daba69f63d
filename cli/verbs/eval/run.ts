/** `sluice eval RUN FILE...`, `sluice eval RUN --part valid|test|train`; for a task, `sluice eval RUN --length L` */
import { fail, type SluiceError } from "../../../src/errors/index.ts";
import type { ClassScores, TaskRunEvaluation, TextEvaluation } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { forecastTable, noBetter, readoutLine } from "../../display/forecasts.ts";
import { accuracyTable, classesLeftOut, classTable, confusionTable } from "../../display/labels.ts";
import { inUnit } from "../../display/losses.ts";
import { clock, count, loss, percent } from "../../display/numbers.ts";
import { ownPart } from "../../display/ownPart.ts";
import { Progress } from "../../display/progress.ts";
import { table } from "../../display/table.ts";
import { flagWords, lookInto, quote, sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import type { ValuesOf } from "../spec.ts";
import { evalChat } from "./chat.ts";
import type { evaluate } from "./spec.ts";

type Values = ValuesOf<typeof evaluate>;

export async function run(context: Context<Values>, [run, ...texts]: string[]): Promise<number> {
	const { io, t, show, out, library } = context;
	const { part, lossy, encoding, exact, length, sequences, seed, checkpoint, engine, threads, runs } =
		context.settings.values;
	const { windows, dynamic, dynamicLr, dynamicDecay } = context.settings.values;
	if (texts.length > 0 && part) {
		throw fail("E_ARGUMENT", { verb: "sluice eval", why: { reason: "notBoth", forms: ["FILE", "--part"] } });
	}
	if (context.settings.values.chat) return evalChat(context, run!, texts);
	const view = new Progress(t, t("phase.evaluate"), count, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const protocols = { windows, dynamic, dynamicLr, dynamicDecay };
	const other = { texts: texts.length > 0 ? texts : undefined, part, lossy, encoding, exact, length, sequences, seed };
	const chosen = checkpoint === undefined ? {} : { checkpoint: checkpointOf(checkpoint, context) };
	const request = { run: run!, runs, ...other, ...protocols, ...chosen, engine, threads };
	const onNotice = (notice: SluiceError) => note(context, notice);
	const result = await library.evaluate(request, { onProgress, onNotice }); // nothing to save: a signal ends it at once
	show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	if ("task" in result) return onTask(context, result, run!);
	const heading = t("eval.heading", {
		run: escapeLine(result.run),
		text: texts.length > 0 ? escapeLine(result.text) : ownPart(t, result.text),
		symbols: count(result.symbols),
		time: clock(result.seconds),
	});
	const titles = [t("done.nats"), t("done.bits"), t("done.bitsPerCharacter")].map((title) => ({ title, right: true }));
	const { lossNats, bitsPerSymbol, bitsPerCharacter, unknownSymbols } = result;
	const [head, body] = table(titles, [[lossNats, bitsPerSymbol, bitsPerCharacter].map(loss)]);
	print(context, `${out.bold(heading)}\n${out.dim(head!)}\n${body}`);
	if (result.other) printOthers(context, result.other);
	talkAveraged(context, result);
	talk(context, readingWords(context, result.reading));
	if (unknownSymbols > 0) {
		const share = percent(unknownSymbols / result.symbols);
		talk(context, t("eval.unknown", { count: unknownSymbols, share }));
	}
	suggestNext(context, [`sluice sample ${sameRun(run!, context.settings)}`]);
	return 0;
}

/** States how many updates the weights are the mean of, if they are a mean. */
function talkAveraged(context: Context, { averagedUpdates }: { averagedUpdates?: number }): void {
	if (averagedUpdates) talk(context, context.t("done.averaged", { count: averagedUpdates }));
}

/** Prints the losses of other protocols, each on a line of its own. */
function printOthers(context: Context, { windows, dynamic }: NonNullable<TextEvaluation["other"]>): void {
	const { t } = context;
	if (windows) {
		const { size, symbols, lossNats, bitsPerSymbol } = windows;
		const facts = { size, count: count(symbols), nats: loss(lossNats), bits: loss(bitsPerSymbol) };
		print(context, `\n${t("eval.windows", facts)}`);
	}
	if (dynamic) {
		const { lr, decay, lossNats, bitsPerSymbol } = dynamic;
		print(context, `\n${t("eval.dynamic", { lr, decay, nats: loss(lossNats), bits: loss(bitsPerSymbol) })}`);
	}
}

/** States how the text was read, and what one piece gives. */
function readingWords({ t }: Context, { lanes, warmup, compared }: TextEvaluation["reading"]): string {
	if (lanes === 1) return t("eval.onePiece");
	const told = t("eval.lanes", { lanes, warmup });
	if (!compared) return told;
	const { symbols, lanesNats, exactNats } = compared;
	const facts = { count: count(symbols), lanes: loss(lanesNats), exact: loss(exactNats) };
	return `${told} ${t("eval.compared", facts)}`;
}

function onTask(context: Context<Values>, result: TaskRunEvaluation, run: string): number {
	const { t, out, settings } = context;
	talkAveraged(context, result);
	if (result.series) return onSeries(context, result, run);
	if (result.pairs) return onPairs(context, result, run);
	if (result.labels) return onLabels(context, result, result.labels, run);
	const { step, task, length, sequences, errorShare, loss: value, lossUnit, baseline, seconds } = result;
	const facts = { run: escapeLine(result.run), step, task, length, count: count(sequences), time: clock(seconds) };
	const titles = [t("done.wrong"), t("done.loss"), t("done.baseline")].map((title) => ({ title, right: true }));
	const base = baseline === null ? "-" : inUnit(baseline, lossUnit, t);
	const [head, body] = table(titles, [[percent(errorShare), inUnit(value, lossUnit, t), base]]);
	print(context, `${out.bold(t("eval.headingTask", facts))}\n${out.dim(head!)}\n${body}`);
	if (result.echo) print(context, `\n${readoutLine(result.echo, t)}`);
	const { attention } = context.library.describeRun({ run, runs: settings.values.runs });
	suggestNext(context, [lookInto(sameRun(run, settings), attention)]);
	return 0;
}

/** An answer without any mistake is too rare to count. */
function onPairs(context: Context<Values>, result: TaskRunEvaluation, run: string): number {
	const { t, out, settings } = context;
	const { step, task, part, file, sequences, baseline, seconds } = result;
	const of = file === undefined ? ownPart(t, part ?? "valid") : escapeLine(file);
	const facts = { run: escapeLine(result.run), step, of, task: escapeLine(task), count: sequences };
	const titles = [t("done.nats"), t("done.bits"), t("eval.baselinePairs")].map((title) => ({ title, right: true }));
	const [head, body] = table(titles, [[result.loss, result.loss / Math.LN2, baseline].map(loss)]);
	print(context, `${out.bold(t("eval.headingPairs", { ...facts, time: clock(seconds) }))}\n${out.dim(head!)}\n${body}`);
	talk(context, t("eval.pairsMore"));
	const measured = `${file === undefined ? "" : ` ${quote(file)}`} --chat${flagWords(settings, "part", "checkpoint")}`;
	suggestNext(context, [`sluice eval ${sameRun(run, settings)}${measured}`]);
	return 0;
}

function onLabels(context: Context, result: TaskRunEvaluation, scores: ClassScores, run: string): number {
	const { t, out, settings } = context;
	const { step, task, part, file, seconds } = result;
	const of = file === undefined ? ownPart(t, part ?? "valid") : escapeLine(file);
	const facts = { run: escapeLine(result.run), step, task: escapeLine(task), of, time: clock(seconds) };
	print(context, out.bold(t("eval.headingSeries", facts)));
	for (const [k, [head, ...body]] of [accuracyTable, classTable, confusionTable].map((of) => of(scores, t)).entries())
		print(context, `${k > 0 ? "\n" : ""}${out.dim(head!)}\n${body.join("\n")}`);
	const left = classesLeftOut(scores);
	if (left > 0) talk(context, t("labels.more", { count: left }));
	if (scores.unknownSymbols > 0) talk(context, t("labels.unknown", { count: count(scores.unknownSymbols) }));
	if (result.echo) print(context, `\n${readoutLine(result.echo, t)}`);
	suggestNext(context, [`sluice predict ${sameRun(run, settings)} --out labels.jsonl`]);
	return 0;
}

function onSeries(context: Context, result: TaskRunEvaluation, run: string): number {
	const { t, out, settings } = context;
	const { step, task, part, file, seconds } = result;
	const of = file === undefined ? ownPart(t, part ?? "valid") : escapeLine(file);
	const facts = { run: escapeLine(result.run), step, task: escapeLine(task), of, time: clock(seconds) };
	const [head, ...body] = forecastTable(result.series!, t);
	print(context, `${out.bold(t("eval.headingSeries", facts))}\n${out.dim(head!)}\n${body.join("\n")}`);
	const bad = noBetter(result.series!, t);
	if (bad) print(context, `\n${out.red(bad)}`);
	if (result.echo) print(context, `\n${readoutLine(result.echo, t)}`);
	suggestNext(context, [`sluice forecast ${sameRun(run, settings)} --out forecasts.csv --svg forecasts.svg`]);
	return 0;
}
