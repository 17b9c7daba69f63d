/** `sluice study stop` */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import type { ValuesOf } from "../../spec.ts";
import { studyArgument } from "../shared/print.ts";
import type { studyStop } from "./spec.ts";

export async function run(context: Context<ValuesOf<typeof studyStop>>, [study]: string[]): Promise<number> {
	const { library, settings, t } = context;
	const stopped = library.stopStudy({ study: study!, studies: settings.values.studies });
	if (context.format !== "text") {
		printJson(context, stopped);
		return 0;
	}
	print(context, t("study.stopped", { study: escapeLine(stopped.study) }));
	suggestNext(context, [`sluice study resume ${studyArgument(context, stopped.folder)}`]);
	return 0;
}
