/** `sluice cells names RUN`: the notebook of named cells. */
import { type Context, print, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { sameRun } from "../../../next.ts";
import { answer } from "../../shared/answer.ts";
import type { ValuesOf } from "../../spec.ts";
import type { cellsNames } from "./spec.ts";
import { namesTable } from "./table.ts";

type Values = ValuesOf<typeof cellsNames>;

export async function run(context: Context<Values>, [run]: string[]): Promise<number> {
	const { t, library, settings } = context;
	const result = library.namedCells({ run: run!, runs: settings.values.runs });
	return answer(context, result, (wide) => {
		const { cells } = result;
		if (cells.length === 0) print(context, t("names.none", { run: escapeLine(result.run) }));
		else print(context, namesTable(context, cells, wide).join("\n"));
		const again = sameRun(run!, settings);
		suggestNext(
			context,
			cells.length === 0 ? [`sluice cells find ${again}`] : [`sluice cells ablate ${again} ${cells[0]!.unit}`],
		);
	});
}
