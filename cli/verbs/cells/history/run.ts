/** `sluice cells history RUN UNIT [FILE...] [--pattern P] [--beside RUN2]`: a unit's score at each kept checkpoint. */
import type { CellHistory } from "../../../../src/index.ts";
import { type Context, print, suggestNext, talk } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { flagWords, quote, sameRun } from "../../../next.ts";
import { answer } from "../../shared/answer.ts";
import { readingOf } from "../../shared/reading.ts";
import { watched } from "../../shared/watched.ts";
import type { ValuesOf } from "../../spec.ts";
import { onePattern } from "../shared/interventions.ts";
import { cellHistory } from "./cellHistory.ts";
import type { cellsHistory } from "./spec.ts";

type Values = ValuesOf<typeof cellsHistory>;

export async function run(context: Context<Values>, [run, unit, ...files]: string[]): Promise<number> {
	const { t, lang, library, settings } = context;
	const { beside, limit, svg } = settings.values;
	const { checkpoint: _, ...reading } = readingOf(context, "sluice cells history", [run!, ...files]);
	const request = { ...reading, unit: unit!, beside, limit, svg, lang, ...onePattern(context) };
	const result = await library.cellHistory(request, watched(context, t("phase.history")));
	return answer(context, result, (cells) => {
		print(context, cellHistory(context, result, { cells, files: files.length > 0 }).join("\n"));
		if (result.svg !== null) talk(context, t("diagnose.svg", { file: escapeLine(result.svg) }));
		suggestNext(context, nextOf(context, result, [run!, ...files]));
	});
}

/** Next: the figure, the unit's page at the newest checkpoint, another seed. */
function nextOf({ settings }: Context<Values>, result: CellHistory, [typed, ...files]: readonly string[]): string[] {
	const run = sameRun(typed!, settings);
	const words = files.map((word) => ` ${quote(word)}`).join("");
	const again = flagWords(settings, "part", "lossy", "encoding", "pattern", "spans", "beside");
	const same = flagWords(settings, "part", "lossy", "encoding");
	return [
		...(result.svg === null ? [`sluice cells history ${run} ${result.unit}${words}${again} --svg history.svg`] : []),
		`sluice cells show ${run} ${result.unit}${words}${same}`,
		...(result.beside.length === 0 ? [`sluice cells history ${run} ${result.unit}${words}${again} --beside RUN`] : []),
	];
}
