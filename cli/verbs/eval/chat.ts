/** `sluice eval RUN --chat`: what a model of questions and answers has learned, compared with retrieval. */
import { fail } from "../../../src/errors/index.ts";
import type { ChatEvaluation, ChatPhase, ChatScores } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { clock, count, percent } from "../../display/numbers.ts";
import { ownPart } from "../../display/ownPart.ts";
import { Progress } from "../../display/progress.ts";
import { table, tableWithin } from "../../display/table.ts";
import { cellsOf, loadWidths } from "../../display/width.ts";
import { sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import type { ValuesOf } from "../spec.ts";
import type { evaluate } from "./spec.ts";

type Values = ValuesOf<typeof evaluate>;

/** Options of eval that mean nothing here. */
const OTHERS = ["exact", "lossy", "encoding", "length", "windows", "dynamic", "dynamicLr", "dynamicDecay"] as const;

export async function evalChat(context: Context<Values>, run: string, files: readonly string[]): Promise<number> {
	const { io, t, show, library, settings } = context;
	const { part, sequences, seed, checkpoint, engine, threads, runs } = settings.values;
	const other = OTHERS.find((name) => settings.values[name] !== undefined);
	if (other) throw fail("E_OPTION", { option: other, why: { reason: "together", with: "chat" }, where: "eval" });
	if (files.length > 1) {
		const why = { reason: "tooMany", got: files.length, max: 1 } as const;
		throw fail("E_ARGUMENT", { verb: "sluice eval", why });
	}
	await loadWidths();
	let [view, phase]: [Progress?, ChatPhase?] = [];
	const chosen = checkpoint === undefined ? {} : { checkpoint: checkpointOf(checkpoint, context) };
	const of = { part, file: files[0], pairs: sequences, seed };
	const given = Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
	const result = await library.evaluateChat(
		{ run, runs, ...given, ...chosen, engine, threads },
		{
			onProgress(done, total, now) {
				if (!view || now !== phase) view = new Progress(t, t(`chatEval.phase.${now}`), count, io.now()); // speeds differ
				phase = now;
				view.set(done, total, io.now());
				show.update(view);
			},
			onNotice: (notice) => note(context, notice),
		},
	);
	show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	printScores(context, result);
	suggestNext(context, [`sluice chat ${sameRun(run, settings)}`]);
	return 0;
}

function printScores(context: Context, result: ChatEvaluation): void {
	const { t, out } = context;
	const { run, step, part, file, pairs, seconds, validShare, examples } = result;
	const facts = {
		...{ run: escapeLine(run), step, count: pairs, time: clock(seconds) },
		of: file === undefined ? ownPart(t, part ?? "valid") : escapeLine(file),
	};
	const [head, ...body] = scoreTable(context, result);
	print(context, `${out.bold(t("chatEval.heading", facts))}\n${out.dim(head!)}\n${body.join("\n")}`);
	print(context, `\n${out.bold(verdictWords(context, result))}`);
	if (result.remedy) {
		const { temperature, topP, dullShare, copiedShare, chrF } = result.remedy;
		const tried = { temperature, topP, dull: percent(dullShare), copied: percent(copiedShare), chrF: chrF.toFixed(1) };
		print(context, t("chatEval.tried", tried));
	}
	print(context, t("chatEval.valid", { share: percent(validShare) }));
	const columns = [t("chatEval.question"), t("chatEval.reply"), t("chatEval.answer")].map((title) => ({ title }));
	const rows = examples.map(({ question, reply, answer }) => [question, reply, answer].map(escapeLine));
	const cells = cellsOf(context, Number.POSITIVE_INFINITY);
	const [titles, ...lines] = tableWithin(columns, rows, { cells, drop: [] });
	print(context, `\n${t("chatEval.examples", { count: rows.length })}\n${out.dim(titles!)}\n${lines.join("\n")}`);
}

function verdictWords({ t }: Context, { verdict, dullShare, copiedShare, baselines }: ChatEvaluation): string {
	if (verdict === "recites") return t("chatEval.recites", { share: percent(copiedShare) });
	if (verdict === "dull")
		return t("chatEval.dull", { share: percent(dullShare), actual: percent(baselines.actual.dullShare) });
	return t(`chatEval.${verdict}`);
}

function scoreTable({ t }: Context, result: ChatEvaluation): string[] {
	const { seen, unseen, choices } = result;
	const row = (title: string, of: (scores: ChatScores) => string) => [
		title,
		...[result, seen, unseen].map((scores) => (scores ? of(scores) : "-")),
	];
	const nats = (value: number) => value.toFixed(3);
	const rows = [
		row(t("chatEval.pairs"), ({ pairs }) => count(pairs)),
		row(t("chatEval.nats"), ({ answerNats }) => nats(answerNats)),
		row(t("chatEval.gain"), ({ questionGain }) => nats(questionGain.nats)),
		row(t("chatEval.interval"), ({ questionGain: { low, high } }) => `${nats(low)}..${nats(high)}`),
		row(t("chatEval.shuffled"), ({ questionGain }) => nats(questionGain.shuffled)),
		row(t("chatEval.mixture"), ({ questionGain }) => nats(questionGain.mixture)),
		row(t("chatEval.pick", { choices }), ({ pickOf10 }) => percent(pickOf10)),
		row(t("chatEval.bm25"), ({ baselines }) => percent(baselines.bm25.pickOf10)),
		row("chrF", ({ chrF }) => chrF.toFixed(1)),
		row(t("chatEval.bm25"), ({ baselines }) => baselines.bm25.chrF.toFixed(1)),
		row(t("chatEval.commonest"), ({ baselines }) => baselines.commonest.chrF.toFixed(1)),
		row(t("chatEval.exact"), ({ exact }) => percent(exact)),
		row(t("chatEval.bm25"), ({ baselines }) => percent(baselines.bm25.exact)),
		row("distinct-1", ({ distinct1 }) => distinct1.toFixed(2)),
		row(t("chatEval.actual"), ({ baselines }) => baselines.actual.distinct1.toFixed(2)),
		row("distinct-2", ({ distinct2 }) => distinct2.toFixed(2)),
		row(t("chatEval.actual"), ({ baselines }) => baselines.actual.distinct2.toFixed(2)),
		row(t("chatEval.dullShare"), ({ dullShare }) => percent(dullShare)),
		row(t("chatEval.actual"), ({ baselines }) => percent(baselines.actual.dullShare)),
		row(t("chatEval.copied"), ({ copiedShare }) => percent(copiedShare)),
		row(t("chatEval.actual"), ({ baselines }) => percent(baselines.actual.copiedShare)),
	];
	const titles = [t("chatEval.measure"), t("chatEval.all"), t("chatEval.seen"), t("chatEval.unseen")];
	return table(
		titles.map((title, k) => ({ title, right: k > 0 })),
		rows,
	);
}
