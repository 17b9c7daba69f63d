/** Shared by `train` and `resume`: progress of the run, its closing messages, and the advice when it diverges. */
import { SluiceError } from "../../../src/errors/index.ts";
import type { TaskResult, TextResult, TrainEvent, TrainResult } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine, escapeText } from "../../display/escape.ts";
import { forecastTable, noBetter, readoutLine } from "../../display/forecasts.ts";
import { accuracyTable } from "../../display/labels.ts";
import { errorShareOf, inUnit, lossOf, lossWords } from "../../display/losses.ts";
import { clock, count, loss, percent, small } from "../../display/numbers.ts";
import { table } from "../../display/table.ts";
import { TrainProgress } from "../../display/trainProgress.ts";
import { cellsOf, clip, fold } from "../../display/width.ts";
import { report } from "../../failure.ts";
import { afterTraining, runArgument } from "../../next.ts";

export interface Hooks {
	onEvent(event: TrainEvent): void;
	signal: AbortSignal;
}

/** Settings that the report reads, if the verb has them. */
type Followed = { readonly runs?: string; readonly forecast?: string };

/** Cells of a reply on the way. */
const LONGEST_SAMPLE = 96;

interface Ending {
	/** Command to suggest after a divergence. */
	remedy(run: string, options: Readonly<Record<string, unknown>>): string;
	/** The document of --json. Default: the result itself. */
	document?(result: TrainResult): object;
}

/**
 * Follows a training run to its end and reports on it.
 * @param call starts the training
 */
export async function follow(
	context: Context<Followed>,
	call: (hooks: Hooks) => Promise<TrainResult>,
	{ remedy, document = (result) => result }: Ending,
): Promise<number> {
	const { io, t, show, settings } = context;
	const view = new TrainProgress(t, context.err);
	const signal = io.stop.listen(() => {
		if (view.start) show.say(t("train.stopping"));
		return view.start !== undefined || (io.rank ?? 0) > 0; // rank 0 says when the others end
	});
	let sample = "";
	let asPairs: string[] = []; // the command for a text that looks like pairs, which has scrolled away by the end
	const onEvent = (event: TrainEvent) => {
		if (context.format === "jsonl") printJson(context, event);
		if (event.type === "done") sample = event.sample;
		if (event.type === "notice" && event.notice.code === "E_TEXT_PAIRS")
			asPairs = [(event.notice.params as { command: string }).command];
		view.take(event, io.now());
		tell(context, event, view.start);
		const steady = event.type === "step" || event.type === "data" || event.type === "finish" || event.type === "fit";
		if (steady || show.live) show.update(view, !steady);
	};
	try {
		const result = await call({ onEvent, signal });
		show.end();
		const name = runArgument(result.run, result.folder, io);
		if (context.format === "json") printJson(context, document(result));
		if (result.ended === "signal") {
			talk(context, t("train.stopped", { step: result.steps, folder: escapeLine(result.folder) }));
			suggestNext(context, [`sluice resume ${name}`]);
			return io.stop.exitCode ?? 130;
		}
		const options = view.start?.options ?? {};
		if (result.ended === "early-stop") talk(context, t("train.early", { patience: Number(options.patience) }));
		if (result.ended === "goal") talk(context, t("train.goal", { share: percent(Number(options.stopAtError)) }));
		if (context.format === "text") printResult(context, result, sample, view.start?.fromStep ?? 0);
		if (context.format !== "text") return 0;
		const split = context.library.describeRun({ run: result.folder }).split ?? undefined;
		suggestNext(context, [...asPairs, ...afterTraining(name, { options, result, split, start: view.start, settings })]);
		return 0;
	} catch (error) {
		show.end();
		if (!(error instanceof SluiceError) || error.code !== "E_DIVERGED" || !view.start) throw error;
		const { run, folder, options } = view.start;
		const { lang, err, format } = context;
		const code = report(error, io, { lang, t, paint: err, json: format !== "text" });
		if (format !== "text") return code;
		talk(context, t("diverged.run", { run: escapeLine(run) }));
		suggestNext(context, [remedy(runArgument(run, folder, io), options)]);
		return code;
	}
}

