/**
 * `sluice cells find RUN [FILE...]`: for each pattern the units that track it, compared with chance, a probe and
 * rivals.
 */
import type { CellsFound } from "../../../../src/index.ts";
import { isFound } from "../../../../src/interpretation/search/found.ts";
import { type Context, print, suggestNext, talk } from "../../../context.ts";
import { flagWords, quote, sameRun } from "../../../next.ts";
import { answer } from "../../shared/answer.ts";
import { readingOf } from "../../shared/reading.ts";
import { watched } from "../../shared/watched.ts";
import type { ValuesOf } from "../../spec.ts";
import { NOT_SCORED } from "../shared/pattern.ts";
import { reportLines, writeReport } from "../shared/report.ts";
import { type Suggested, sampled, sayIfNothing, triedClamp } from "../shared/triedClamp.ts";
import { foundCells } from "./foundCells.ts";
import type { cellsFind } from "./spec.ts";

type Values = ValuesOf<typeof cellsFind>;

export async function run(context: Context<Values>, args: string[]): Promise<number> {
	const { t, show, library, settings } = context;
	const { pattern, spans, names, best, exact, warmupSymbols, limit, html, svg } = settings.values;
	const patterns = [...(pattern ?? []), ...(spans ?? []).map((file) => `spans:${file}`)];
	const reading = readingOf(context, "sluice cells find", args);
	const request = {
		...{ ...reading, names, best, exact, warmupSymbols, limit },
		...(patterns.length > 0 && { patterns }),
	};
	if (html !== undefined) library.checkOutput(html, "report.html");
	if (svg !== undefined) library.checkOutput(svg, "cells.svg");
	const hooks = watched(context, t("phase.cells"));
	const result = await library.findCells(request, hooks);
	show.end(true);
	const wanted = html !== undefined || svg !== undefined;
	const report = wanted
		? await writeReport(context, { ...reading, html, svg, found: result }, hooks.signal)
		: undefined;
	const clearest = clearestOf(result);
	const { unit, sign: side } = clearest ?? {};
	const tried = unit && (await triedClamp(context, { ...reading, unit, side }, hooks.signal));
	await answer(context, report ? { ...result, report } : result, (cells) => {
		print(context, foundCells(context, result, { cells, files: args.length > 1, each: best ?? 1 }).join("\n"));
		if (report) print(context, `\n${reportLines(context, report).join("\n")}`);
		if (result.unknownSymbols > 0) talk(context, t("trace.unknown", { count: result.unknownSymbols }));
		sayIfNothing(context, tried || undefined);
		suggestNext(context, nextOf(context, clearest, { args, tried: tried || undefined }));
	});
	return patterns.length > 0 && result.skipped.length > 0 ? NOT_SCORED : 0;
}

/** The unit with the largest AUC of those that were found, with its pattern. */
function clearestOf({ patterns }: CellsFound) {
	return patterns
		.filter(({ best }) => isFound(best[0]!))
		.map(({ pattern, best }) => ({ pattern, ...best[0]! }))
		.sort((a, b) => b.auc - a.auc)[0];
}

/** Next: ablate the clearest unit, trace its values, sample with it held; or search for something else. */
function nextOf(
	{ settings }: Context<Values>,
	clearest: ReturnType<typeof clearestOf>,
	{ args, tried }: { args: readonly string[]; tried?: Suggested },
): string[] {
	const run = sameRun(args[0]!, settings);
	const words = args
		.slice(1)
		.map((word) => ` ${quote(word)}`)
		.join("");
	const text = `${words}${flagWords(settings, "part", "lossy", "encoding", "checkpoint")}`;
	if (!clearest) return [`sluice cells find ${run}${text} --pattern 'in:/[0-9]+/'`, "sluice cells patterns"];
	return [
		`sluice cells ablate ${run} ${clearest.unit}${text} --pattern ${quote(clearest.pattern)}`,
		`sluice cells show ${run} ${clearest.unit}${text}`,
		`sluice trace ${run}${text} --names ${clearest.unit} --out ${clearest.unit}.csv`,
		...sampled(run, tried, flagWords(settings, "checkpoint")),
	];
}
