/** `sluice sample RUN --interactive`, and a prompt from standard input. */
import { fail } from "../../../src/errors/index.ts";
import type { SampleRequest } from "../../../src/index.ts";
import { type Context, note, suggestNext, talk, write } from "../../context.ts";
import { escapeLine, escapeText } from "../../display/escape.ts";
import { sameRun } from "../../next.ts";
import { linesOf } from "../shared/lines.ts";
import type { ValuesOf } from "../spec.ts";
import type { sample } from "./spec.ts";

type Values = ValuesOf<typeof sample>;

/** Everything on standard input, without the newline at its end. */
export async function allOf(stdin: AsyncIterable<string>): Promise<string> {
	const pieces: string[] = [];
	for await (const piece of stdin) pieces.push(piece);
	return pieces.join("").replace(/\r?\n$/, "");
}

/** @throws E_OPTION for an option that a conversation has no place for. */
export function checkAlone({ settings, format }: Context<Values>): void {
	const { prompt, copied } = settings.values;
	const other = prompt !== undefined ? "prompt" : copied ? "copied" : format === "text" ? undefined : format;
	if (other === undefined) return;
	throw fail("E_OPTION", { option: "interactive", where: { place: "flag" }, why: { reason: "together", with: other } });
}

/** Continues each line of standard input until it ends. */
export async function talkWith(context: Context<Values>, request: SampleRequest): Promise<number> {
	const { io, t, err, library } = context;
	const { prompt: _, copied: __, ...options } = request;
	const signal = io.stop.listen(() => false); // nothing to save
	const lines = linesOf(io.stdin);
	const sign = io.stdin.isTTY ? "> " : "";
	talk(context, err.dim(t("interactive.how", { run: escapeLine(request.run) })));
	const { turns } = await library.converse(options, {
		async nextPrompt() {
			if (sign) io.stderr.write(sign);
			const { value, done } = await lines.next();
			return done ? undefined : value;
		},
		onText: (text) => write(context, escapeText(text), signal),
		onTurn: () => void io.stdout.write("\n"),
		onNotice: (notice) => note(context, notice),
		signal,
	});
	if (turns.length > 0) suggestNext(context, [`sluice cells find ${sameRun(request.run, context.settings)}`]);
	return 0;
}
