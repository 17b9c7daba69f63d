/** What `sluice trace --step` prints: equations with their values, predictions, the reason of a number, the way back. */
import type { ExplainResult, NamedSymbol, StepNumbers, StepReason, StepWay } from "../../../src/index.ts";
import { powerText, shortNumber } from "../../../src/index.ts";
import { type Context, print, suggestNext } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { count, loss } from "../../display/numbers.ts";
import { table } from "../../display/table.ts";
import { cellsOf } from "../../display/width.ts";
import { clip, foldWords } from "../../display/words.ts";
import { quote, sameRun } from "../../next.ts";

/** Each equation with the value of one unit, or with the mean, minimum and maximum over all. */
export function printStep(
	context: Context,
	result: ExplainResult,
	index: number | undefined,
	args: readonly string[],
): void {
	const { t, out } = context;
	const cells = cellsOf(context, 80, 120);
	const shown = (symbol: string | null) => (symbol === null ? t("trace.none") : `"${escapeLine(symbol)}"`);
	const facts = { run: escapeLine(result.run), step: result.step, layer: result.layer };
	const symbols = { symbol: shown(result.symbol), next: shown(result.next), nats: loss(result.lossNats) };
	const lines = foldWords(t("trace.heading", { ...facts, cell: `${result.cell} (${result.variant})` }), cells);
	print(context, lines.map(out.bold).join("\n"));
	print(
		context,
		foldWords(t("trace.symbols", { before: escapeLine(result.before.slice(-24)), ...symbols }), cells).join("\n"),
	);
	printPredictions(context, result, cells);
	printValues(context, t("trace.forward"), result.forward, { ...result, index });
	const derived = t("trace.backward", { count: result.ahead + 1, nats: loss(result.costNats) });
	printValues(context, derived, result.backward, { ...result, index });
	if (result.why) printReason(context, result.why, cells);
	if (result.way) printWay(context, result.way);
	suggestStep(context, args, result.step + 1, `${result.layer > 0 ? ` --layer ${result.layer}` : ""}`, index);
}

/** The command that explains another step. */
export function suggestStep(
	context: Context,
	args: readonly string[],
	step: number,
	more: string,
	index: number | undefined,
): void {
	const words = args.slice(1).map(quote).join(" ");
	const again = `sluice trace ${sameRun(args[0]!, context.settings)}${words ? ` ${words}` : ""} --step ${step}`;
	suggestNext(context, [`${again}${more} --index ${index ?? 0}`]);
}

interface Shown {
	/** Number of units of the layer. */
	units: number;
	/** The unit to print alone. */
	index: number | undefined;
}

/** A table of equations with their values; nothing without values. */
export function printValues(context: Context, title: string, values: readonly StepNumbers[], shown: Shown): void {
	const { t, out } = context;
	const { units, index } = shown;
	const titles = index === undefined ? [t("trace.mean"), t("trace.least"), t("trace.most")] : [`[${index}]`];
	const room = cellsOf(context, 80, 120) - titles.length * 12;
	if (values.length === 0) return;
	const rows = values.flatMap(({ name, text, values: numbers }) => {
		if (index !== undefined && numbers.length !== units) return [];
		const told = index === undefined ? threeOf(numbers) : [numbers[index]!];
		return [[clip(labelOf(t, name, text), room), ...told.map(shortNumber)]];
	});
	const columns = [{ title: "" }, ...titles.map((title) => ({ title, right: true }))];
	const [head, ...body] = table(columns, rows);
	print(context, `\n${out.bold(title)}\n${out.dim(head!)}\n${body.join("\n")}`);
}

const NAMED = ["kept", "forgotten", "added", "input"] as const;
/** Words in the library's equations that need translation. */
const WORDS = [
	["1 at the symbol read", "trace.symbolRead"],
	["h_t of the layer below", "trace.below"],
	["less 1 at the next symbol", "trace.lessOne"],
	["from above", "trace.above"],
	["from t+1", "trace.later"],
] as const;

/** Equations whose values have no letter are labelled with their names. */
function labelOf(t: Context["t"], name: string, text: string): string {
	const said = WORDS.reduce((line, [words, key]) => line.replace(words, t(key)), text);
	const named = NAMED.find((one) => one === name);
	return named ? `${t(`trace.${named}`)} = ${said}` : said;
}

