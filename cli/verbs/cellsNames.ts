/** `sluice cells names RUN`: the notebook of named cells. */
import { type Context, print, printJson, suggestNext } from "../context.ts";
import { namesTable } from "../display/cellNames.ts";
import { escapeLine } from "../display/escape.ts";
import { loadWidths } from "../display/width.ts";
import { sameRun } from "../next.ts";

export async function run(context: Context, [run]: string[]): Promise<number> {
	const { io, t, library, settings } = context;
	const result = library.namedCells({ run: run!, runs: settings.values.runs });
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	await loadWidths();
	const { cells } = result;
	const wide = io.stdout.isTTY ? (io.stdout.columns ?? 80) : 120;
	if (cells.length === 0) print(context, t("names.none", { run: escapeLine(result.run) }));
	else print(context, namesTable(context, cells, wide).join("\n"));
	const again = sameRun(run!, settings);
	suggestNext(
		context,
		cells.length === 0 ? [`sluice cells find ${again}`] : [`sluice cells ablate ${again} ${cells[0]!.unit}`],
	);
	return 0;
}
