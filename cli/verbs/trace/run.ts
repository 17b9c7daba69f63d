/** `sluice trace RUN [FILE...] --names NAME... --out FILE`; with `--step N`, explains one step of one layer. */

import { fail, type SluiceError } from "../../../src/errors/index.ts";
import { flagOf } from "../../../src/errors/option.ts";
import type { Reason } from "../../../src/errors/reasons.ts";
import type { ExplainResult } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { bytes, clock, count, loss } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { table } from "../../display/table.ts";
import { cellsOf } from "../../display/width.ts";
import { clip, foldWords } from "../../display/words.ts";
import { quote, sameRun } from "../../next.ts";
import { readingOf } from "../shared/reading.ts";
import type { ValuesOf } from "../spec.ts";
import type { trace } from "./spec.ts";

type Values = ValuesOf<typeof trace>;

export async function run(context: Context<Values>, args: string[]): Promise<number> {
	const { io, t, settings } = context;
	const { names, out, step, layer, ahead, index } = settings.values;
	const request = readingOf(context, "sluice trace", args);
	const others = step === undefined ? (["layer", "ahead", "index"] as const) : (["names", "out"] as const);
	for (const name of others) {
		const origin = settings.origins[name];
		if (!origin) continue;
		const why: Reason =
			step !== undefined ? { reason: "together", with: "step" } : { reason: "needs", options: ["step"] };
		throw fail("E_OPTION", { option: name, why, where: origin.where });
	}
	const signal = io.stop.listen();
	const onNotice = (notice: SluiceError) => note(context, notice);
	if (step !== undefined) {
		const result = await context.library.explain({ ...request, step, layer, ahead }, { onNotice, signal });
		if (index !== undefined && index >= result.units) {
			throw fail("E_SIZE", { what: flagOf("index"), got: index, min: 0, max: result.units - 1 });
		}
		if (context.format === "text") printStep(context, result, index, args);
		else printJson(context, result);
		return 0;
	}
	if (!names || !out) {
		throw fail("E_ARGUMENT", {
			verb: "sluice trace",
			why: { reason: "missing", forms: ["--names NAME... --out FILE", "--step N"] },
		});
	}
	const view = new Progress(t, t("phase.trace"), count, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		context.show.update(view);
	};
	const result = await context.library.traceFile({ ...request, names, out }, { onProgress, onNotice, signal });
	context.show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	const numbers = result.columns.reduce((sum, { width }) => sum + width, 0);
	const facts = { symbols: count(result.symbols), numbers: count(numbers), bytes: bytes(result.bytes) };
	print(context, t("trace.done", { file: escapeLine(result.out), ...facts, time: clock(result.seconds) }));
	if (result.unknownSymbols > 0) talk(context, t("trace.unknown", { count: result.unknownSymbols }));
	const words = args.slice(1).map(quote).join(" ");
	suggestNext(context, [`sluice trace ${sameRun(args[0]!, settings)}${words ? ` ${words}` : ""} --step 0`]);
	return 0;
}

/** Each equation with the value of one unit, or with the mean, minimum and maximum over all. */
function printStep(context: Context, result: ExplainResult, index: number | undefined, args: readonly string[]): void {
	const { t, out, settings } = context;
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
	const titles = index === undefined ? [t("trace.mean"), t("trace.least"), t("trace.most")] : [`[${index}]`];
	const room = cells - titles.length * 12;
	const parts: [string, ExplainResult["forward"]][] = [
		[t("trace.forward"), result.forward],
		[t("trace.backward", { count: result.ahead + 1, nats: loss(result.costNats) }), result.backward],
	];
	for (const [title, values] of parts) {
		const rows = values.flatMap(({ name, text, values: numbers }) => {
			const own = numbers.length === result.units;
			if (index !== undefined && !own) return [];
			const told = index === undefined ? threeOf(numbers) : [numbers[index]!];
			return [[clip(labelOf(t, name, text), room), ...told.map(short)]];
		});
		const columns = [{ title: "" }, ...titles.map((title) => ({ title, right: true }))];
		const [head, ...body] = table(columns, rows);
		print(context, `\n${out.bold(title)}\n${out.dim(head!)}\n${body.join("\n")}`);
	}
	const words = args.slice(1).map(quote).join(" ");
	const again = `sluice trace ${sameRun(args[0]!, settings)}${words ? ` ${words}` : ""} --step`;
	const layer = result.layer > 0 ? ` --layer ${result.layer}` : "";
	suggestNext(context, [
		`${again} ${result.step + 1}${layer}${index === undefined ? " --index 0" : ` --index ${index}`}`,
	]);
}

const NAMED = ["kept", "forgotten", "added", "input"] as const;
/** Words in the library's equations that need translation. */
const WORDS = [
	["1 at the symbol read", "trace.symbolRead"],
	["h_t of the layer below", "trace.below"],
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

/** Four digits, ten cells wide. */
function short(x: number): string {
	return x === 0 || (Math.abs(x) >= 1e-3 && Math.abs(x) < 1e4) ? x.toPrecision(4).slice(0, 9) : x.toExponential(2);
}
