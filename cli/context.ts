/** The context of every verb: the outside world, the messages, and how to stop. */
import type { Lang } from "../src/errors/define.ts";
import type { SluiceError } from "../src/errors/index.ts";
import type { Paint } from "./display/colour.ts";
import { escapeJson, escapeLine } from "./display/escape.ts";
import type { Show } from "./display/view.ts";
import type { Io, Library } from "./io.ts";
import type { Translate } from "./messages/catalogue.ts";
import type { Settings } from "./settings.ts";

/** @template V the given values of the verb's options */
export interface Context<V = object> {
	io: Io;
	/** Language of messages. Results under --json and their errors are in English. */
	lang: Lang;
	t: Translate;
	settings: Settings<V>;
	/** Colours for standard output and standard error. */
	out: Paint;
	err: Paint;
	format: "text" | "json" | "jsonl";
	quiet: boolean;
	/** Whether the verb was called by its former name. */
	former: boolean;
	show: Show;
	library: Library;
}

/** Prints data on standard output: one or more lines. */
export function print(context: Context, text: string): void {
	context.io.stdout.write(`${text}\n`);
}

/** Prints a message on standard error, unless --quiet. */
export function talk(context: Context, text: string): void {
	if (!context.quiet) context.io.stderr.write(`${text}\n`);
}

/** Prints a notice that something was skipped, unless --quiet. */
export function note({ show, err, t, lang }: Context, notice: SluiceError): void {
	show.say(`${err.yellow(`${t("notice.label")}:`)} ${escapeLine(notice.text(lang))}`);
}

/** Writes data. With a slow reader, resolves when the reader has caught up or `signal` aborts. */
export async function write({ io }: Context, text: string, signal: AbortSignal): Promise<void> {
	const { stdout } = io;
	if (stdout.write(text) !== false || !stdout.once || signal.aborted) return;
	await new Promise<void>((resolve) => {
		const done = () => {
			signal.removeEventListener("abort", done);
			resolve();
		};
		signal.addEventListener("abort", done);
		stdout.once!("drain", done);
	});
}

/**
 * One JSON document, or one line of JSON Lines, with its schema version. JSON has no infinities: they are written as the
 * strings "Infinity" and "-Infinity".
 */
export function jsonText({ format }: Context, value: object): string {
	const document = { schema: 1, ...value };
	const named = (_key: string, inner: unknown) =>
		typeof inner === "number" && Math.abs(inner) === Number.POSITIVE_INFINITY ? String(inner) : inner;
	return escapeJson(JSON.stringify(document, named, format === "jsonl" ? undefined : 2));
}

export function printJson(context: Context, value: object): void {
	print(context, jsonText(context, value));
}

/** Suggests the next commands to copy; omitted under --json. */
export function suggestNext(context: Context, commands: readonly string[]): void {
	if (context.format !== "text" || commands.length === 0) return;
	const { t, err, io } = context;
	const called = commands.map((command) => command.replace(/^sluice(?= )/, io.command ?? "sluice"));
	talk(context, `\n${err.dim(`${t("next.label")}:`)}\n${called.map((command) => `  ${err.cyan(command)}`).join("\n")}`);
}
