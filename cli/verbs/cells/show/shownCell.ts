/** A unit's page: histogram, snippets, effect on the next symbol, what it tracks. */
import type { CellShown } from "../../../../src/index.ts";
import { FOUND_AT, isFound } from "../../../../src/interpretation/search/found.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { lagCurve } from "../../../display/lagCurve.ts";
import { clock, count, percent, smallQ } from "../../../display/numbers.ts";
import { ownPart } from "../../../display/ownPart.ts";
import { bar } from "../../../display/sparkline.ts";
import { table, tableWithin } from "../../../display/table.ts";
import { pad } from "../../../display/width.ts";
import { clip, foldWords } from "../../../display/words.ts";
import type { Translate } from "../../../messages/catalogue.ts";
import { signed } from "../shared/intervened.ts";
import { patternText, sameText, skippedText } from "../shared/pattern.ts";
import { symbolOf } from "../shared/symbol.ts";
import { figuresOf } from "./figures.ts";
import { snippetRows } from "./snippetRows.ts";

const WIDEST = 120;
const ROWS = 4;

type Page = Pick<Context, "t" | "out" | "lang">;

export function shownCell(
	{ t, out, lang }: Page,
	result: CellShown,
	{ cells: columns, files, best, asked }: { cells: number; files: boolean; best: number; asked: boolean },
): string[] {
	const cells = Math.min(WIDEST, columns);
	const { symbols, textSymbols, lanes, warmup } = result;
	const of = t("predictions.of", { count: count(symbols), total: count(textSymbols) });
	const called = result.name === null ? "" : ` ("${escapeLine(result.name)}")`;
	const text = files ? escapeLine(result.text) : ownPart(t, result.text);
	const facts = { unit: result.unit + called, run: escapeLine(result.run), step: result.step, text };
	const read = { symbols: symbols < textSymbols ? of : count(symbols), time: clock(result.seconds) };
	const left = asked ? skippedText({ t, lang }, result.tracks?.skipped ?? []) : undefined;
	const title = (words: string) => ["", ...foldWords(words, cells).map(out.bold)];
	return [
		...foldWords(t("show.heading", { ...facts, ...read }), cells).map(out.bold),
		...foldWords(t("prove.noPattern", { lanes, warmup }), cells),
		...title(t("show.values")),
		...histogram(t, result.values, cells),
		...(["high", "low"] as const).flatMap((end) => [
			...title(t(`show.${end}`)),
			...snippetRows(out, result, end, cells),
		]),
		...title(effectTitle(t, result)),
		...effect({ t, out, lang }, result, cells),
		...title(t("show.tracks")),
		...tracks({ t, out, lang }, result, { cells, best }),
		...(left === undefined ? [] : foldWords(left, cells)),
	];
}

function histogram(t: Translate, values: CellShown["values"], cells: number): string[] {
	const figures = figuresOf(values);
	const wide = Math.min(cells, values.histogram.length);
	const { lines } = lagCurve(
		values.histogram.map((n) => (n > 0 ? n : null)),
		wide,
		ROWS,
	);
	const [least, most] = [figures(values.least), figures(values.most)];
	const ends = least === most ? least : pad(least, Math.max(0, wide - most.length)) + most;
	const at = values.quantiles.map(({ share, value }) => `${Math.round(100 * share)}% ${figures(value)}`);
	const facts = { mean: figures(values.mean), deviation: figures(values.deviation), quantiles: at.join(", ") };
	const { saturation } = values;
	const bounds = saturation && {
		low: percent(saturation.low.share),
		below: figures(saturation.low.bound),
		high: percent(saturation.high?.share ?? 0),
		above: figures(saturation.high?.bound ?? 0),
	};
	return [
		...lines.map((line) => line.trimEnd()),
		...(values.count > 0 ? [ends] : []),
		...foldWords(t("show.moments", facts), cells),
		...(bounds ? foldWords(t(`show.saturation.${saturation.kind}`, bounds), cells) : []),
	];
}

function effectTitle(t: Translate, { unit, values, effect: { how, low, high } }: CellShown): string {
	const figures = figuresOf(values);
	return t(how === "readout" ? "show.readout" : "show.clamp", { unit, low: figures(low), high: figures(high) });
}

function effect({ t, out }: Page, { effect: { raised, lowered, klNats, steps } }: CellShown, cells: number): string[] {
	const titles = (["raised", "lowered"] as const).flatMap((end) => [
		{ title: t(`show.${end}`) },
		...[t("show.whenLow"), t("show.whenHigh"), t("show.nats")].map((title) => ({ title, right: true })),
	]);
	const cellsOf = (one: (typeof raised)[0] | undefined) =>
		one
			? [symbolOf(one.symbol), percent(one.low), percent(one.high), `${one.nats > 0 ? "+" : ""}${one.nats.toFixed(2)}`]
			: ["", "", "", ""];
	const rows = Array.from({ length: Math.max(raised.length, lowered.length) }, (_, k) => [
		...cellsOf(raised[k]),
		...cellsOf(lowered[k]),
	]);
	const moves = foldWords(t("show.moves", { nats: signed(klNats).replace("+", ""), steps: count(steps) }), cells);
	if (rows.length === 0) return moves;
	const [head, ...body] = table(titles, rows).map((line) => clip(line, cells));
	return [out.dim(head!), ...body, ...moves];
}

function tracks(
	{ t, out, lang }: Page,
	{ tracks }: CellShown,
	{ cells, best }: { cells: number; best: number },
): string[] {
	if (!tracks) return foldWords(t("show.short"), cells);
	const found = tracks.patterns.filter(isFound);
	const same = sameText({ t, lang }, found);
	const told = { found: found.length, judged: tracks.patterns.length, q: FOUND_AT };
	if (found.length === 0) return foldWords(t(told.judged > 0 ? "show.nothing" : "cells.noneJudged", told), cells);
	const columns = [
		...[t("cells.pattern"), "", t("cells.auc"), "", t("cells.ci"), t("cells.chance"), t("cells.rival")],
		...[t("cells.r"), t("cells.chance"), t("cells.q")],
	].map((title, k) => ({ title, right: [2, 5, 7, 8, 9].includes(k) }));
	const rows = found
		.filter(({ sameAs }) => sameAs === undefined)
		.slice(0, best)
		.map(({ pattern, sign, auc, ci, correlation, chance, aucChance = chance, q, rivals }) => {
			const rival = rivals.reduce((a, b) => (b.auc > a.auc ? b : a));
			return [
				clip(patternText(lang, pattern), 20),
				t(sign > 0 ? "show.higher" : "show.lower"),
				...[auc.toFixed(3), bar(2 * auc - 1, 8), ci.map((x) => x.toFixed(3)).join(" ")],
				...[aucChance.toFixed(3), `${rival.auc.toFixed(3)} ${t(`cells.rival.${rival.name as "symbol" | "position"}`)}`],
				...(correlation === undefined ? ["", ""] : [(sign * correlation).toFixed(3), chance.toFixed(3)]),
				smallQ(q),
			];
		});
	const [head, ...body] = tableWithin(columns, rows, { cells, drop: [3, 6] });
	return [
		out.dim(head!),
		...body,
		...foldWords(t("show.found", told), cells),
		...(same === "" ? [] : foldWords(same, cells)),
	];
}
