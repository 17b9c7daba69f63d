/**
 * `sluice predictions RUN [FILE...]`: most likely next symbols, surprisal of the actual one, and most confident
 * mistakes. With --against: see against.ts.
 */
import type { NamedPrediction } from "../../../src/index.ts";
import { type Context, print, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { clock, count, loss, percent } from "../../display/numbers.ts";
import { ownPart } from "../../display/ownPart.ts";
import { table } from "../../display/table.ts";
import { cellsOf, loadWidths } from "../../display/width.ts";
import { clip, foldWords } from "../../display/words.ts";
import { quote, sameRun } from "../../next.ts";
import { readingOf } from "../shared/reading.ts";
import { symbolShown } from "../shared/symbolShown.ts";
import type { ValuesOf } from "../spec.ts";
import { needsAgainst, runAgainst } from "./against.ts";
import { oneByOne } from "./oneByOne.ts";
import { PREDICTIONS_LIMIT, type predictions } from "./spec.ts";

type Values = ValuesOf<typeof predictions>;

/** Positions shown individually in a terminal. */
const SHOWN = 16;

export async function run(context: Context<Values>, args: string[]): Promise<number> {
	const { t, out, format, library, settings } = context;
	const { top, sure, against, limit = PREDICTIONS_LIMIT, ngrams, countOn } = settings.values;
	if (against !== undefined) return runAgainst(context, against, args);
	needsAgainst(context);
	const asked = { ...(ngrams !== undefined && { ngrams }), ...(countOn !== undefined && { countOn: [countOn] }) };
	const request = { ...readingOf(context, "sluice predictions", args), top, sure, limit, ...asked };
	const { result, kept } = await oneByOne<NamedPrediction, Awaited<ReturnType<typeof library.predictions>>>(context, {
		...{ phase: "phase.predictions", type: "prediction", most: SHOWN },
		read: (onPrediction, hooks) => library.predictions(request, { onPrediction, ...hooks }),
	});
	if (format !== "text") return 0;
	await loadWidths();
	const cells = cellsOf(context, 80, 100);
	const whole = result.symbols + 1 === result.textSymbols;
	const read = whole
		? count(result.symbols)
		: t("predictions.of", { count: count(result.symbols), total: count(result.textSymbols) });
	const text = args.length > 1 ? escapeLine(result.text) : ownPart(t, result.text);
	const facts = { run: escapeLine(result.run), text, symbols: read, time: clock(result.seconds) };
	print(context, foldWords(t("predictions.heading", facts), cells).map(out.bold).join("\n"));
	const share = (value: number | null) => (value === null ? "-" : percent(value));
	const { surelyWrong } = result;
	const summary = {
		...{ nats: loss(result.nats), bits: loss(result.bits), right: share(result.right), inTop: share(result.inTop) },
		...{
			top: top ?? 5,
			wrong: count(surelyWrong.count),
			share: share(surelyWrong.share),
			sure: percent(surelyWrong.sure),
		},
	};
	print(context, foldWords(t("predictions.summary", summary), cells).join("\n"));
	if (result.ngram) print(context, t("predictions.ngrams", { ...result.ngram, bits: loss(result.ngram.bits) }));
	const titles = [t("predictions.at"), t("predictions.came"), t("predictions.bits"), t("predictions.top")];
	const columns = titles.map((title, k) => ({ title, right: k === 0 || k === 2 }));
	const rows = kept.map(({ at, symbol, bits, top: likeliest }) => [
		String(at),
		symbolShown(symbol),
		bits === null ? "-" : bits.toFixed(2),
		likeliest.map((one) => `${symbolShown(one.symbol)} ${percent(one.probability)}`).join("  "),
	]);
	const [head, ...body] = table(columns, rows).map((line) => clip(line, cells));
	print(context, `\n${out.dim(head!)}\n${body.join("\n")}`);
	if (surelyWrong.worst.length > 0) {
		print(context, `\n${out.bold(t("predictions.worst"))}`);
		for (const { at, before, symbol, top: likeliest } of surelyWrong.worst) {
			const said = {
				said: symbolShown(likeliest[0]!.symbol),
				share: percent(likeliest[0]!.probability),
				came: symbolShown(symbol),
			};
			const tail = Array.from(before).slice(-24).join("");
			print(context, clip(`${String(at).padStart(9)}  …${escapeLine(tail)}  ${t("predictions.said", said)}`, cells));
		}
	}
	if (result.unknownSymbols > 0) talk(context, t("trace.unknown", { count: result.unknownSymbols }));
	const words = args.slice(1).map(quote).join(" ");
	const again = `sluice predictions ${sameRun(args[0]!, settings)}${words ? ` ${words}` : ""}`;
	const step = surelyWrong.worst[0] ? surelyWrong.worst[0].at - 1 : 0;
	const apart = `sluice trace ${sameRun(args[0]!, settings)}${words ? ` ${words}` : ""} --step ${step}`;
	suggestNext(context, [...(whole ? [] : [`${again} --limit 0`]), apart]);
	return 0;
}
