/** The five likeliest symbols at each step of a reply, its surprisal, where attention looked, and whether it is a training answer. */
import type { ChatReply } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { attentionLines } from "../../display/attention.ts";
import { escapeLine } from "../../display/escape.ts";
import { percent } from "../../display/numbers.ts";
import { table } from "../../display/table.ts";

export function whyLines(context: Context, { symbols, nats, inTraining, cut, attention }: ChatReply): string[] {
	const { t, out } = context;
	const shown = (label: string) => escapeLine(label === " " ? "\u2423" : label);
	const rows = symbols.map(({ label, probability, nats: own, top }) => [
		shown(label),
		percent(probability),
		own.toFixed(2),
		top.map((one) => `${shown(one.text)} ${percent(one.probability)}`).join("  "),
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
		t("chat.total", { nats: nats.toFixed(2), count }),
		...(attention ? attentionLines(context, attention) : []),
		...(inTraining === null ? [] : [t(inTraining ? "chat.recites" : "chat.own")]),
		...(cut ? [t("chat.cut", { count })] : []),
	];
}
