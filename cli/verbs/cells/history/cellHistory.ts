/** A unit's history: a line of block letters, one row per checkpoint, and other runs for comparison. */
import type { CellHistory } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { clock, count, loss, smallQ } from "../../../display/numbers.ts";
import { ownPart } from "../../../display/ownPart.ts";
import { bar, levels } from "../../../display/sparkline.ts";
import { tableWithin } from "../../../display/table.ts";
import { width } from "../../../display/width.ts";
import { clip, foldWords } from "../../../display/words.ts";
import { patternName } from "../shared/intervened.ts";

const WIDEST = 120;
/** Rows of the table. With more checkpoints, some are left out. */
const ROWS = 24;
/** Fewer checkpoints make a short history. */
const FEW = 5;

type Score = CellHistory["checkpoints"][0];

export function cellHistory(
	{ t, out, lang }: Pick<Context, "t" | "out" | "lang">,
	result: CellHistory,
	{ cells: columns, files }: { cells: number; files: boolean },
): string[] {
	const cells = Math.min(WIDEST, columns);
	const { checkpoints, symbols, textSymbols, above, sign, since, beside } = result;
	const graded = above !== undefined;
	const score = ({ auc, correlation }: Pick<Score, "auc" | "correlation">) => (graded ? correlation! : auc);
	const pattern = patternName({ t, lang }, { name: result.pattern, above });
	const of = t("predictions.of", { count: count(symbols), total: count(textSymbols) });
	const called = result.name === null ? "" : ` ("${escapeLine(result.name)}")`;
	const text = files ? escapeLine(result.text) : ownPart(t, result.text);
	const facts = { unit: result.unit + called, run: escapeLine(result.run), pattern, text };
	const read = { symbols: symbols < textSymbols ? of : count(symbols), time: clock(result.seconds) };
	const lines = foldWords(t("history.heading", { ...facts, ...read }), cells).map(out.bold);
	if (result.chosen === "clearest") lines.push(...foldWords(t("history.clearest", { pattern }), cells));
	const drawn = levels(checkpoints.map(score), cells, graded ? 0 : 0.5, 1);
	const steps = checkpoints.map(({ step }) => String(step));
	const room = width(drawn) - steps[0]!.length - steps.at(-1)!.length;
	const ends = steps.length === 1 ? steps[0]! : steps[0]! + (room > 0 ? " ".repeat(room) : " … ") + steps.at(-1)!;
	lines.push("", drawn, out.dim(ends), "");
	lines.push(...rows({ t, out }, checkpoints, { cells, graded, score }));
	const told = {
		step: since ?? 0,
		newest: checkpoints.at(-1)!.step,
		direction: t(sign > 0 ? "show.higher" : "show.lower"),
		pattern,
	};
	lines.push("", ...foldWords(t(since === null ? "history.lost" : "history.since", told), cells));
	if (beside.length > 0) lines.push("", ...others({ t, out }, result, { cells, graded, score }));
	if (checkpoints.length < FEW) lines.push("", ...foldWords(t("history.few", { count: checkpoints.length }), cells));
	lines.push("", ...foldWords(t(graded ? "history.explainDegree" : "history.explain"), cells).map(out.dim));
	return lines;
}

/** The interval of the figure that is shown: of the AUC, or of a degree's r. */
const interval = ({ ci, correlationCi }: Pick<Score, "ci" | "correlationCi">, graded: boolean) =>
	(graded ? correlationCi! : ci).map((x) => x.toFixed(3)).join(" ");

interface How {
	cells: number;
	graded: boolean;
	score(one: Pick<Score, "auc" | "correlation">): number;
}

function rows({ t, out }: Pick<Context, "t" | "out">, all: readonly Score[], { cells, graded, score }: How): string[] {
	const many = Math.min(ROWS, all.length);
	const shown = Array.from(
		{ length: many },
		(_, k) => all[many > 1 ? Math.round((k * (all.length - 1)) / (many - 1)) : 0]!,
	);
	const titles = [t("history.step"), t("history.loss"), t(graded ? "cells.r" : "cells.auc"), ""];
	const columns = [...titles, t("cells.ci"), t("cells.chance"), t("cells.q"), t("history.best"), ""];
	const body = shown.map((one) => {
		const { step, validLossNats, chance, q, best } = one;
		const share = graded ? score(one) : 2 * score(one) - 1;
		return [
			...[String(step), loss(validLossNats), score(one).toFixed(3), bar(share, 10)],
			interval(one, graded),
			...[chance.toFixed(3), smallQ(q), `${best.sign < 0 ? "-" : ""}${best.unit}`, score(best).toFixed(3)],
		];
	});
	const right = [0, 1, 2, 5, 6];
	const titled = columns.map((title, k) => ({ title, right: right.includes(k) }));
	const [head, ...lines] = tableWithin(titled, body, { cells, drop: [3, 1] });
	const left = all.length > many ? foldWords(t("history.leftOut", { shown: many, count: all.length }), cells) : [];
	return [out.dim(head!), ...lines, ...left];
}

function others(
	{ t, out }: Pick<Context, "t" | "out">,
	{ beside }: CellHistory,
	{ cells, graded, score }: How,
): string[] {
	const titles = [t("history.run"), t("history.step"), t("cells.unit"), t(graded ? "cells.r" : "cells.auc")];
	const columns = [...titles, t("cells.ci"), t("cells.chance"), t("cells.q"), t("history.found"), ""];
	const body = beside.map((one) => [
		...[clip(escapeLine(one.run), 24), String(one.step), `${one.sign < 0 ? "-" : ""}${one.unit}`],
		...[score(one).toFixed(3), interval(one, graded), one.chance.toFixed(3), smallQ(one.q)],
		...[t("history.of", { found: one.found, units: one.units }), t(`history.${one.grew}`)],
	]);
	const titled = columns.map((title, k) => ({ title, right: [1, 3, 5, 6, 7].includes(k) }));
	const [head, ...lines] = tableWithin(titled, body, { cells, drop: [4, 5] });
	return [...foldWords(t("history.beside"), cells).map(out.bold), out.dim(head!), ...lines];
}
