/** The evidence of a named cell, as a sentence. */
import type { NamedCell } from "../../../../src/index.ts";
import { escapeLine } from "../../../display/escape.ts";
import { count, smallQ } from "../../../display/numbers.ts";
import type { Translate } from "../../../messages/catalogue.ts";
import { FOUND_AT, patternText } from "../shared/pattern.ts";

/** What a cell was found to track; undefined without evidence. */
export function evidenceText(t: Translate, { pattern, evidence }: NamedCell): string | undefined {
	if (!evidence) return undefined;
	const { auc, ci, chance, q, symbols, text } = evidence;
	const facts = { auc: auc.toFixed(3), low: ci[0].toFixed(3), high: ci[1].toFixed(3), chance: chance.toFixed(3) };
	const said = { ...facts, q: smallQ(q), symbols: count(symbols), text: escapeLine(text) };
	const told = t("names.evidence", { pattern: patternText(pattern ?? ""), ...said });
	return q > FOUND_AT ? `${told} ${t("names.weak")}` : told;
}
