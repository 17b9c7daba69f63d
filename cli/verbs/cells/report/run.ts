/** `sluice cells report RUN [FILE...] --html FILE`: a page that shows a text coloured by the units of a run. */
import { fail } from "../../../../src/errors/index.ts";
import type { CellReport } from "../../../../src/index.ts";
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { loadWidths } from "../../../display/width.ts";
import { flagWords, quote, sameRun } from "../../../next.ts";
import { readingOf } from "../../shared/reading.ts";
import type { ValuesOf } from "../../spec.ts";
import { reportLines, writeReport } from "../shared/report.ts";
import type { cellsReport } from "./spec.ts";

type Values = ValuesOf<typeof cellsReport>;

export async function run(context: Context<Values>, args: string[]): Promise<number> {
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

/** Next: ablate the first unit, or save its name. */
function nextOf({ settings }: Context<Values>, { units }: CellReport, args: readonly string[]): string[] {
	const [first] = units;
	if (!first) return [];
	const run = sameRun(args[0]!, settings);
	const words = args.slice(1).map((word) => ` ${quote(word)}`);
	const same = flagWords(settings, "part", "lossy", "encoding", "checkpoint");
	const pattern = first.pattern === undefined ? "" : ` --pattern ${quote(first.pattern)}`;
	return [`sluice cells ablate ${run} ${first.unit}${words.join("")}${same}${pattern}`];
}
