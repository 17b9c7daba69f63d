/**
 * The five likeliest symbols at each step of a reply, its surprisal, where attention looked, whether it is a training
 * answer, and the command that gives it again.
 */
import type { ChatReply } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { attentionLines } from "../../display/attention.ts";
import { percent } from "../../display/numbers.ts";
import { replySymbol } from "../../display/replySymbol.ts";
import { table } from "../../display/table.ts";

/** @param again the command that gives the same reply. */
export function whyLines(context: Context, reply: ChatReply, again: string): string[] {
	const { t, out } = context;
	const { symbols, nats, inTraining, cut, attention } = reply;
	const shown = (label: string) => replySymbol(t, label);
	const rows = symbols.map(({ label, probability, nats: own, top }) => [
		shown(label),
		percent(probability),
		own.toFixed(2),
		top.map((one) => within(one.excluded, `${shown(one.text)} ${percent(one.probability)}`)).join("  "),
	]);
	const titles = [t("chat.symbol"), t("chat.probability"), t("chat.nats"), t("chat.likeliest")];
	const [head, ...body] = table(
		titles.map((title, k) => ({ title, right: k === 1 || k === 2 })),
		rows,
	);
	const count = symbols.length;
	return [
		out.dim(head!),
		...body,
		...drawnWords(context, reply),
		...(symbols.some(({ label }) => isJamo(label)) ? [t("chat.jamo")] : []),
		t("chat.total", { nats: nats.toFixed(2), count }),
		...(attention ? attentionLines(context, attention) : []),
		...(inTraining === null ? [] : [t(inTraining ? "chat.recites" : "chat.own")]),
		...(cut ? [t("chat.cut", { count })] : []),
		`${out.dim(t("chat.again"))}\n  ${again}`,
	];
}

/** Whether a symbol is named by its place in a syllable, such as "ㄱ-". */
const isJamo = (label: string) => /^(\p{Script=Hangul}-|-\p{Script=Hangul})$/u.test(label);

const within = (excluded: true | undefined, text: string) => (excluded ? `(${text})` : text);

/** At which temperature the probabilities are, and how the reply came from them. */
function drawnWords({ t }: Context, { symbols, temperature, topP, topK, beams }: ChatReply): string[] {
	if (beams > 1) return [t("chat.searched", { count: beams })];
	if (temperature === 0) return [t("chat.likeliestTaken")];
	const options = [...(topP < 1 ? [`--top-p ${topP}`] : []), ...(topK > 0 ? [`--top-k ${topK}`] : [])].join(", ");
	const excluded = symbols.some(({ top }) => top.some((one) => one.excluded));
	return [t("chat.atOne", { temperature }), ...(excluded ? [t("chat.excluded", { options })] : [])];
}