/** Prints lines that stay: notices always; the start, validations and samples if no block shows them. */
function tell(context: Context, event: TrainEvent, start: TrainProgress["start"]): void {
	const { t, show } = context;
	if (event.type === "start") {
		if (event.notice) note(context, event.notice);
		const facts = {
			run: escapeLine(event.run),
			engine: event.build,
			parameters: count(event.parameters),
			seed: event.seed,
		};
		if (show.live) return;
		if (event.fromStep > 0) show.say(t("train.resumed", { ...facts, step: event.fromStep }));
		else if ("task" in event && event.pairCounts)
			show.say(t("train.startPairs", { ...facts, ...event.pairCounts, symbols: event.inputs }));
		else if ("task" in event) show.say(t("train.startTask", { ...facts, length: event.length }));
		else show.say(t("train.start", { ...facts, symbols: event.symbols }));
	}
	if (event.type === "notice") note(context, event.notice);
	if (event.type === "rollback") {
		const { step, to, rate, left, kind, tensor, index, value, gradNorms } = event;
		const what =
			kind === "exploded"
				? t("train.exploded", { value: small(Number(value)) })
				: t("train.notFinite", { tensor, index, value });
		const norms = gradNorms.length > 0 ? gradNorms.map(small).join(", ") : "-";
		const facts = { step, what, norms, to, rate: `1/${1 / rate}`, lr: small(rate * Number(start?.options.lr)), left };
		show.say(context.err.yellow(t("train.rollback", facts)));
	}
	if (event.type === "valid" && !show.live) {
		const { step } = event;
		const [nats, bits = ""] = lossWords(lossOf(event), start, t);
		const share = errorShareOf(event, start);
		const symbols = "validatedSymbols" in event ? count(event.validatedSymbols) : "";
		const line =
			"errorShare" in event
				? share === undefined
					? start && "task" in start && start.pairs
						? t("train.validPairs", { step, value: nats, count: event.sequences })
						: t("train.validSeries", { step, value: nats })
					: t("train.validTask", { step, share: percent(share), count: count(event.sequences), value: nats })
				: t("train.valid", { step, nats, bits, count: symbols });
		show.say(event.best ? `${line} ★` : line);
	}
	if (event.type === "sample" && !show.live && start && "task" in start)
		show.say(context.err.dim(`  ${clip(escapeLine(event.text), LONGEST_SAMPLE)}`));
}

/** @param from step that this session started from */
function printResult(context: Context<Followed>, result: TrainResult, sample: string, from: number): void {
	const { io, t, out } = context;
	const run = escapeLine(result.run);
	if (result.steps > 0 && result.steps === from && !("task" in result && result.echo))
		print(context, `\n${out.bold(t("done.already", { run, steps: result.steps }))}\n`);
	else if (result.steps === 0) print(context, `\n${out.bold(t("done.untrained", { run }))}\n`);
	else print(context, `\n${out.bold(headingOf(context, result))}\n`);
	const [head, ...body] = tableOf(context, result);
	print(context, `${out.dim(head!)}\n${body.join("\n")}`);
	if ("task" in result && result.series) print(context, seriesNotes(context, result).join("\n"));
	if ("task" in result && result.labels) {
		const [head, ...body] = accuracyTable(result.labels, t);
		print(context, `\n${out.dim(head!)}\n${body.join("\n")}`);
	}
	if ("task" in result && result.echo) print(context, `\n${readoutLine(result.echo, t)}`);
	if (result.averagedUpdates) print(context, t("done.averaged", { count: result.averagedUpdates }));
	const unmeasured = ("task" in result ? result.loss : result.lossNats).valid === null;
	if (unmeasured && io.stop.exitCode === undefined) print(context, t("done.noValid"));
	if (sample)
		print(
			context,
			`\n${t("task" in result ? "done.samplePair" : "done.sample")}\n${framed(sample, out.dim("│"), cellsOf(context, Number.POSITIVE_INFINITY))}`,
		);
	print(context, `\n${t("done.saved", { folder: escapeLine(result.folder) })}`);
}

/** Which weights the errors of a series belong to, and a warning if they are no better than the last value. */
function seriesNotes({ t, out, settings }: Context<Followed>, { series, validStep, best, echo }: TaskResult): string[] {
	const words = validStep === best?.step ? t("series.best", { step: validStep! }) : undefined;
	const bad = noBetter(series!, t);
	const remedy = settings.values.forecast === "value" ? t("series.tryChange") : echo ? "" : t("series.tryEcho");
	return [...(words ? ["", words] : []), ...(bad ? ["", out.red(`${bad} ${remedy}`.trimEnd())] : [])];
}

