/** `sluice cells similar RUN UNIT [FILE...] [--beside RUN2]`: units that respond alike, here and in other runs. */
import { type Context, print, suggestNext } from "../../../context.ts";
import { flagWords, quote, sameRun } from "../../../next.ts";
import { answer } from "../../shared/answer.ts";
import { readingOf } from "../../shared/reading.ts";
import { watched } from "../../shared/watched.ts";
import type { ValuesOf } from "../../spec.ts";
import { similarTable } from "./similarTable.ts";
import type { cellsSimilar } from "./spec.ts";

type Values = ValuesOf<typeof cellsSimilar>;

export async function run(context: Context<Values>, [run, unit, ...files]: string[]): Promise<number> {
	const { t, library, settings } = context;
	const { beside, best, limit } = settings.values;
	const reading = readingOf(context, "sluice cells similar", [run!, ...files]);
	const request = { ...reading, unit: unit!, beside, best, limit };
	const result = await library.similarCells(request, watched(context, t("phase.similar")));
	return answer(context, result, (cells) => {
		print(context, similarTable(context, result, { cells, files: files.length > 0 }).join("\n"));
		const same = files.map((word) => ` ${quote(word)}`).join("") + flagWords(settings, "part", "lossy", "encoding");
		const typed = sameRun(run!, settings);
		const first = result.best[0];
		suggestNext(context, [
			...(result.beside.length === 0 ? [`sluice cells similar ${typed} ${result.unit}${same} --beside RUN`] : []),
			...(first ? [`sluice cells show ${typed} ${first.unit}${same}`] : []),
		]);
	});
}
