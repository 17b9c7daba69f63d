/** Weights of attention in a terminal: a row for each character of the reply, a column of two cells for each of the question. */
import type { ReplyAttention } from "../../src/index.ts";
import type { Context } from "../context.ts";
import { escapeLine } from "./escape.ts";
import { percent } from "./numbers.ts";
import { cellsOf, clip, pad } from "./width.ts";
import { foldWords } from "./words.ts";

/** Shades by the least weight that has them. */
const SHADES = [
	[0.5, "██"],
	[0.25, "▓▓"],
	[0.1, "▒▒"],
	[0.04, "░░"],
	[0, "· "],
] as const;
/** Cells of a row before its shades: the character, and the one it looked at most with its weight. */
const HEAD = 4 + 3 + 5 + 1;

/** As many columns as fit are next to each other; the others follow below. */
export function attentionLines(context: Context, { question, reply, weights, shape }: ReplyAttention): string[] {
	const { t, out } = context;
	const most = Math.max(1, Math.floor((cellsOf(context) - HEAD) / 2));
	const folded = (words: string) => foldWords(words, cellsOf(context));
	const lines = [...folded(t("chat.looked")), ...folded(t("chat.shades")).map(out.dim)];
	if (shape) lines.push(...folded(t(`chat.attention.${shape}`)));
	let left = 0;
	for (let from = 0; from < question.length; from += most) {
		const to = Math.min(question.length, from + most);
		if (question.length > most && weights.every((row) => row.slice(from, to).every((share) => share < SHADES[3][0]))) {
			left += to - from;
			continue;
		}
		lines.push(`${" ".repeat(HEAD)}${question.slice(from, to).map(cell).join("")}`.trimEnd());
		for (const [r, row] of weights.entries()) {
			const best = row.reduce((at, share, q) => (share > row[at]! ? q : at), 0);
			const head = `${pad(reply[r] === "END" ? t("chat.end") : cell(reply[r]!), 4)}${pad(cell(question[best]!), 3)}${pad(percent(row[best]!), 5, true)} `;
			lines.push(`${head}${row.slice(from, to).map(shadeOf).join("")}`.trimEnd());
		}
	}
	if (left > 0) lines.push(out.dim(t("chat.attention.left", { count: left })));
	return lines;
}

const shadeOf = (share: number) => SHADES.find(([least]) => share >= least)?.[1] ?? "· ";

/** A character in two cells. */
const cell = (character: string) => pad(clip(escapeLine(character === " " ? "\u2423" : character), 2), 2);
