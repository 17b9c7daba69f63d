/** `sluice data ngrams FILE... --orders A..B`: how well n-grams of each order predict a part of a text. */
import { type Context, print, printJson, suggestNext, talk } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { clock, count, loss } from "../../../display/numbers.ts";
import { partName } from "../../../display/ownPart.ts";
import { Progress } from "../../../display/progress.ts";
import { bar } from "../../../display/sparkline.ts";
import { table } from "../../../display/table.ts";
import { cellsOf } from "../../../display/width.ts";
import { foldWords } from "../../../display/words.ts";
import { quote, sameFlags } from "../../../next.ts";
import type { ValuesOf } from "../../spec.ts";
import type { dataNgrams } from "./spec.ts";

type Values = ValuesOf<typeof dataNgrams>;

/** Width of a bar, in cells. */
const BAR = 24;

export async function run(context: Context<Values>, texts: string[]): Promise<number> {
	const { io, t, out, show, library, settings } = context;
	const { part, orders, unit, split, lossy, encoding } = settings.values;
	const view = new Progress(t, t("phase.ngrams"), count, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const result = await library.ngrams({ texts, part, orders, unit, split, lossy, encoding }, { onProgress }); // nothing to save
	show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	const cells = cellsOf(context, 80, 100);
	const facts = { symbols: count(result.symbols), counted: count(result.countedSymbols), kinds: result.vocabulary };
	const named = { text: escapeLine(texts.join(" ")), part: partName(t, result.part), time: clock(result.seconds) };
	print(
		context,
		foldWords(t("ngrams.heading", { ...facts, ...named }), cells)
			.map(out.bold)
			.join("\n"),
	);
	const titles = [t("ngrams.order"), t("done.nats"), t("done.bits"), t("ngrams.distinct")];
	const columns = [...titles.map((title) => ({ title, right: true })), { title: "" }];
	const most = Math.max(...result.orders.map(({ lossNats }) => lossNats ?? 0));
	const rows = result.orders.map(({ order, lossNats, bitsPerSymbol, ngrams }) => [
		...[String(order), loss(lossNats), loss(bitsPerSymbol), count(ngrams)],
		lossNats === null ? "" : bar(lossNats / most, BAR),
	]);
	const [head, ...body] = table(columns, rows);
	const lines = body.map((line, k) => (result.orders[k]!.order === result.best ? out.green(line) : line));
	print(context, `${out.dim(head!)}\n${lines.join("\n")}`);
	const best = result.orders.find(({ order }) => order === result.best);
	if (best)
		print(context, t("ngrams.best", { order: best.order, nats: loss(best.lossNats), bits: loss(best.bitsPerSymbol) }));
	if (result.unknownSymbols > 0) talk(context, t("ngrams.unknown", { count: result.unknownSymbols }));
	const cut = { train: count(result.trainSymbols), part: count(result.partSymbols) };
	if (result.countedSymbols < result.trainSymbols || result.symbols + 1 < result.partSymbols)
		talk(context, foldWords(t("ngrams.cut", { ...facts, ...cut }), cells).join("\n"));
	suggestNext(context, [
		["sluice train", ...texts.map(quote), ...sameFlags(settings, ["unit", "split", "lossy", "encoding"], true)].join(
			" ",
		),
	]);
	return 0;
}
