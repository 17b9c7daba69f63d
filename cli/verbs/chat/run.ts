/** `sluice chat RUN`: answers each line of standard input; lines that begin with a slash are commands. */
import { existsSync, statSync } from "node:fs";
import { type ChatQuestion, type ChatReply, SluiceError } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk, write } from "../../context.ts";
import { escapeLine, escapeText } from "../../display/escape.ts";
import { replySymbol } from "../../display/replySymbol.ts";
import { loadWidths } from "../../display/width.ts";
import { sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import { type Lines, linesFrom } from "../shared/lines.ts";
import type { ValuesOf } from "../spec.ts";
import { againCommand } from "./again.ts";
import { type Line, lineOf } from "./commands.ts";
import type { chat } from "./spec.ts";
import { whyLines } from "./why.ts";

type Values = ValuesOf<typeof chat>;

/** What commands change and read. */
interface Talk {
	run: string;
	temperature: number;
	/** Seed of the next reply. */
	seed: number;
	turns: ChatReply[];
	/** Files that /save may overwrite: those of this conversation, and the one that it was just refused. */
	saved: Set<string>;
}

export async function run(context: Context<Values>, [run]: string[]): Promise<number> {
	const { io, t, err, format, library, settings } = context;
	const {
		temperature = 0.5,
		seed = 1,
		topK,
		topP,
		beams,
		length,
		alternatives,
		values,
		checkpoint,
		engine,
		threads,
		runs,
	} = settings.values;
	const signal = io.stop.listen(() => false); // nothing to save
	const lines = linesFrom(io);
	const state: Talk = { run: run!, temperature, seed, turns: [], saved: new Set() };
	const chosen = checkpoint === undefined ? {} : { checkpoint: checkpointOf(checkpoint, context) };
	const sampling = { temperature, seed, topK, topP, beams, length };
	await loadWidths();
	try {
		const result = await library.chat(
			{ run: run!, runs, ...sampling, values, ...chosen, engine, threads },
			{
				onOpen() {
					if (format === "text" && io.stdin.isTTY) talk(context, err.dim(t("chat.how", { run: escapeLine(run!) })));
				},
				nextQuestion: () => nextQuestion(context, lines, state),
				async onText(text) {
					if (format === "text") await write(context, escapeText(text), signal);
				},
				onReply(reply) {
					state.turns.push(reply);
					state.seed = reply.seed + 1;
					if (format === "jsonl") printJson(context, { type: "reply", ...reply });
					if (format !== "text") return;
					io.stdout.write("\n");
					if (reply.unknownSymbols > 0) talk(context, err.dim(unreadWords(context, reply)));
					if (reply.cut) talk(context, err.dim(t("chat.cut", { count: reply.symbols.length })));
					if (alternatives) explain(context, reply, state);
				},
				onNotice: (notice) => note(context, notice),
				signal,
			},
		);
		if (format === "json") printJson(context, result);
		if (format === "jsonl") printJson(context, { type: "done", run: result.run, step: result.step });
		if (result.turns.length > 0) suggestNext(context, [`sluice eval ${sameRun(run!, settings)} --chat`]);
		return 0;
	} finally {
		lines.close();
	}
}

/** Obeys commands until a question comes. */
async function nextQuestion(context: Context<Values>, lines: Lines, state: Talk): Promise<ChatQuestion | undefined> {
	for (;;) {
		const typed = await lines.next();
		if (typed === undefined) return undefined;
		const line = lineOf(typed);
		if (line.what === "quit") return undefined;
		if (line.what === "question") {
			const { temperature, seed } = state;
			return { question: line.text, temperature, seed };
		}
		obey(context, line, state);
	}
}

function obey(context: Context<Values>, line: Exclude<Line, { what: "question" }>, state: Talk): void {
	const { t, format } = context;
	const last = state.turns.at(-1);
	if (line.what === "unknown") talk(context, t("chat.unknown", { command: escapeLine(line.command) }));
	if (line.what === "form") talk(context, t(`chat.form.${line.command}`));
	if (line.what === "help") talk(context, t("chat.help", { temperature: state.temperature, seed: state.seed }));
	if (line.what === "temperature" || line.what === "seed") {
		if (line.what === "temperature") state.temperature = line.value;
		else state.seed = line.value;
		talk(context, t("chat.set", { name: line.what, value: line.value }));
	}
	if (line.what !== "why" && line.what !== "save") return;
	if (!last) talk(context, t("chat.nothing"));
	else if (line.what === "save") save(context, line.file, state);
	else if (format === "text") explain(context, last, state);
}

function explain(context: Context<Values>, reply: ChatReply, state: Talk): void {
	print(context, whyLines(context, reply, againCommand(context, state.run, reply)).join("\n"));
}

function unreadWords({ t }: Context, { unknown, unknownSymbols, questionSymbols }: ChatReply): string {
	const symbols = unknown.map((label) => replySymbol(t, label)).join(" ");
	return t("chat.unread", { symbols, count: unknownSymbols, all: questionSymbols });
}

/**
 * A file that cannot be written is no reason to end a conversation. One that this conversation has not written is
 * overwritten on the second try only.
 */
function save(context: Context<Values>, file: string, { run, turns, saved: ours }: Talk): void {
	const { t, library, err, lang } = context;
	if (!ours.has(file) && existsSync(file) && statSync(file).isFile()) {
		ours.add(file);
		talk(context, err.yellow(t("chat.exists", { file: escapeLine(file) })));
		return;
	}
	try {
		const written = turns.map((reply) => ({ ...reply, command: againCommand(context, run, reply) }));
		const saved = library.saveChat({ run, turns: written, file });
		ours.add(file);
		talk(context, t("chat.saved", { count: turns.length, file: escapeLine(saved) }));
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error;
		talk(context, err.yellow(escapeLine(error.text(lang))));
	}
}
