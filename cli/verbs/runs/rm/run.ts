/** `sluice runs rm RUN...` */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { sameRun } from "../../../next.ts";
import type { ValuesOf } from "../../spec.ts";
import type { runsRm } from "./spec.ts";

type Values = ValuesOf<typeof runsRm>;

export async function run(context: Context<Values>, names: string[]): Promise<number> {
	const { t, library, settings } = context;
	const removed = names.map((run) => {
		const one = library.removeRun({ run, runs: settings.values.runs });
		if (context.format === "text")
			print(context, t("runs.removed", { run: escapeLine(one.run), folder: escapeLine(one.folder) }));
		return one;
	});
	if (context.format !== "text") printJson(context, { removed });
	suggestNext(context, [`sluice runs restore ${sameRun(removed.at(-1)!.run, settings)}`]);
	return 0;
}
