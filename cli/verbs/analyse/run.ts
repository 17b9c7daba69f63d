/**
 * `sluice analyse RUN [FILE...]`: compares a run with n-grams, and shows where it is better, its errors and its start.
 */
import type { SluiceError } from "../../../src/errors/index.ts";
import type { AnalysePhase } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { clock, count, loss } from "../../display/numbers.ts";
import { ownPart } from "../../display/ownPart.ts";
import { Progress } from "../../display/progress.ts";
import { cellsOf, loadWidths } from "../../display/width.ts";
import { clip, foldWords } from "../../display/words.ts";
import { quote, sameRun } from "../../next.ts";
import { readingOf } from "../shared/reading.ts";
import type { ValuesOf } from "../spec.ts";
import {
	closingSection,
	errorSection,
	orderSection,
	saturationSection,
	startSection,
	symbolSection,
} from "./analysis.ts";
import type { analyse } from "./spec.ts";

type Values = ValuesOf<typeof analyse>;

export async function run(context: Context<Values>, args: string[]): Promise<number> {
	const { io, t, lang, show, out, format, library, settings } = context;
	const { orders, countOn, svg } = settings.values;
	const request = { ...readingOf(context, "sluice analyse", args), orders, svg, lang };
	const signal = io.stop.listen();
	let phase: AnalysePhase | undefined;
	let view: Progress | undefined;
	const result = await library.analyse(countOn === undefined ? request : { ...request, countOn: [countOn] }, {
		onProgress(now, done, total) {
			if (now !== phase || !view) view = new Progress(t, t(`phase.${(phase = now)}`), count, io.now());
			view.set(done, total, io.now());
			show.update(view);
		},
		onNotice: (notice: SluiceError) => note(context, notice),
		signal,
	});
	show.end(true);
	if (format !== "text") {
		printJson(context, result);
		return 0;
	}
	await loadWidths();
	const cells = cellsOf(context, 80, 100);
	const text = result.part === null ? escapeLine(result.text) : ownPart(t, result.part);
	const facts = { run: escapeLine(result.run), text, symbols: count(result.symbols), time: clock(result.seconds) };
	print(context, foldWords(t("predictions.heading", facts), cells).map(out.bold).join("\n"));
	const counted = { counted: count(result.countedSymbols), order: result.beside, nats: loss(result.net.lossNats) };
	const last = result.orders.at(-1)!;
	const gain = last.lossNats === null || result.net.lossNats === null ? null : last.lossNats - result.net.lossNats;
	print(
		context,
		foldWords(t("analyse.summary", { ...counted, ngrams: loss(last.lossNats), gain: loss(gain) }), cells).join("\n"),
	);
	const sections = [orderSection, symbolSection, closingSection, errorSection, saturationSection, startSection];
	for (const section of sections) {
		const lines = section(context, result, cells);
		if (lines.length > 0) print(context, `\n${lines.map((line) => clip(line, cells)).join("\n")}`);
	}
	if (result.svg !== null) talk(context, t("diagnose.svg", { file: escapeLine(result.svg) }));
	if (result.unknownSymbols > 0) talk(context, t("trace.unknown", { count: result.unknownSymbols }));
	const cut = { train: count(result.trainSymbols), part: count(result.textSymbols), symbols: count(result.symbols) };
	if (result.countedSymbols < result.trainSymbols || result.symbols + 1 < result.textSymbols)
		talk(context, foldWords(t("ngrams.cut", { ...counted, ...cut }), cells).join("\n"));
	const named = sameRun(args[0]!, settings);
	const words = [named, ...args.slice(1).map(quote)].join(" ");
	suggestNext(context, [
		...(result.svg === null ? [`sluice analyse ${words} --svg analysis.svg`] : []),
		`sluice cells find ${words}`,
		`sluice predictions ${words}`,
	]);
	return 0;
}
