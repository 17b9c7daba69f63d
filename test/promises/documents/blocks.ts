/** What a document shows of the command line: its commands, and what it prints below them. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../../..");

export interface DocumentText {
	/** From the root of the repository: "docs/cells.md". */
	path: string;
	lines: string[];
}

export interface Shown {
	document: string;
	/** From 1. */
	line: number;
	/** As typed, on one line, without its comment: "sluice eval RUN --part test". */
	text: string;
	/** Words behind `sluice`; what the shell does with the output (`> file`, `; echo $?`) is left out. */
	words: string[];
	/** Only its exit code is printed: it ends in `echo $?`. */
	exitCode: boolean;
	/** A form with brackets and alternatives, not a command that could be run. */
	usage: boolean;
	/** In the middle of a sentence: its arguments may be left out. */
	inline: boolean;
	/** Lines printed below it, the first and the one after the last, from 0. */
	output?: [number, number];
}

export const read = (path: string): DocumentText => ({
	path,
	lines: readFileSync(join(ROOT, path), "utf8").split("\n"),
});

interface Block {
	language: string;
	/** Lines between the fences, the first and the one after the last, from 0. */
	from: number;
	to: number;
}

export function blocksOf({ lines }: DocumentText): Block[] {
	const found: Block[] = [];
	let open: Block | undefined;
	for (const [n, line] of lines.entries()) {
		const fence = /^\s*```(\w*)/.exec(line);
		if (!fence) continue;
		if (open) found.push({ ...open, to: n });
		open = open ? undefined : { language: fence[1]!, from: n + 1, to: n + 1 };
	}
	return found;
}

/** Spans of code in prose, each with its line; one may go on in the next line. */
export function spansOf(document: DocumentText): { code: string; line: number }[] {
	const inBlock = new Set(blocksOf(document).flatMap(({ from, to }) => range(from - 1, to + 1)));
	const prose = document.lines.map((line, n) => (inBlock.has(n) ? "" : line)).join("\n");
	return [...prose.matchAll(/(?<!`)(`{1,2})(?!`)((?:(?!\n\n)[\s\S])+?)(?<!`)\1(?!`)/g)].map(({ 2: code, index }) => ({
		code: code!.trim().replace(/\s*\n\s*/g, " "),
		line: prose.slice(0, index).split("\n").length,
	}));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
const CALL = /^(?:\$ )?(?:npx )?sluice (?=\w|-)/;
/** "$ ... the same with --clip-norm 0.1" */
const SAME = /^\$ \.\.\. the same with /;

/** Every command of a document in its order: in blocks of code, in indented code, and in spans of prose. */
export function commandsOf(document: DocumentText): Shown[] {
	const found: Shown[] = [];
	for (const block of blocksOf(document)) {
		const transcript = range(block.from, block.to).some((n) => document.lines[n]!.startsWith("$ "));
		let last: Shown | undefined;
		for (let n = block.from; n < block.to; n++) {
			const [typed, next] = continued(document.lines, n, block.to);
			const same = SAME.test(typed);
			if (!same && !CALL.test(typed)) {
				if (typed.startsWith("$ ")) last = undefined;
				else if (transcript && last) last.output = [last.output?.[0] ?? n, n + 1];
				continue;
			}
			const before = found.findLast(({ text }) => / train /.test(text))?.text ?? "";
			last = shown(document.path, n + 1, same ? `${before} ${typed.replace(SAME, "")}` : typed);
			found.push(last);
			n = next - 1;
		}
		if (transcript || block.language !== "") continue;
		const command = announcing(document, block);
		if (command) found.push({ ...command, inline: false, output: [block.from, block.to] });
	}
	for (const [n, line] of document.lines.entries())
		if (/^ {4}sluice \w/.test(line)) found.push(shown(document.path, n + 1, line.trim()));
	for (const { code, line } of spansOf(document))
		if (CALL.test(code) && !code.includes("<")) found.push({ ...shown(document.path, line, code), inline: true });
	return found.sort((a, b) => a.line - b.line);
}

/** A line with those that it goes on in by a backslash, and the number of the line after them. */
function continued(lines: readonly string[], at: number, end: number): [text: string, next: number] {
	let [text, next] = [lines[at]!, at + 1];
	while (text.endsWith("\\") && next < end) text = `${text.slice(0, -1).trimEnd()} ${lines[next++]!.trim()}`;
	return [text, next];
}

/** The command whose output a block is: the last one in the paragraph above it. */
function announcing(document: DocumentText, { from }: Block): Shown | undefined {
	let first = from - 2;
	while (first > 0 && document.lines[first]!.trim() === "") first--;
	while (first > 0 && document.lines[first]!.trim() !== "") first--;
	const above = spansOf(document).filter(({ code, line }) => line > first && line < from && CALL.test(code));
	const last = above.at(-1);
	return last && shown(document.path, last.line, last.code);
}

function shown(document: string, line: number, typed: string): Shown {
	const usage = /(^|\s)\[|\.\.\.(\s|\]|$)/.test(typed.replace(/'[^']*'|"[^"]*"/g, "").replace(/\s#\s.*/, ""));
	const { words, rest } = splitShell(typed.replace(CALL, ""), usage);
	const text = `sluice ${words.map((word) => (/[\s'"]/.test(word) ? JSON.stringify(word) : word)).join(" ")}`;
	return { document, line, text, words, usage, inline: false, exitCode: /echo \$\?/.test(rest) };
}

/** Words as a shell sees them, up to a comment, a redirection, a pipe or a semicolon. */
function splitShell(typed: string, usage: boolean): { words: string[]; rest: string } {
	const words: string[] = [];
	let at = 0;
	while (at < typed.length) {
		const gap = /^\s+/.exec(typed.slice(at));
		if (gap) at += gap[0].length;
		const rest = typed.slice(at);
		if (rest === "" || /^(#|>|;|&)/.test(rest) || (!usage && rest.startsWith("|"))) break;
		const word = /^(?:"[^"]*"|'[^']*'|[^\s"';])+/.exec(rest)![0];
		words.push(word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
		at += word.length;
	}
	return { words, rest: typed.slice(at) };
}
