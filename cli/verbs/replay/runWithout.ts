/** `sluice replay RUN --without TEXT`: the run as if it had never read a passage, next to the run as it is. */
import type { ReplayedWithout, TrainEvent, WithoutReading } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { inUnit } from "../../display/losses.ts";
import { clock, count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { table } from "../../display/table.ts";
import { loadWidths } from "../../display/width.ts";
import { quote, runArgument, sameRun } from "../../next.ts";
import type { ValuesOf } from "../spec.ts";
import type { replay } from "./spec.ts";

type Values = ValuesOf<typeof replay>;

/** Longest passage that is shown, in characters. */
const SHOWN = 60;
/** Longest continuation in a table. */
const MOST = 32;

export async function runWithout(context: Context<Values>, run: string): Promise<number> {
	const { io, t, show, library, settings } = context;
	const { without, with: given, seed, as, runs, engine, threads } = settings.values;
	let view: Progress | undefined;
	let of = 0;
	const onProgress = (done: number, total: number) => {
		if (total !== of) view = new Progress(t, t("phase.replay"), count, io.now());
		of = total;
		view!.set(done, total, io.now());
		show.update(view!);
	};
	const onEvent = (event: TrainEvent) => {
		if (event.type === "notice") note(context, event.notice);
	};
	const asked = { run, runs, engine, threads, without: without!, seed, ...(given !== undefined && { with: given }) };
	// a signal ends it at once: nothing is saved before all of it is computed
	const found = await library.replayWithout({ ...asked, ...(as !== undefined && { as }) }, { onEvent, onProgress });
	show.end(true);
	if (context.format !== "text") {
		printJson(context, found);
		return 0;
	}
	await loadWidths();
	print(context, described(context, found).join("\n"));
	const { given: prompt, rest, saved } = found;
	const again = `--checkpoint last --prompt ${quote(prompt)} --temperature 0 --length ${[...rest].length}`;
	const own = saved ? runArgument(saved.run, saved.folder, io) : undefined;
	suggestNext(context, [
		`sluice sample ${sameRun(run, settings)} ${again}`,
		...(own ? [`sluice sample ${own} ${again}`] : []),
	]);
	return 0;
}

function described({ t, out }: Context, found: ReplayedWithout): string[] {
	const { run, without, symbols, places, first, last, updates, given, rest, before, after, saved, seconds } = found;
	const heading = t("without.heading", { run: escapeLine(run), text: shortened(without, SHOWN) });
	const place = { symbols: count(symbols), places: count(places), updates: count(updates) };
	const span = { first: count(first), last: count(last), time: clock(seconds) };
	const read =
		found.with === null
			? t("without.drawn", { seed: found.seed })
			: t("without.with", { text: shortened(found.with, SHOWN) });
	const columns = [{ title: "" }, { title: t("without.before") }, { title: t("without.after") }];
	const both = (label: string, of: (reading: WithoutReading) => string) => [label, of(before), of(after)];
	const of = [...rest].length;
	const rows = [
		both(t("without.loss"), ({ lossNats }) => inUnit(lossNats, "nats", t)),
		...(before.validNats === null ? [] : [both(t("without.valid"), ({ validNats }) => inUnit(validNats, "nats", t))]),
		both(t("without.completes"), ({ completes, right }) =>
			completes ? t("without.yes") : t("without.no", { right: count(right), of: count(of) }),
		),
		both(t("without.writes"), ({ continuation }) => shortened(continuation, MOST)),
		both(t("without.digest"), ({ weightsSha256 }) => weightsSha256.slice(0, 16)),
	];
	return [
		out.bold(heading),
		...[t("without.places", place), t("without.span", span), read],
		...["", t("without.given", { given: shortened(given, SHOWN), rest: shortened(rest, SHOWN) }), ""],
		...table(columns, rows),
		...(saved ? ["", t("without.saved", { folder: escapeLine(saved.folder) })] : []),
	];
}

/** A text in quotes, cut to `most` characters. */
function shortened(text: string, most: number): string {
	const letters = [...text];
	return `"${escapeLine(letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`)}"`;
}
