/** Named cells with their evidence, as a table. */
import type { NamedCell } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { smallQ } from "../../../display/numbers.ts";
import { table } from "../../../display/table.ts";
import { clip } from "../../../display/words.ts";
import { patternText } from "../shared/pattern.ts";

export function namesTable(
	{ t, out, lang }: Pick<Context, "t" | "out" | "lang">,
	cells: readonly NamedCell[],
	wide: number,
): string[] {
	const titles = [t("cells.unit"), t("names.name"), t("cells.pattern"), t("cells.auc"), t("cells.q"), t("names.text")];
	const rows = cells.map(({ unit, name, pattern, evidence }) => [
		`${evidence?.sign === -1 ? "-" : ""}${unit}`,
		clip(escapeLine(name), 40),
		pattern === null ? "" : clip(patternText(lang, pattern), 24),
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
