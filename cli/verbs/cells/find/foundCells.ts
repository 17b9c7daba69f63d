/** Results of a search for cells as tables, for binary and for graded patterns. */
import type { CellsFound } from "../../../../src/index.ts";
import { FOUND_AT } from "../../../../src/interpretation/search/found.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { clock, count, percent, smallQ } from "../../../display/numbers.ts";
import { ownPart } from "../../../display/ownPart.ts";
import { bar } from "../../../display/sparkline.ts";
import { type Column, table } from "../../../display/table.ts";
import { width } from "../../../display/width.ts";
import { clip, foldWords } from "../../../display/words.ts";
import type { Translate } from "../../../messages/catalogue.ts";
import { patternText, sameText, skippedText, type Told } from "../shared/pattern.ts";

type Found = CellsFound["patterns"][0];

const WIDEST = 120;
const BAR = 8;

export function foundCells(
	{ t, out, lang }: Pick<Context, "t" | "out" | "lang">,
	result: CellsFound,
	{ cells: columns, files, each }: { cells: number; files: boolean; each: number },
): string[] {
	const cells = Math.min(WIDEST, columns);
	const { skipped, symbols, units, lanes, warmup } = result;
	const patterns = result.patterns.filter(({ sameAs }) => sameAs === undefined);
	const read = symbols.chosen + symbols.heldOut;
	const text = files ? escapeLine(result.text) : ownPart(t, result.text);
	const of = t("predictions.of", { count: count(read), total: count(result.textSymbols) });
	const facts = { text, symbols: read < result.textSymbols ? of : count(read), time: clock(result.seconds) };
	const how = result.exact ? t("cells.onePiece") : t("cells.lanes", { lanes, warmup });
	const halves = { units, chosen: count(symbols.chosen), heldOut: count(symbols.heldOut), how };
	const lines = foldWords(t("cells.heading", { run: escapeLine(result.run), ...facts }), cells).map(out.bold);
	lines.push(...foldWords(t("cells.read", halves), cells));
	if (result.chosen) lines.push(...foldWords(chosenText(t, result.chosen), cells));
	const kinds = [
		patterns.filter(({ above }) => above === undefined),
		patterns.filter(({ above }) => above !== undefined),
	];
	for (const [graded, some] of kinds.entries()) {
		if (some.length > 0) lines.push("", ...tableOf({ t, out, lang }, some, graded === 1, { cells, each }));
	}
	const say = (sentence: string) => lines.push("", ...foldWords(sentence, cells));
	const without = patterns.filter(({ found }) => found === 0).map(({ pattern }) => patternText(lang, pattern));
	if (patterns.length === 0) say(t("cells.noneJudged"));
	else if (without.length === patterns.length) say(t("cells.nothingAtAll", { q: FOUND_AT }));
	else if (without.length > 0) say(t("cells.nothing", { q: FOUND_AT, patterns: without.join(", ") }));
	const same = sameText({ t, lang }, result.patterns);
	if (same !== "") say(same);
	const left = skippedText({ t, lang }, skipped);
	if (left !== undefined) say(left);
	const explain = [
		kinds[0]!.length + kinds[1]!.length > 0 && t("cells.explain"),
		kinds[1]!.length > 0 && t("cells.explainDegree"),
	];
	const told = explain.filter((line) => line !== false).join(" ");
	if (told) lines.push("", ...foldWords(told, cells).map(out.dim));
	return lines;
}

/** What the text is, which chose the patterns, and how to choose others. */
function chosenText(t: Translate, { kinds, shares, lines }: NonNullable<CellsFound["chosen"]>): string {
	const told = kinds.map((kind) => {
		const share = shares[kind];
		return share === undefined
			? t(`cells.kind.${kind}`)
			: t("cells.kindShare", { kind: t(`cells.kind.${kind}`), share: percent(share) });
	});
	return t("cells.chosen", { kinds: told.join(", "), lines: count(lines) });
}

interface Shown extends Column {
	/** Columns with a higher number are dropped first on a narrow terminal; a column without one stays. */
	drop?: number;
	/** Whether the column describes the pattern, not the unit, and is shown in its first line only. */
	once?: boolean;
	cell(found: Found, unit: Found["best"][0]): string;
}

function columnsOf({ t, lang }: Told, graded: boolean): Shown[] {
	const effect = ({ sign, auc, correlation = 0 }: Found["best"][0]) => (graded ? sign * correlation : 2 * auc - 1);
	const best = (rivals: Found["rivals"]) => rivals.reduce((a, b) => (b.auc > a.auc ? b : a));
	const rivalOf = (name: string) => (name === "symbol" || name === "position" ? t(`cells.rival.${name}`) : name);
	const title = t(graded ? "cells.degree" : "cells.pattern");
	const three = (x: number) => x.toFixed(3);
	const interval = ([low, high]: [number, number]) => `${three(low)} ${three(high)}`;
	/** Interval of r in the unit's direction, as r is shown. */
	const turned = ({ sign, correlationCi: [low, high] = [0, 0] }: Found["best"][0]): [number, number] =>
		sign > 0 ? [low, high] : [-high, -low];
	const auc: Shown = { title: t("cells.auc"), right: true, drop: graded ? 5 : 0, cell: (_, { auc }) => three(auc) };
	const r: Shown = { title: t("cells.r"), right: true, cell: (_, unit) => three(effect(unit)) };
	return [
		{ title, once: true, cell: ({ pattern }) => clip(patternText(lang, pattern), 20) },
		{ title: t("cells.unit"), cell: (_, { sign, unit }) => `${sign < 0 ? "-" : ""}${unit}` },
		...(graded ? [r] : []),
		{ title: "", drop: 7, cell: (_, unit) => bar(effect(unit), BAR) },
		...(graded ? [] : [auc]),
		{ title: t("cells.ci"), drop: 1, cell: (_, unit) => interval(graded ? turned(unit) : unit.ci) },
		{ title: t("cells.chance"), right: true, drop: 2, cell: (_, { chance }) => three(chance) },
		{ title: t("cells.q"), right: true, cell: (_, { q }) => smallQ(q) },
		...(graded ? [auc] : []),
		{
			title: t("cells.probe"),
			right: true,
			drop: 4,
			once: true,
			cell: ({ probe: { inputs, auc } }) => (inputs > 0 ? auc.toFixed(3) : "-"),
		},
		{ title: t("cells.rival"), right: true, drop: 3, once: true, cell: ({ rivals }) => best(rivals).auc.toFixed(3) },
		{ title: "", drop: 6, once: true, cell: ({ rivals }) => rivalOf(best(rivals).name) },
	];
}

function tableOf(
	{ t, out, lang }: Pick<Context, "t" | "out" | "lang">,
	patterns: readonly Found[],
	graded: boolean,
	{ cells, each }: { cells: number; each: number },
): string[] {
	let columns = columnsOf({ t, lang }, graded);
	for (;;) {
		const rows = patterns.flatMap((found) =>
			found.best
				.slice(0, each)
				.map((unit, k) => columns.map(({ once, cell }) => (once && k > 0 ? "" : cell(found, unit)))),
		);
		const lines = table(columns, rows);
		const most = Math.max(...columns.map(({ drop = 0 }) => drop));
		if (most === 0 || lines.every((line) => width(line) <= cells)) {
			const [head, ...body] = lines.map((line) => clip(line, cells));
			return [out.dim(head!), ...body];
		}
		columns = columns.filter(({ drop = 0 }) => drop < most);
	}
}