function tableOf(context: Context, result: TrainResult): string[] {
	if (!("task" in result)) return textTable(context, result);
	if (result.pairs) return pairsTable(context, result);
	return result.series ? forecastTable(result.series, context.t) : taskTable(context, result);
}

function headingOf({ t }: Context, result: TrainResult): string {
	const { steps, seconds } = result;
	const facts = { run: escapeLine(result.run), steps, time: clock(seconds) };
	if ("task" in result) {
		const { sequences, sequencesPerSecond, echo } = result;
		if (echo) return t("done.fitted", { ...facts, rows: count(echo.rows) });
		return t("done.headingTask", { ...facts, sequences: count(sequences), speed: count(sequencesPerSecond) });
	}
	return t("done.heading", { ...facts, tokens: count(result.tokens), speed: count(result.tokensPerSecond) });
}

function textTable({ t }: Context, result: TextResult): string[] {
	const { lossNats, bitsPerSymbol, bitsPerCharacter } = result;
	const row = (label: string, part: "train" | "valid") => {
		return [label, loss(lossNats[part]), loss(bitsPerSymbol[part]), loss(bitsPerCharacter[part])];
	};
	const columns = [
		{ title: t("done.part") },
		{ title: t("done.nats"), right: true },
		{ title: t("done.bits"), right: true },
		{ title: t("done.bitsPerCharacter"), right: true },
	];
	const rows = [row(t("done.train"), "train"), row(t("done.valid", { count: count(result.validSymbols) }), "valid")];
	const shown = lossNats.valid === null ? rows.slice(0, 1) : rows;
	const { bestWhileTraining: best } = result;
	if (best) {
		const label = t("done.bestText", { step: best.step, count: count(best.symbols) });
		shown.push([label, loss(best.lossNats), loss(best.lossNats / Math.LN2), ""]);
	}
	return table(columns, shown);
}

/** Final weights, best validation, and the baseline that ignores the input. */
function taskTable({ t }: Context, result: TaskResult): string[] {
	const { lossUnit, loss: losses, errorShare, validSequences, baseline, best, lowestError } = result;
	const row = (label: string, share: number | null, value: number | null) => {
		return [label, share === null ? "-" : percent(share), value === null ? "-" : inUnit(value, lossUnit, t)];
	};
	const rows = [row(t("done.train"), null, losses.train)];
	if (losses.valid !== null)
		rows.push(
			row(
				t(result.labels ? "done.lastLabels" : "done.last", { count: count(validSequences) }),
				errorShare,
				losses.valid,
			),
		);
	if (best) rows.push(row(t("done.best", { step: best.step }), best.errorShare, best.loss));
	if (best && lowestError && lowestError.errorShare < best.errorShare)
		rows.push(row(t("done.lowestError", { step: lowestError.step }), lowestError.errorShare, null));
	if (baseline !== null) rows.push(row(t("done.baseline"), null, baseline));
	const columns = [
		{ title: t("done.part") },
		{ title: t("done.wrong"), right: true },
		{ title: t("done.loss"), right: true },
	];
	return table(columns, rows);
}

/** Losses per symbol of the answers; an answer without any mistake is too rare to count. */
function pairsTable({ t }: Context, { loss: losses, validSequences, best, baseline }: TaskResult): string[] {
	const row = (label: string, value: number | null) => [label, ...(value === null ? ["-", "-"] : inNats(value))];
	const inNats = (value: number) => [loss(value), loss(value / Math.LN2)];
	const rows = [row(t("done.train"), losses.train)];
	if (losses.valid !== null) rows.push(row(t("done.lastPairs", { count: count(validSequences) }), losses.valid));
	if (best) rows.push(row(t("done.bestPairs", { step: best.step, count: best.validatedSequences }), best.loss));
	if (baseline !== null) rows.push(row(t("done.baselinePairs"), baseline));
	const columns = [
		{ title: t("done.part") },
		{ title: t("done.nats"), right: true },
		{ title: t("done.bits"), right: true },
	];
	return table(columns, rows);
}

/** Model text folded to the terminal's width. A mark before every line distinguishes it from Sluice's own messages. */
export function framed(text: string, mark: string, columns = Number.POSITIVE_INFINITY): string {
	return escapeText(text)
		.replaceAll("\t", "    ")
		.split("\n")
		.flatMap((line) => fold(line, Math.max(8, columns - 2)))
		.map((line) => `${mark} ${line}`)
		.join("\n");
}
