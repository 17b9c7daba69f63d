/**
 * Puts the words that the program says now into a document, and keeps the document's numbers: piece by piece, where the
 * pieces beside them agree. What cannot be told apart so is left, to be done by hand.
 */
import { comparedOutput, type Output, stalePieces } from "./check.ts";
import { NUMBER, type Piece } from "./shape.ts";

export interface Rewritten {
	/** Lines of the document that change: the first and the one after the last, from 0, and what they become. */
	changes: { from: number; to: number; lines: string[] }[];
	/** Commands whose output must be shown anew by hand. */
	byHand: string[];
}

export function rewritten(output: Output, known: ReadonlySet<string>): Rewritten {
	const { documented, printed, missing, extra } = comparedOutput(output);
	const stale = new Set(stalePieces(output, known).map(({ piece }) => piece.from));
	const result: Rewritten = { changes: [], byHand: [] };
	const byHand = () => result.byHand.push(`${output.shown.document}:${output.shown.line} ${output.shown.text}`);
	const unsaid = new Set(missing);
	const said = new Set(documented.map(({ shape }) => shape));
	let at = 0;
	for (let n = 0; n < documented.length; n++) {
		const found = printed.findIndex(({ shape }, k) => k >= at && shape === documented[n]!.shape);
		if (!unsaid.has(documented[n]!)) {
			if (found >= 0) at = found + 1;
			continue;
		}
		const gap = documented.slice(
			n,
			until(documented, n, (piece) => !unsaid.has(piece)),
		);
		const news = printed
			.slice(
				at,
				until(printed, at, ({ shape }) => said.has(shape)),
			)
			.filter(({ shape }) => !output.plan?.also?.test(shape));
		n += gap.length - 1;
		if (!gap.some(({ from }) => stale.has(from))) continue;
		const pairs = gap.map((piece, k) => {
			if (!stale.has(piece.from)) return "kept";
			const now = gap.length === news.length ? news[k] : likest(piece, news);
			return now && changed(output, piece, now);
		});
		for (const pair of pairs)
			if (pair === undefined) byHand();
			else if (pair !== "kept") result.changes.push(pair);
	}
	const pairedExtras = result.changes.length > 0 || result.byHand.length > 0;
	if (extra.length > 0 && !pairedExtras) byHand();
	return { ...result, byHand: [...new Set(result.byHand)] };
}

/** The piece that shares the most words with an old one: a third of them at least. */
function likest(old: Piece, news: readonly Piece[]): Piece | undefined {
	const own = new Set(old.shape.split(" "));
	const shared = news.map(({ kind, shape }) => {
		const words = new Set(shape.split(" "));
		return kind === old.kind ? [...words].filter((word) => own.has(word)).length / Math.max(own.size, words.size) : 0;
	});
	const most = Math.max(...shared, 1 / 3);
	return news[shared.indexOf(most)];
}

function until(pieces: readonly Piece[], from: number, ends: (piece: Piece) => boolean): number {
	let at = from;
	while (at < pieces.length && !ends(pieces[at]!)) at++;
	return at;
}

/** The documented lines of a piece in the printed piece's words; undefined where their numbers do not answer each other. */
function changed(output: Output, old: Piece, now: Piece): Rewritten["changes"][number] | undefined {
	const [before, after] = [output.documented.slice(old.from, old.to), output.printed.slice(now.from, now.to)];
	if (old.kind !== now.kind || (old.kind !== "text" && before.length !== after.length)) return undefined;
	const from = (output.shown.output?.[0] ?? 0) + old.from;
	const place = { from, to: from + before.length };
	if (before.length === after.length) {
		const lines = after.map((line, n) => withNumbers(named(output, line), before[n]!));
		if (lines.every((line) => line !== undefined))
			return { ...place, lines: lines.map((line, n) => (old.kind === "line" ? placed(line, before[n]!) : line)) };
	}
	if (old.kind !== "text") return undefined;
	const text = withNumbers(named(output, joined(after)), joined(before));
	if (text === undefined) return undefined;
	const width = before.some((line) => line.length > 80) ? 100 : 80;
	const hanging = /^\s*/.exec(before[1] ?? after[1] ?? "")![0];
	return { ...place, lines: wrapped(`${/^\s*/.exec(before[0]!)![0]}${text}`, width, hanging) };
}

/** The columns of a line where an old line has its own: the first flush left, the others flush right. */
function placed(line: string, old: string): string {
	const columns = line.trim().split(/\s{2,}/);
	const places = [...old.matchAll(/\S+(?: \S+)*/g)].map(({ 0: text, index }) => ({ index, end: index + text.length }));
	if (columns.length !== places.length) return line;
	return columns.reduce((before, column, n) => {
		const { index, end } = places[n]!;
		const start = n === 0 || column.length === end - index ? index : end - column.length;
		return `${before.padEnd(Math.max(start, n === 0 ? 0 : before.length + 2))}${column}`;
	}, "");
}

const joined = (lines: readonly string[]) => lines.map((line) => line.trim()).join(" ");

/** Names of the test's runs and files become those of the document. */
function named({ names }: Output, line: string): string {
	return names.printed.reduce((text, name, n) => text.replaceAll(name, names.documented[n] ?? name), line);
}

/** `line` with the numbers of `numbers` in its numbers' places, each flush right where there is room. */
function withNumbers(line: string, numbers: string): string | undefined {
	const own = numbers.match(NUMBER) ?? [];
	if ((line.match(NUMBER) ?? []).length !== own.length) return undefined;
	let n = 0;
	return line.replace(new RegExp(`( *)(?:${NUMBER.source})`, "g"), (found: string, gap: string) => {
		const number = own[n++]!;
		const least = gap.length > 1 ? 2 : gap.length;
		return gap.length > 1 ? number.padStart(Math.max(found.length, number.length + least)) : `${gap}${number}`;
	});
}

function wrapped(text: string, width: number, hanging: string): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.trimEnd().split(/(?<=\S) /)) {
		if (line && `${line} ${word}`.length > width) {
			lines.push(line);
			line = `${hanging}${word}`;
		} else line = line ? `${line} ${word}` : word;
	}
	return [...lines, line];
}

/** A document's lines with all changes made. */
export function applied(lines: readonly string[], changes: Rewritten["changes"]): string[] {
	const result = [...lines];
	for (const { from, to, lines: put } of [...changes].sort((a, b) => b.from - a.from))
		result.splice(from, to - from, ...put);
	return result;
}
