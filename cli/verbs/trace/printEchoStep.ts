/** What `sluice trace --step` prints of an echo state network on a task or a series. */
import type { EchoStepResult, EchoWayBack } from "../../../src/index.ts";
import { powerText, shortNumber } from "../../../src/index.ts";
import { type Context, print } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { count, loss } from "../../display/numbers.ts";
import { table } from "../../display/table.ts";
import { cellsOf } from "../../display/width.ts";
import { foldWords } from "../../display/words.ts";
import { printReason, printValues, suggestStep } from "./printStep.ts";

/** Outputs printed at most; --json has all. */
const OUTPUTS = 12;

export function printEchoStep(
	context: Context,
	result: EchoStepResult,
	index: number | undefined,
	args: readonly string[],
): void {
	const { t, out } = context;
	const cells = cellsOf(context, 80, 120);
	const folded = (words: string) => foldWords(words, cells);
	const facts = { run: escapeLine(result.run), step: count(result.step), of: count(result.steps) };
	print(
		context,
		folded(t("trace.echo", { ...facts, text: escapeLine(result.text) }))
			.map(out.bold)
			.join("\n"),
	);
	const { leakRate, spectralRadius, effectiveRadius } = result;
	const [leak, radius, effective] = [leakRate, spectralRadius, effectiveRadius].map(shortNumber);
	print(context, folded(t("trace.reservoir", { leak: leak!, radius: radius!, effective: effective! })).join("\n"));
	if (result.symbol !== null) print(context, t("trace.echoSymbol", { symbol: result.symbol }));
	if (result.set.length > 0)
		print(context, folded(t("trace.set", { values: escapeLine(result.set.join(" ")) })).join("\n"));
	const rows = result.outputs
		.slice(0, OUTPUTS)
		.map(({ name, predicted, target }) => [
			escapeLine(name),
			shortNumber(predicted),
			target === null ? t("trace.none") : shortNumber(target),
		]);
	const columns = ["trace.output", "trace.predictedValue", "trace.target"] as const;
	const [head, ...body] = table(
		columns.map((key, k) => ({ title: t(key), right: k > 0 })),
		rows,
	);
	print(context, `${out.dim(head!)}\n${body.join("\n")}`);
	const unit = result.lossUnit === "nats" ? "nats" : t("trace.squaredError");
	if (result.loss !== null) print(context, t("trace.echoLoss", { loss: loss(result.loss), unit }));
	printValues(context, t("trace.forward"), result.forward, { ...result, index });
	const derived = t("trace.echoBackward", { count: result.ahead + 1, loss: loss(result.cost), unit });
	printValues(context, derived, result.backward, { ...result, index });
	if (result.why) printReason(context, result.why, cells);
	if (result.way) printEchoWay(context, result.way, unit);
	if (result.step + 1 < result.steps) suggestStep(context, args, result.step + 1, "", index);
}

function printEchoWay(context: Context, { scored, cost, keep, rows }: EchoWayBack, unit: string): void {
	const { t, out } = context;
	print(context, `\n${out.bold(t("trace.echoWay", { count: scored, loss: loss(cost), unit }))}`);
	const kept = rows[0]!.memory !== undefined;
	const keys = ["trace.wayStep", "trace.wayH", ...(kept ? (["trace.wayLeak"] as const) : [])] as const;
	const body = rows.map(({ step, h, memory }) => [
		String(step),
		powerText(h),
		...(kept ? [powerText(memory ?? null)] : []),
	]);
	const [head, ...lines] = table(
		keys.map((key) => ({ title: t(key), right: true })),
		body,
	);
	print(context, `${out.dim(head!)}\n${lines.join("\n")}`);
	print(
		context,
		foldWords(t("trace.echoNoGradient", { keep: shortNumber(keep) }), cellsOf(context, 80, 120)).join("\n"),
	);
}
