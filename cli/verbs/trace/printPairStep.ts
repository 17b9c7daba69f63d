/** What `sluice trace --step` prints of an encoder-decoder: of a task's sequence, or of a pair. */
import type { PairStepResult } from "../../../src/index.ts";
import { type Context, print, suggestNext } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { count, loss } from "../../display/numbers.ts";
import { ownPart } from "../../display/ownPart.ts";
import { replySymbol } from "../../display/replySymbol.ts";
import { table } from "../../display/table.ts";
import { sameRun } from "../../next.ts";

/** Rows printed at most; --json has all. */
const ROWS = 16;
/** Lags printed at most. */
const LAGS = 12;

export function printPairStep(context: Context, result: PairStepResult, args: readonly string[]): void {
	const { t, out } = context;
	const { question, answer, weights, gradient, pair } = result;
	const named = (kind: "question" | "answer" | "predicted", n: number) => {
		const symbol = pair?.symbols[kind][n];
		return symbol === undefined ? count(result[kind][n]!) : replySymbol(t, symbol);
	};
	const facts = { run: escapeLine(result.run), step: count(result.step), attention: result.attention };
	print(context, out.bold(t("trace.pair", facts)));
	if (pair) {
		print(context, t("trace.pairOf", { part: ownPart(t, pair.part), line: count(pair.line) }));
		print(context, t("trace.pairQuestion", { symbols: escapeLine(pair.question) }));
		print(context, t("trace.pairAnswer", { answer: escapeLine(pair.answer) }));
	} else print(context, t("trace.pairQuestion", { symbols: question.join(" ") }));
	print(
		context,
		t("trace.pairLoss", { loss: loss(result.loss), right: t(result.exact ? "trace.exact" : "trace.notExact") }),
	);
	const place = (j: number) => (pair ? `${count(j)} ${named("question", j)}` : count(j));
	const looked = weights.map((row) => row.reduce((best, share, j) => (share > row[best]! ? j : best), 0));
	const rows = answer
		.slice(0, ROWS)
		.map((_, n) => [
			...[count(n), named("answer", n), named("predicted", n)],
			...(weights.length > 0 ? [place(looked[n]!), weights[n]![looked[n]!]!.toFixed(3)] : []),
		]);
	const columns = ["trace.pairStep", "trace.target", "trace.predictedValue"] as const;
	const more = weights.length > 0 ? (["trace.pairMost", "trace.pairWeight"] as const) : [];
	printTable(
		context,
		[...columns, ...more].map((key) => t(key)),
		rows,
	);
	print(context, t("trace.pairGradient"));
	const every = Math.max(1, Math.ceil(gradient.lags.length / LAGS));
	const power = (log: number) => (log === Number.NEGATIVE_INFINITY ? "0" : `10^${log.toFixed(1)}`);
	const curves = [gradient.whole, gradient.throughAttention, gradient.throughState];
	const lagRows = gradient.lags.flatMap((lag, k) =>
		k % every === 0 ? [[count(lag), ...curves.map((curve) => power(curve[k]!))]] : [],
	);
	const heads = ["trace.pairLag", "trace.pairWhole", "trace.pairAttention", "trace.pairState"] as const;
	printTable(
		context,
		heads.map((key) => t(key)),
		lagRows,
	);
	const part = pair && pair.part !== "valid" ? ` --part ${pair.part}` : "";
	suggestNext(context, [`sluice trace ${sameRun(args[0]!, context.settings)}${part} --step ${result.step + 1}`]);
}

function printTable(context: Context, titles: readonly string[], rows: string[][]): void {
	const [head, ...body] = table(
		titles.map((title) => ({ title, right: true })),
		rows,
	);
	print(context, `${context.out.dim(head!)}\n${body.join("\n")}`);
}
