/** The tables of `sluice eval RUN --chat`: the measures, and the first questions with their replies. */

import type { ChatEvaluation, ChatScores } from "../../../src/index.ts";
import { type Context, print } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { count, percent } from "../../display/numbers.ts";
import { table } from "../../display/table.ts";
import { cellsOf, clip, width } from "../../display/width.ts";

/** Replies that count as the commonest. */
const COMMONEST = 20;
/** Least cells of a column of texts. */
const NARROWEST = 16;

/** Titles, then a row for each measure. What is so by definition is left out. */
export function scoreTable({ t }: Context, result: ChatEvaluation): string[] {
	const { seen, unseen, choices } = result;
	const row = (title: string, of: (scores: ChatScores) => string) => [
		title,
		...[result, seen, unseen].map((scores) => (scores ? of(scores) : "-")),
	];
	const nats = (value: number) => value.toFixed(3);
	// of as few pairs all are among the commonest
	const common = ({ pairs }: ChatScores, share: number) => (pairs > COMMONEST ? percent(share) : "-");
	const rows = [
		row(t("chatEval.pairs"), ({ pairs }) => count(pairs)),
		row(t("chatEval.nats"), ({ answerNats }) => nats(answerNats)),
		row(t("chatEval.gain"), ({ questionGain }) => nats(questionGain.nats)),
		row(t("chatEval.interval"), ({ questionGain: { low, high } }) => `${nats(low)}..${nats(high)}`),
		row(t("chatEval.shuffled"), ({ questionGain }) => nats(questionGain.shuffled)),
		row(t("chatEval.shuffledInterval"), ({ questionGain: { shuffledInterval } }) =>
			[shuffledInterval.low, shuffledInterval.high].map(nats).join(".."),
		),
		row(t("chatEval.mixture"), ({ questionGain }) => nats(questionGain.mixture)),
		row(t("chatEval.pick", { choices }), ({ pickOf10 }) => percent(pickOf10)),
		row(t("chatEval.bm25"), ({ baselines }) => percent(baselines.bm25.pickOf10)),
		row("chrF", ({ chrF }) => chrF.toFixed(1)),
		row(t("chatEval.bm25"), ({ baselines }) => baselines.bm25.chrF.toFixed(1)),
		row(t("chatEval.commonest"), ({ baselines }) => baselines.commonest.chrF.toFixed(1)),
		row(t("chatEval.exact"), ({ exact }) => percent(exact)),
		row(t("chatEval.bm25"), (of) => (of === unseen ? "-" : percent(of.baselines.bm25.exact))),
		row("distinct-1", ({ distinct1 }) => distinct1.toFixed(2)),
		row(t("chatEval.actual"), ({ baselines }) => baselines.actual.distinct1.toFixed(2)),
		row("distinct-2", ({ distinct2 }) => distinct2.toFixed(2)),
		row(t("chatEval.actual"), ({ baselines }) => baselines.actual.distinct2.toFixed(2)),
		row(t("chatEval.dullShare"), (of) => common(of, of.dullShare)),
		row(t("chatEval.actualDull"), (of) => {
			const { dullShare } = of.baselines.actual;
			return dullShare < 1 ? common(of, dullShare) : "-";
		}),
		row(t("chatEval.copied"), ({ copiedShare }) => percent(copiedShare)),
		row(t("chatEval.actual"), (of) => (of === result ? percent(of.baselines.actual.copiedShare) : "-")),
	];
	const titles = [t("chatEval.measure"), t("chatEval.all"), t("chatEval.seen"), t("chatEval.unseen")];
	return table(
		titles.map((title, k) => ({ title, right: k > 0 })),
		rows,
	);
}

/** Prints the first questions with their replies and answers, each cut to its column. */
export function printExamples(context: Context, { examples }: ChatEvaluation): void {
	const { t, out } = context;
	const titles = [t("chatEval.question"), t("chatEval.reply"), t("chatEval.answer")];
	const rows = examples.map(({ question, reply, answer }) => [question, reply, answer].map(escapeLine));
	const wide = titles.map((title, k) => Math.max(width(title), ...rows.map((row) => width(row[k]!))));
	const room = shared(wide, cellsOf(context) - 2 * (wide.length - 1));
	const cut = rows.map((row) => row.map((text, k) => clip(text, room[k]!)));
	const [head, ...lines] = table(
		titles.map((title) => ({ title })),
		cut,
	);
	print(context, `\n${t("chatEval.examples", { count: rows.length })}\n${out.dim(head!)}\n${lines.join("\n")}`);
}

/** Widths of columns that fit into `cells`: what a narrow one does not need is left to the others. */
function shared(wide: readonly number[], cells: number): number[] {
	const widths = new Map<number, number>();
	let left = cells;
	for (const [n, k] of [...wide.keys()].sort((a, b) => wide[a]! - wide[b]!).entries()) {
		const fair = Math.max(NARROWEST, Math.floor(left / (wide.length - n)));
		widths.set(k, Math.min(wide[k]!, fair));
		left -= widths.get(k)!;
	}
	return wide.map((_, k) => widths.get(k)!);
}
