/** What every verb is handed: the outside world, the words, and how to stop. */
import type { Lang } from "../src/errors/define.ts";
import type { SluiceError } from "../src/errors/index.ts";
import type { Paint } from "./display/colour.ts";
import { escapeJson, escapeLine } from "./display/escape.ts";
import type { Show } from "./display/view.ts";
import type { Io, Library } from "./io.ts";
import type { Translate } from "./messages/catalogue.ts";
import type { Settings } from "./settings.ts";

/** @template V what was given of the verb's flags */
export interface Context<V = object> {
	io: Io;
	/** Language of talk; results under --json and their errors are English. */
	lang: Lang;
	t: Translate;
	settings: Settings<V>;
	/** Colours of the two streams. */
	out: Paint;
	err: Paint;
	format: "text" | "json" | "jsonl";
	quiet: boolean;
	show: Show;
	library: Library;
}

/** Data: one line or more on standard output. */
export function print(context: Context, text: string): void {
	context.io.stdout.write(`${text}\n`);
}

/** Talk on standard error, kept back by --quiet. */
export function talk(context: Context, text: string): void {
	if (!context.quiet) context.io.stderr.write(`${text}\n`);
}

/** Something passed over that the user should know, kept back by --quiet. */
export function note({ show, err, t, lang }: Context, notice: SluiceError): void {
	show.say(`${err.yellow(`${t("notice.label")}:`)} ${escapeLine(notice.text(lang))}`);
}

/** Writes data; where its reader is slow, resolves when it has caught up, or when `signal` aborts. */
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

/** One JSON document, or one line of many; every one carries the version of its schema. */
export function jsonText({ format }: Context, value: object): string {
	const document = { schema: 1, ...value };
	return escapeJson(JSON.stringify(document, null, format === "jsonl" ? undefined : 2));
}

export function printJson(context: Context, value: object): void {
	print(context, jsonText(context, value));
}

/** The next moves, each a command to copy; withheld where only JSON is wanted. */
export function suggestNext(context: Context, commands: readonly string[]): void {
	if (context.format !== "text" || commands.length === 0) return;
	const { t, err } = context;
	talk(
		context,
		`\n${err.dim(`${t("next.label")}:`)}\n${commands.map((command) => `  ${err.cyan(command)}`).join("\n")}`,
	);
}
