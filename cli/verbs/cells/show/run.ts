/** `sluice cells show RUN UNIT [FILE...]`: a unit's page. */
import type { CellShown } from "../../../../src/index.ts";
import { isFound } from "../../../../src/interpretation/search/found.ts";
import { type Context, print, suggestNext } from "../../../context.ts";
import { flagWords, quote, sameRun } from "../../../next.ts";
import { answer } from "../../shared/answer.ts";
import { readingOf } from "../../shared/reading.ts";
import { watched } from "../../shared/watched.ts";
import type { ValuesOf } from "../../spec.ts";
import { NOT_SCORED } from "../shared/pattern.ts";
import { type Suggested, sampled, sayIfNothing, triedClamp } from "../shared/triedClamp.ts";
import { shownCell } from "./shownCell.ts";
import type { cellsShow } from "./spec.ts";

type Values = ValuesOf<typeof cellsShow>;

export async function run(context: Context<Values>, [run, unit, ...files]: string[]): Promise<number> {
	const { t, library, settings } = context;
	const { pattern, spans, best, limit } = settings.values;
	const patterns = [...(pattern ?? []), ...(spans ?? []).map((file) => `spans:${file}`)];
	const reading = readingOf(context, "sluice cells show", [run!, ...files]);
	const hooks = watched(context, t("phase.show"));
	const request = {
		...{ ...reading, unit: unit!, best, limit },
		...(patterns.length > 0 && { patterns }),
	};
	const result = await library.showCell(request, hooks);
	const asked = patterns.length > 0;
	const clearest = result.tracks?.patterns.find(isFound);
	const clamp = { ...reading, unit: result.unit, side: clearest?.sign };
	const tried = await triedClamp(context, clamp, hooks.signal);
	await answer(context, result, (cells) => {
		const how = { cells, files: files.length > 0, best: best ?? 5, asked };
		print(context, shownCell(context, result, how).join("\n"));
		sayIfNothing(context, tried);
		suggestNext(context, nextOf(context, result, { words: [run!, ...files], tried }));
	});
	return asked && (result.tracks?.skipped.length ?? 0) > 0 ? NOT_SCORED : 0;
}

/** Next: ablate the unit, show its history, sample with it held where its pattern holds, look for other units. */
function nextOf(
	{ settings }: Context<Values>,
	{ unit, tracks }: CellShown,
	{ words: [typed, ...files], tried }: { words: readonly string[]; tried?: Suggested },
): string[] {
	const run = sameRun(typed!, settings);
	const words = files.map((word) => ` ${quote(word)}`).join("");
	const same = flagWords(settings, "part", "lossy", "encoding", "checkpoint");
	const clearest = tracks?.patterns.find(isFound);
	const asked = clearest
		? clearest.pattern.startsWith("spans:")
			? ` --spans ${quote(clearest.pattern.slice("spans:".length))}`
			: ` --pattern ${quote(clearest.pattern)}`
		: "";
	return [
		`sluice cells ablate ${run} ${unit}${words}${same}${asked}`,
		...(clearest
			? [`sluice cells history ${run} ${unit}${words}${flagWords(settings, "part", "lossy", "encoding")}${asked}`]
			: []),
		...sampled(run, tried, flagWords(settings, "checkpoint")),
		`sluice cells find ${run}${words}${same}`,
	];
}
