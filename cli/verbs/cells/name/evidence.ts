/** The evidence of a named cell, as a sentence. */
import type { NamedCell } from "../../../../src/index.ts";
import { isFound } from "../../../../src/interpretation/search/found.ts";
import { escapeLine } from "../../../display/escape.ts";
import { count, smallQ } from "../../../display/numbers.ts";
import { patternText, type Told } from "../shared/pattern.ts";

/** What a cell was found to track; undefined without evidence. */
export function evidenceText({ t, lang }: Told, { pattern, evidence }: NamedCell): string | undefined {
	if (!evidence) return undefined;
	const { auc, ci, correlation, correlationCi, sign, chance, aucChance, q, symbols, text } = evidence;
	const figure = (value: number, [low, high]: readonly [number, number], chance: number) => {
		const [a, b, c, d] = [value, low, high, chance].map((x) => x.toFixed(3));
		return t("names.figure", { value: a!, low: b!, high: c!, chance: d! });
	};
	const score =
		correlation === undefined
			? t("names.area", { figure: figure(auc, ci, chance) })
			: t("names.degree", {
					r: figure(sign * correlation, sign > 0 ? correlationCi! : [-correlationCi![1], -correlationCi![0]], chance),
					auc: figure(auc, ci, aucChance!),
				});
	const said = { score, q: smallQ(q), symbols: count(symbols), text: escapeLine(text) };
	const told = t("names.evidence", { pattern: patternText(lang, pattern ?? ""), ...said });
	return isFound(evidence) ? told : `${told} ${t("names.weak")}`;
}
