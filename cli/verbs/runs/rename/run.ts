/** `sluice runs rename RUN NAME` */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { runArgument } from "../../../next.ts";
import type { ValuesOf } from "../../spec.ts";
import type { runsRename } from "./spec.ts";

type Values = ValuesOf<typeof runsRename>;

export async function run(context: Context<Values>, [run, to]: string[]): Promise<number> {
	const { t, io, library, settings } = context;
	const result = library.renameRun({ run: run!, to: to!, runs: settings.values.runs });
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	print(context, t("runs.renamed", { before: escapeLine(run!), run: escapeLine(result.run) }));
	suggestNext(context, [`sluice runs show ${runArgument(result.run, result.folder, io)}`]);
	return 0;
}