function threeOf(values: readonly number[]): number[] {
	const sum = values.reduce((total, x) => total + x, 0);
	return [sum / values.length, values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** The five most likely symbols before the step and after it. */
function printPredictions(context: Context, { expected, predicted, set }: ExplainResult, cells: number): void {
	const { t } = context;
	const folded = (words: string) => print(context, foldWords(words, cells).join("\n"));
	const said = (list: readonly NamedSymbol[]) =>
		list.map(({ symbol, probability }) => `"${escapeLine(symbol)}" ${shortNumber(probability)}`).join("  ");
	if (expected.length > 0) folded(t("trace.expected", { symbols: said(expected) }));
	folded(t("trace.predicted", { symbols: said(predicted) }));
	if (set.length > 0) folded(t("trace.set", { values: escapeLine(set.join(" ")) }));
}

/** Terms printed at most; --json has all. */
const TERMS = 12;

export function printReason(
	context: Context,
	{ name, index, value, text, operands, terms, origin }: StepReason,
	cells: number,
): void {
	const { t, out } = context;
	print(context, `\n${out.bold(`${name}[${index}] = ${shortNumber(value)}`)}\n${clip(text, cells)}`);
	const rows = [
		...operands.map((one) => [`${one.name}[${one.index}]`, "", shortNumber(one.value)]),
		...terms
			.slice(0, TERMS)
			.map(({ weight, times, factors, symbol, value: part }) => [
				[
					...(weight ? [`${weight.tensor}[${weight.index}] ${shortNumber(weight.value)}`] : []),
					...(times === undefined ? [] : [shortNumber(times)]),
					...factors.map((one) => `${one.name}[${one.index}] ${shortNumber(one.value)}`),
				].join(" * "),
				symbol === null ? "" : `"${escapeLine(symbol)}"`,
				shortNumber(part),
			]),
	];
	const left = terms.slice(TERMS);
	if (left.length > 0) {
		const rest = left.reduce((sum, term) => sum + term.value, 0);
		rows.push([t("trace.rest", { count: left.length }), "", shortNumber(rest)]);
	}
	const lines = table([{ title: "" }, { title: "" }, { title: "", right: true }], rows).slice(1);
	if (lines.length > 0) print(context, lines.join("\n"));
	if (origin) {
		const from = { step: origin.step, layer: origin.layer, ahead: origin.ahead, name: origin.name };
		print(context, t("trace.origin", { ...from, index: origin.index }));
	}
}

function printWay(context: Context, { scored, costNats, weights, clipNorm, k2, states, rows }: StepWay): void {
	const { t, out } = context;
	print(context, `\n${out.bold(t("trace.way", { count: scored, nats: loss(costNats) }))}`);
	const { c, memory, open } = rows[0]!;
	const columns = [
		"trace.wayStep",
		"trace.waySymbol",
		"trace.wayC",
		"trace.wayMemory",
		"trace.wayH",
		"trace.wayOpen",
	] as const;
	const shown = [true, true, c !== undefined, memory !== undefined, true, open !== undefined];
	const kept = <T>(row: readonly T[]) => row.filter((_, k) => shown[k]);
	const body = rows.map((row) =>
		kept([
			String(row.step),
			row.symbol === null ? "" : `"${escapeLine(row.symbol)}"`,
			...[row.c ?? null, row.memory ?? null, row.h].map(powerText),
			row.open === undefined ? "" : shortNumber(row.open),
		]),
	);
	const by = states.length > 1 ? `(${states.join(",")})` : states.join();
	const titles = kept(columns).map((key, k) => ({
		...{ title: key === "trace.wayC" ? t(key, { states: by }) : t(key), right: k !== 1 },
	}));
	const [head, ...lines] = table(titles, body);
	if (rows.length > k2) lines.splice(k2, 0, out.dim(t("trace.wayCut", { k2: count(k2) })));
	print(context, `${out.dim(head!)}\n${lines.join("\n")}`);
	print(context, t("trace.wayWeights", { norm: powerText(weights) }));
	if (clipNorm > 0 && weights !== null)
		print(
			context,
			t("trace.wayClip", { limit: String(clipNorm), factor: shortNumber(Math.min(1, clipNorm / 10 ** weights)) }),
		);
}
