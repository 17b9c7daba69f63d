/** `sluice cells report RUN [FILE...] --html FILE`: a page that shows a text coloured by the units of a run. */
import { fail, type SluiceError } from "../../../../src/errors/index.ts";
import type { CellReport, ReportPhase, ReportRequest } from "../../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { bytes, clock, count } from "../../../display/numbers.ts";
import { Progress } from "../../../display/progress.ts";
import { cellsOf, loadWidths } from "../../../display/width.ts";
import { foldWords } from "../../../display/words.ts";
import { flagWords, quote, sameRun } from "../../../next.ts";
import { readingOf } from "../../shared/reading.ts";

export async function run(context: Context, args: string[]): Promise<number> {
	const { settings } = context;
	const { html, svg, units, limit } = settings.values;
	if (html === undefined && svg === undefined)
		throw fail("E_ARGUMENT", {
			verb: "sluice cells report",
			why: { reason: "missing", forms: ["--html FILE", "--svg FILE"] },
		});
	const request = { ...readingOf(context, "sluice cells report", args), html, svg, units, limit };
	const result = await writeReport(context, request, context.io.stop.listen());
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	await loadWidths();
	print(context, reportLines(context, result).join("\n"));
	suggestNext(context, nextOf(context, result, args));
	return 0;
}

/** Writes the report, with its progress told. */
export async function writeReport(context: Context, request: ReportRequest, signal: AbortSignal): Promise<CellReport> {
	const { io, t, show, lang, library } = context;
	let phase: ReportPhase | undefined;
	let view: Progress | undefined;
	const result = await library.reportCells(
		{ ...request, lang },
		{
			onProgress(now, done, total) {
				if (now !== phase || !view) view = new Progress(t, t(`phase.${(phase = now)}`), count, io.now());
				view.set(done, total, io.now());
				show.update(view);
			},
			onNotice: (notice: SluiceError) => note(context, notice),
			signal,
		},
	);
	show.end(true);
	return result;
}

/** The files, and the units that are in them. */
export function reportLines(context: Context, result: CellReport): string[] {
	const { t } = context;
	const { html, svg, bytes: size, units, symbols, seconds } = result;
	const cells = cellsOf(context);
	const facts = { symbols: count(symbols), time: clock(seconds) };
	const lines: string[] = [];
	if (html !== null) lines.push(t("page.done", { file: escapeLine(html), bytes: bytes(size ?? 0), ...facts }));
	if (svg !== null) lines.push(t("diagnose.svg", { file: escapeLine(svg) }));
	const named = units.map(({ unit, name, pattern }) => {
		const what = name ?? pattern;
		return what === undefined ? unit : `${unit} (${escapeLine(what)})`;
	});
	lines.push(...foldWords(t("page.units", { units: named.join(", ") }), cells, 2));
	return lines;
}

/** Prove what the first unit does, or keep its name. */
function nextOf({ settings }: Context, { units }: CellReport, args: readonly string[]): string[] {
	const [first] = units;
	if (!first) return [];
	const run = sameRun(args[0]!, settings);
	const words = args.slice(1).map((word) => ` ${quote(word)}`);
	const same = flagWords(settings, "part", "lossy", "checkpoint");
	const pattern = first.pattern === undefined ? "" : ` --pattern ${quote(first.pattern)}`;
	return [`sluice cells ablate ${run} ${first.unit}${words.join("")}${same}${pattern}`];
}
