/** `sluice receipt RUN`, `sluice receipt --check LINK|FILE` */
import { fail } from "../../../src/errors/index.ts";
import { type Context, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine, escapeText } from "../../display/escape.ts";
import { clock, count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { quote, sameRun } from "../../next.ts";
import type { ValuesOf } from "../spec.ts";
import type { receipt } from "./spec.ts";

type Values = ValuesOf<typeof receipt>;

/** Exit code of a receipt that is not the same. */
const DIFFERS = 4;

export async function run(context: Context<Values>, [run]: string[]): Promise<number> {
	const { io, t, show, settings } = context;
	const { check, text } = settings.values;
	const refuse = (why: Parameters<typeof fail<"E_ARGUMENT">>[1]["why"]) =>
		fail("E_ARGUMENT", { verb: "sluice receipt", why });
	if (check !== undefined && run !== undefined) throw refuse({ reason: "notBoth", forms: ["RUN", "--check"] });
	const view = new Progress(t, t("phase.receipt"), count, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	if (check !== undefined) return checked(context, check, text, onProgress);
	if (run === undefined) throw refuse({ reason: "missing", forms: ["RUN", "--check"] });
	const { updates, runs } = settings.values;
	const made = await context.library.makeReceipt({ run, runs, updates }, { onProgress });
	show.end(true);
	if (context.format !== "text") printJson(context, made);
	else {
		const digest = made.weightsSha256.slice(0, 16);
		const facts = { run: escapeLine(made.run), count: count(made.updates), time: clock(made.seconds), digest };
		talk(context, t("receipt.made", facts));
		print(context, made.link);
		suggestNext(context, [`sluice receipt ${sameRun(run, settings)} --json > ${quote(`${made.run}.receipt.json`)}`]);
	}
	return 0;
}

async function checked(
	context: Context,
	receipt: string,
	text: string | undefined,
	onProgress: (done: number, total: number) => void,
): Promise<number> {
	const { t, show, lang, err, out, library } = context;
	const found = await library.checkReceipt({ receipt, ...(text !== undefined && { text }) }, { onProgress });
	show.end(true);
	const { same, reason, updates, seconds, weightsSha256 } = found;
	if (context.format !== "text") printJson(context, found);
	else if (same) {
		const digest = (weightsSha256 ?? "").slice(0, 16);
		print(context, out.green(t("receipt.same", { count: count(updates), time: clock(seconds), digest })));
	} else print(context, `${err.red(t("receipt.other"))} ${escapeText(reason!.text(lang))}`);
	return same ? 0 : DIFFERS;
}
