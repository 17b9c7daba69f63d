/** `sluice cells show RUN UNIT [FILE...]`: a unit's page. */
import type { CellShown } from "../../../../src/index.ts";
import { type Context, print, suggestNext } from "../../../context.ts";
import { flagWords, quote, sameRun } from "../../../next.ts";
import { answer } from "../../shared/answer.ts";
import { readingOf } from "../../shared/reading.ts";
import { watched } from "../../shared/watched.ts";
import type { ValuesOf } from "../../spec.ts";
import { FOUND_AT } from "../shared/pattern.ts";
import { shownCell } from "./shownCell.ts";
import type { cellsShow } from "./spec.ts";

type Values = ValuesOf<typeof cellsShow>;

export async function run(context: Context<Values>, [run, unit, ...files]: string[]): Promise<number> {
	const { t, library, settings } = context;
	const { pattern, spans, best, limit } = settings.values;
	const patterns = [...(pattern ?? []), ...(spans ?? []).map((file) => `spans:${file}`)];
	const request = {
		...{ ...readingOf(context, "sluice cells show", [run!, ...files]), unit: unit!, best, limit },
		...(patterns.length > 0 && { patterns }),
	};
	const result = await library.showCell(request, watched(context, t("phase.show")));
	return answer(context, result, (cells) => {
		print(context, shownCell(context, result, { cells, files: files.length > 0, best: best ?? 5 }).join("\n"));
		suggestNext(context, nextOf(context, result, [run!, ...files]));
	});
}

/** Next: ablate the unit, show its history, sample with it held high, look for other units. */
function nextOf({ settings }: Context<Values>, result: CellShown, [typed, ...files]: readonly string[]): string[] {
	const { unit, tracks, values } = result;
	const run = sameRun(typed!, settings);
	const words = files.map((word) => ` ${quote(word)}`).join("");
	const same = flagWords(settings, "part", "lossy", "encoding", "checkpoint");
	const clearest = tracks?.patterns.find(({ q }) => q <= FOUND_AT);
	const asked = clearest
		? clearest.pattern.startsWith("spans:")
			? ` --spans ${quote(clearest.pattern.slice("spans:".length))}`
			: ` --pattern ${quote(clearest.pattern)}`
		: "";
	const held = values.quantiles.at(-1)!.value;
	return [
		`sluice cells ablate ${run} ${unit}${words}${same}${asked}`,
		...(clearest
			? [`sluice cells history ${run} ${unit}${words}${flagWords(settings, "part", "lossy", "encoding")}${asked}`]
			: []),
		`sluice sample ${run} --clamp ${unit}=${Number(held.toPrecision(4))}${flagWords(settings, "checkpoint")}`,
		`sluice cells find ${run}${words}${same}`,
	];
}
