/**
 * Effect of holding or scaling a unit as tables: the change compared with other units, and the most affected symbols.
 */
import type { Intervened } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { clock, count, loss, percent } from "../../../display/numbers.ts";
import { ownPart } from "../../../display/ownPart.ts";
import { table, tableWithin } from "../../../display/table.ts";
import { clip, foldWords } from "../../../display/words.ts";
import type { Translate } from "../../../messages/catalogue.ts";
import { patternText, type Told } from "./pattern.ts";

const WIDEST = 120;
const ROWS = ["inside", "outside", "difference", "all"] as const;

export function intervened(
	{ t, out, lang }: Pick<Context, "t" | "out" | "lang">,
	result: Intervened,
	{ cells: columns, files }: { cells: number; files: boolean },
): string[] {
	const cells = Math.min(WIDEST, columns);
	const { pattern, change, beside, others, lossNats, symbols, insideSymbols, verdict, worst, lanes, warmup } = result;
	const text = files ? escapeLine(result.text) : ownPart(t, result.text);
	const of = t("predictions.of", { count: count(symbols), total: count(result.textSymbols) });
	const called = result.name === null ? "" : ` ("${escapeLine(result.name)}")`;
	const facts = { unit: result.unit + called, run: escapeLine(result.run), act: actOf(t, result), text };
	const read = { symbols: symbols + 1 < result.textSymbols ? of : count(symbols), time: clock(result.seconds) };
	const lines = foldWords(t("prove.heading", { ...facts, ...read }), cells).map(out.bold);
	const how = pattern
		? t("prove.inside", {
				pattern: patternName({ t, lang }, pattern),
				share: percent(insideSymbols / symbols),
				lanes,
				warmup,
			})
		: t("prove.noPattern", { lanes, warmup });
	lines.push(...foldWords(how, cells), "");
	const value = result.unit.replace(/\.\d+$/, "");
	const titles = ["", t("prove.loss"), t("prove.change"), t("cells.ci")];
	if (others.length > 0) titles.push(t("prove.others", { count: others.length, value }), t("prove.rank"));
	const rows = ROWS.flatMap((kind) => {
		const found = change[kind];
		if (!found) return [];
		const one = beside[kind];
		const base = kind === "difference" ? "" : loss(lossNats[kind]!);
		const rank = one && t("prove.rankOf", { rank: one.rank, count: others.length + 1 });
		const interval = Number.isFinite(found.low) ? `${signed(found.low)} ${signed(found.high)}` : "-";
		const row = [t(`prove.row.${kind}`), base, signed(found.mean), interval];
		return [one ? [...row, `${signed(one.mean)} ± ${plain(one.deviation)}`, rank!] : row];
	});
	const titled = titles.map((title, k) => ({ title, right: k === 1 || k === 2 }));
	const [head, ...body] = tableWithin(titled, rows, { cells, drop: [1, 4, 3] });
	lines.push(out.dim(head!), ...body, "");
	const judged = beside.inside ?? beside.all;
	const alone =
		verdict === "nothing" || verdict === "moreOutside" || !judged
			? ""
			: ` ${judged.rank === 1 ? t("prove.first") : t("prove.notFirst", { count: judged.rank - 1, others: others.length })}`;
	lines.push(...foldWords(t(`prove.${verdict}`) + alone, cells));
	if (worst.length > 0) {
		const columns = [
			{ title: t("prove.symbol") },
			...[t("prove.change"), t("prove.times"), t("prove.shareOfRise")].map((title) => ({ title, right: true })),
		];
		const shown = ({ symbol }: Intervened["worst"][0]) => (symbol === " " ? "␣" : escapeLine(symbol));
		const hits = worst.map((hit) => [shown(hit), signed(hit.meanNats), count(hit.count), percent(hit.shareOfRise)]);
		const [top, ...rest] = table(columns, hits).map((line) => clip(line, cells));
		lines.push("", ...foldWords(t("prove.worst"), cells).map(out.bold), out.dim(top!), ...rest);
	}
	lines.push("", ...foldWords(t("prove.explain"), cells).map(out.dim));
	return lines;
}

function actOf(t: Translate, { act, heldAt }: Intervened): string {
	const value = Number((heldAt ?? ("factor" in act ? act.factor : 0)).toPrecision(5));
	if ("factor" in act) return t("prove.scaled", { value });
	if ("value" in act) return t("prove.held", { value });
	return t(act.to === "zero" ? "prove.zero" : act.to === "mean" ? "prove.mean" : "prove.meanOutside", { value });
}

/** A pattern by its name; a span file by its base name; a graded pattern with its level. */
export function patternName({ t, lang }: Told, { name, above }: { name: string; above?: number }): string {
	const pattern = patternText(lang, name);
	return above === undefined ? pattern : t("prove.above", { pattern, above });
}

/** `+0.0841`, `-2.1e-6`, `0`. */
export function signed(x: number): string {
	return x > 0 ? `+${plain(x)}` : plain(x);
}

/** Four decimals; scientific notation for small numbers, `2.1e-6`. */
function plain(x: number): string {
	if (x === 0 || !Number.isFinite(x)) return String(x === 0 ? 0 : x);
	return Math.abs(x) < 1e-3 ? x.toExponential(1) : x.toFixed(4);
}
