/**
 * Passages copied from the training text: in a run's output compared with held-out text, and in a corpus's held-out
 * parts.
 */
import type { CopiedReport, CorpusReport } from "../../src/index.ts";
import type { Context } from "../context.ts";
import { escapeLine } from "./escape.ts";
import { count, percent } from "./numbers.ts";
import { partName } from "./ownPart.ts";
import { table } from "./table.ts";
import { cellsOf } from "./width.ts";
import { clip, foldWords } from "./words.ts";

type Column = [title: string, of: Pick<CopiedReport["sample"], "symbols" | "covered" | "longest">];

/** Cells shown of the longest passage. */
const SHOWN = 300;

export function copiedTable(context: Context, { sample, heldOut, ...of }: CopiedReport): string[] {
	const { t, out } = context;
	const lines = [out.bold(t("copied.heading", { symbols: count(of.trainSymbols) }))];
	lines.push(
		...shares(
			context,
			[
				[t("copied.sample"), sample],
				[t("copied.valid"), heldOut],
			],
			[],
		),
	);
	if (sample.longest) {
		const { at, in: place } = sample.longest;
		const told =
			sample.line === null ? t("copied.stretchAt", { at, in: place }) : t("copied.stretch", { at, line: sample.line });
		lines.push("", ...foldWords(told, cellsOf(context, 80, 100)), ...stretch(context, sample.text));
	}
	if (of.searchedSymbols < of.trainSymbols)
		lines.push(t("copied.cut", { searched: count(of.searchedSymbols), train: count(of.trainSymbols) }));
	return lines;
}

export function overlapTable(context: Context, { overlap }: CorpusReport): string[] {
	const { t, out } = context;
	if (overlap.length === 0) return [];
	const columns = overlap.map((one): Column => [t(one.part === "test" ? "copied.test" : "copied.valid"), one]);
	const whole = overlap.map(({ lines }) => percent(lines.share));
	const unknown = overlap.map(({ unknownSymbols }) => count(unknownSymbols));
	const rows = [
		[t("copied.lines"), ...whole],
		[t("report.unknown"), ...unknown],
	];
	const lines = ["", out.bold(t("report.overlap")), ...shares(context, columns, rows)];
	for (const { part, longest, text } of overlap) {
		if (!longest) continue;
		const told = t("copied.stretchPart", { part: partName(t, part), at: longest.at, in: longest.in });
		lines.push("", ...foldWords(told, cellsOf(context, 80, 100)), ...stretch(context, text));
	}
	return lines;
}

function shares({ t, out }: Context, columns: readonly Column[], more: readonly string[][]): string[] {
	const leasts = columns[0]![1].covered.map(({ least }) => least);
	const row = (title: string, cell: (of: Column[1]) => string) => [title, ...columns.map(([, of]) => cell(of))];
	const titles = [{ title: t("copied.what") }, ...columns.map(([title]) => ({ title, right: true }))];
	const [head, ...body] = table(titles, [
		row(t("copied.symbols"), ({ symbols }) => count(symbols)),
		...leasts.map((least, k) => row(t("copied.least", { least }), ({ covered }) => percent(covered[k]!.share))),
		row(t("copied.longest"), ({ longest }) => String(longest?.length ?? 0)),
		...more,
	]);
	return [out.dim(head!), ...body];
}

/** A passage on lines of its own, with control characters escaped and its end cut if it is long. */
function stretch(context: Context, text: string): string[] {
	const cells = cellsOf(context, 80, 100) - 2;
	return foldWords(clip(escapeLine(text.slice(0, SHOWN + 1)), SHOWN), cells).map(
		(line) => `  ${context.out.cyan(line)}`,
	);
}
