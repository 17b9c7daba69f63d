/** `sluice eval RUN FILE...`, `sluice eval RUN --part valid|test|train` */
import { fail, type SluiceError } from "../../src/errors/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../context.ts";
import { escapeLine } from "../display/escape.ts";
import { clock, count, loss, percent } from "../display/numbers.ts";
import { Progress } from "../display/progress.ts";
import { table } from "../display/table.ts";
import { sameRun } from "../next.ts";

export async function run(context: Context, [run, ...texts]: string[]): Promise<number> {
	const { io, t, show, out, library } = context;
	const { part, lossy, engine, threads, runs } = context.settings.values;
	if (texts.length > 0 && part) {
		throw fail("E_ARGUMENT", { verb: "sluice eval", got: t("got.both"), wanted: t("wanted.evalOne") });
	}
	const view = new Progress(t, t("phase.evaluate"), count, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const request = { run: run!, runs, texts: texts.length > 0 ? texts : undefined, part, engine, threads, lossy };
	const onNotice = (notice: SluiceError) => note(context, notice);
	const result = await library.evaluate(request, { onProgress, onNotice }); // nothing to save: a signal ends it at once
	show.end(true);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	const heading = t("eval.heading", {
		run: escapeLine(result.run),
		text: texts.length > 0 ? escapeLine(result.text) : t("eval.part", { part: result.text }),
		symbols: count(result.symbols),
		time: clock(result.seconds),
	});
	const titles = [t("done.nats"), t("done.bits"), t("done.bitsPerCharacter")].map((title) => ({ title, right: true }));
	const { lossNats, bitsPerSymbol, bitsPerCharacter, unknownSymbols } = result;
	const [head, body] = table(titles, [[lossNats, bitsPerSymbol, bitsPerCharacter].map(loss)]);
	print(context, `${out.bold(heading)}\n${out.dim(head!)}\n${body}`);
	if (unknownSymbols > 0) {
		const share = percent(unknownSymbols / result.symbols);
		talk(context, t("eval.unknown", { count: unknownSymbols, share }));
	}
	suggestNext(context, [`sluice sample ${sameRun(run!, context.settings)}`]);
	return 0;
}
