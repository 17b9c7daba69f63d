/** What every verb is handed: the outside world, the words, and how to stop. */
import type { Lang } from "../src/errors/define.ts";
import type { SluiceError } from "../src/errors/index.ts";
import type { Settings } from "./config.ts";
import type { Paint } from "./display/colour.ts";
import { escapeJson, escapeLine } from "./display/escape.ts";
import type { Show } from "./display/show.ts";
import type { Translate } from "./messages/index.ts";

export type Library = typeof import("../src/index.ts");

/** A stream to write on; a terminal has columns and rows. */
export interface Out {
	/** False asks the writer to wait for "drain". */
	write(text: string): unknown;
	once?(event: "drain", listener: () => void): unknown;
	isTTY?: boolean;
	columns?: number;
	rows?: number;
	/** Columns and rows as they are now; `columns` may lag behind a resize. */
	getWindowSize?(): [number, number];
	on?(event: "resize", listener: () => void): unknown;
	off?(event: "resize", listener: () => void): unknown;
}

/** The process as the command line sees it; tests hand in their own. */
export interface Io {
	stdout: Out;
	stderr: Out;
	env: Readonly<Record<string, string | undefined>>;
	cwd: string;
	/** Milliseconds from any fixed moment. */
	now(): number;
	/** Calls `restore` if the process ends before the returned function is called. */
	atExit(restore: () => void): () => void;
	stop: Stop;
	/** The public surface, loaded on first need. */
	library(): Promise<Library>;
}

/** The first signal asks, the second ends the process at once; a verb that does not listen ends at the first. */
export interface Stop {
	/**
	 * Listens: aborted with the signal's name as the reason. `onFirst` is called then; when it returns false there is
	 * nothing to save, and the process ends at once.
	 */
	listen(onFirst?: () => boolean): AbortSignal;
	/** 130 or 143 after a signal; 0 after standard output was closed by its reader. */
	readonly exitCode: number | undefined;
}

export interface Context {
	io: Io;
	/** Language of talk; results under --json and their errors are English. */
	lang: Lang;
	t: Translate;
	settings: Settings;
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
