/** Named cells with their evidence, as sentences and as a table. */
import type { NamedCell } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { count, smallQ } from "../../../display/numbers.ts";
import { table } from "../../../display/table.ts";
import { clip } from "../../../display/words.ts";
import type { Translate } from "../../../messages/catalogue.ts";

export function namesTable(
	{ t, out }: Pick<Context, "t" | "out">,
	cells: readonly NamedCell[],
	wide: number,
): string[] {
	const titles = [t("cells.unit"), t("names.name"), t("cells.pattern"), t("cells.auc"), t("cells.q"), t("names.text")];
	const rows = cells.map(({ unit, name, pattern, evidence }) => [
		`${evidence?.sign === -1 ? "-" : ""}${unit}`,
		clip(escapeLine(name), 40),
		pattern === null ? "" : clip(patternText(pattern), 24),
		evidence ? evidence.auc.toFixed(3) : "",
		evidence ? smallQ(evidence.q) : "",
		evidence ? escapeLine(evidence.text) : "",
	]);
	const [head, ...body] = table(
		titles.map((title, k) => ({ title, right: k === 3 || k === 4 })),
		rows,
	).map((line) => clip(line, wide));
	return [out.dim(head!), ...body];
}

/** What a cell was found to track; undefined without evidence. */
export function evidenceText(t: Translate, { pattern, evidence }: NamedCell): string | undefined {
	if (!evidence) return undefined;
	const { auc, ci, chance, q, symbols, text } = evidence;
	const facts = { auc: auc.toFixed(3), low: ci[0].toFixed(3), high: ci[1].toFixed(3), chance: chance.toFixed(3) };
	const said = { ...facts, q: smallQ(q), symbols: count(symbols), text: escapeLine(text) };
	const told = t("names.evidence", { pattern: patternText(pattern ?? ""), ...said });
	return q > FOUND_AT ? `${told} ${t("names.weak")}` : told;
}

/** Rate of false discoveries up to which the library counts a unit as found, and a pattern as tracked. */
export const FOUND_AT = 0.05;

/** A file of spans by its last name. */
export const patternText = (pattern: string) => escapeLine(pattern.replace(/^spans:.*[/\\](?=.)/s, "spans:"));
