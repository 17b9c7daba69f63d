/** Writes a report, for `cells report` and for a search that requests one. */
import type { SluiceError } from "../../../../src/errors/index.ts";
import type { CellReport, ReportPhase, ReportRequest } from "../../../../src/index.ts";
import { type Context, note } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { bytes, clock, count } from "../../../display/numbers.ts";
import { Progress } from "../../../display/progress.ts";
import { cellsOf } from "../../../display/width.ts";
import { foldWords } from "../../../display/words.ts";
import { patternText } from "./pattern.ts";

/** Writes the report and shows its progress. */
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

/** The files written, and the units in them. */
export function reportLines(context: Context, result: CellReport): string[] {
	const { t } = context;
	const { html, svg, bytes: size, units, symbols, seconds } = result;
	const cells = cellsOf(context);
	const facts = { symbols: count(symbols), time: clock(seconds) };
	const lines: string[] = [];
	if (html !== null) lines.push(t("page.done", { file: escapeLine(html), bytes: bytes(size ?? 0), ...facts }));
	if (svg !== null) lines.push(t("diagnose.svg", { file: escapeLine(svg) }));
	const named = units.map(({ unit, name, pattern }) => {
		const what = name ?? (pattern === undefined ? undefined : patternText(context.lang, pattern));
		return what === undefined ? unit : `${unit} (${escapeLine(what)})`;
	});
	lines.push(...foldWords(t("page.units", { units: named.join(", ") }), cells, 2));
	return lines;
}
