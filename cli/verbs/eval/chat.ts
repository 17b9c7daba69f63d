/** `sluice eval RUN --chat`: what a model of questions and answers has learned, compared with retrieval. */
import { fail } from "../../../src/errors/index.ts";
import type { ChatEvaluation, ChatPhase } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { clock, count, percent } from "../../display/numbers.ts";
import { ownPart } from "../../display/ownPart.ts";
import { Progress } from "../../display/progress.ts";
import { loadWidths } from "../../display/width.ts";
import { flagWords, quote, sameRun, sameRuns } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import type { ValuesOf } from "../spec.ts";
import { chatNext } from "./chatNext.ts";
import { printExamples, scoreTable } from "./chatTable.ts";
import { verdictLines } from "./chatVerdict.ts";
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
	const measured = {
		file: files.map((file) => ` ${quote(file)}`).join(""),
		options: flagWords(settings, "part", "sequences", "seed"),
		withoutSequences: flagWords(settings, "part", "seed"),
		runs: sameRuns(settings),
	};
	suggestNext(context, chatNext(result, sameRun(run, settings), measured));
	return 0;
}

function printScores(context: Context, result: ChatEvaluation): void {
	const { t, out } = context;
	const { run, step, part, file, pairs, seconds, validShare } = result;
	const facts = {
		...{ run: escapeLine(run), step, count: pairs, time: clock(seconds) },
		of: file === undefined ? ownPart(t, part ?? "valid") : escapeLine(file),
	};
	const [first, ...lines] = verdictLines(context, result);
	print(context, `${t("chatEval.heading", facts)}\n\n${[out.bold(first!), ...lines].join("\n")}\n`);
	const [head, ...body] = scoreTable(context, result);
	print(context, `${out.dim(head!)}\n${body.join("\n")}`);
	if (validShare < 1) print(context, t("chatEval.valid", { share: percent(validShare) }));
	printExamples(context, result);
}
