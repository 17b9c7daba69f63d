/**
 * `sluice data report FILE...`: alphabet, lines, repetitions, and the held-out parts' overlap with the training part.
 */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { overlapTable } from "../../../display/copied.ts";
import { escapeLine } from "../../../display/escape.ts";
import { bytes, clock, count, percent } from "../../../display/numbers.ts";
import { Progress } from "../../../display/progress.ts";
import { cellsOf, loadWidths } from "../../../display/width.ts";
import { foldWords } from "../../../display/words.ts";
import { quote, sameFlags } from "../../../next.ts";
import type { ValuesOf } from "../../spec.ts";
import type { dataReport } from "./spec.ts";

type Values = ValuesOf<typeof dataReport>;

/** Number of rare symbols shown. */
const RARE_SHOWN = 40;

export async function run(context: Context<Values>, texts: string[]): Promise<number> {
	const { io, t, out, show, library, settings } = context;
	const { unit, split, lossy, encoding } = settings.values;
	const view = new Progress(t, t("phase.report"), count, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const result = await library.corpusReport({ texts, unit, split, lossy, encoding }, { onProgress }); // nothing to save
	show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	await loadWidths();
	const { alphabet, lines, repeated } = result;
	const cells = cellsOf(context, 80, 100);
	const facts = { text: escapeLine(texts.join(" ")), bytes: bytes(result.bytes), split: result.split.join("/") };
	const heading = t("report.heading", { ...facts, symbols: count(result.trainSymbols), time: clock(result.seconds) });
	const rare = alphabet.symbols.slice(alphabet.size - alphabet.rare, alphabet.size - alphabet.rare + RARE_SHOWN);
	const told = rare.map(({ symbol, count }) => `${escapeLine(symbol)} ${count}`).join(" · ");
	const again = repeated.lines;
	const sentences = [
		t("report.alphabet", { size: alphabet.size, rare: alphabet.rare, least: 10 }),
		alphabet.symbols
			.slice(0, 16)
			.map(({ symbol, share }) => `${symbol === " " ? "␣" : escapeLine(symbol)}\u00a0${percent(share)}`)
			.join(" · "),
		...(rare.length > 0 ? [t("report.rare", { symbols: told + (alphabet.rare > rare.length ? " …" : "") })] : []),
		t("report.lines", {
			...{ lines: count(lines.lines), empty: count(lines.empty), longest: count(lines.longest) },
			...{ median: lines.median, mean: lines.mean.toFixed(1) },
		}),
	];
	const repeats = [
		t("report.repeatedLines", {
			...{ repeated: count(again.repeated), lines: count(again.lines) },
			...{ share: percent(again.share), symbolShare: percent(again.symbolShare) },
		}),
		...repeated.stretches.map(({ least, share }) => t("report.repeatedStretches", { least, share: percent(share) })),
	];
	const folded = (sentence: string) => foldWords(sentence, cells, 2);
	print(context, folded(heading).map(out.bold).join("\n"));
	print(context, ["", ...sentences.flatMap(folded), "", out.bold(t("report.repeats"))].join("\n"));
	print(context, [...repeats.flatMap(folded), ...overlapTable(context, result)].join("\n"));
	if (result.lookedSymbols < result.trainSymbols)
		print(context, t("copied.cut", { searched: count(result.lookedSymbols), train: count(result.trainSymbols) }));
	const flags = sameFlags(settings, ["unit", "split", "lossy", "encoding"], true);
	suggestNext(context, [
		["sluice data ngrams", ...texts.map(quote), ...flags].join(" "),
		["sluice train", ...texts.map(quote), ...flags].join(" "),
	]);
	return 0;
}
