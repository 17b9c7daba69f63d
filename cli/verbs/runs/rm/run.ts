/** `sluice runs rm RUN...` */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { sameRun } from "../../../next.ts";
import type { ValuesOf } from "../../spec.ts";
import type { runsRm } from "./spec.ts";

type Values = ValuesOf<typeof runsRm>;

export async function run(context: Context<Values>, names: string[]): Promise<number> {
	const { t, library, settings } = context;
	const removed = library.removeRuns({ names, runs: settings.values.runs });
	if (context.format !== "text") printJson(context, { removed });
	else {
		for (const { run, folder } of removed)
			print(context, t("runs.removed", { run: escapeLine(run), folder: escapeLine(folder) }));
	}
	suggestNext(context, [`sluice runs restore ${sameRun(removed.at(-1)!.run, settings)}`]);
	return 0;
}
