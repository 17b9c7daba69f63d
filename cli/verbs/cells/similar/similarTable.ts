/** Units that respond like a given one: a table of its own run, and one with a row for each other run. */
import type { SimilarCells } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { clock, count } from "../../../display/numbers.ts";
import { ownPart } from "../../../display/ownPart.ts";
import { bar } from "../../../display/sparkline.ts";
import { tableWithin } from "../../../display/table.ts";
import { clip, foldWords } from "../../../display/words.ts";

const WIDEST = 120;

type Page = Pick<Context, "t" | "out">;

export function similarTable(
	{ t, out }: Page,
	result: SimilarCells,
	{ cells: columns, files }: { cells: number; files: boolean },
): string[] {
	const cells = Math.min(WIDEST, columns);
	const { symbols, textSymbols, best, units, above, chance, beside } = result;
	const of = t("predictions.of", { count: count(symbols), total: count(textSymbols) });
	const text = files ? escapeLine(result.text) : ownPart(t, result.text);
	const facts = { unit: result.unit, run: escapeLine(result.run), step: result.step, text };
	const read = { symbols: symbols < textSymbols ? of : count(symbols), time: clock(result.seconds) };
	const rows = best.map(({ unit, r }) => [unit, r.toFixed(3), bar(Math.abs(r), 20)]);
	const own = [{ title: t("cells.unit") }, { title: t("cells.r"), right: true }, { title: "" }];
	const [head, ...lines] = tableWithin(own, rows, { cells, drop: [2] });
	const counts = { shown: best.length, units, above, chance: chance.toFixed(3) };
	return [
		...foldWords(t("similar.heading", { ...facts, ...read }), cells).map(out.bold),
		"",
		...foldWords(t("similar.own", counts), cells),
		...[out.dim(head!), ...lines],
		...(beside.length > 0 ? ["", ...others({ t, out }, beside, cells)] : []),
		"",
		...foldWords(t("similar.explain"), cells).map(out.dim),
	];
}

function others({ t, out }: Page, beside: SimilarCells["beside"], cells: number): string[] {
	const titles = [t("similar.run"), t("similar.seed"), t("similar.step"), t("cells.unit"), t("cells.r")];
	const columns = [...titles, t("similar.chance"), t("similar.above"), ""];
	const body = beside.map(({ run, seed, step, unit, r, chance, above, units }) => [
		...[clip(escapeLine(run), 24), String(seed), String(step), unit, r.toFixed(3), chance.toFixed(3)],
		...[t("similar.of", { above, units }), t(Math.abs(r) > chance ? "similar.matched" : "similar.unmatched")],
	]);
	const titled = columns.map((title, k) => ({ title, right: [1, 2, 4, 5, 6].includes(k) }));
	const [head, ...lines] = tableWithin(titled, body, { cells, drop: [2, 6] });
	const notes = beside.filter(({ differs }) => differs.length > 0);
	return [
		...foldWords(t("similar.beside"), cells).map(out.bold),
		...[out.dim(head!), ...lines],
		...notes.flatMap(({ run, differs }) =>
			foldWords(t("similar.differs", { run: escapeLine(run), options: differs.join(", ") }), cells),
		),
	];
}
