/** `sluice study show` */
import { type Context, printJson } from "../../../context.ts";
import { loadWidths } from "../../../display/width.ts";
import type { ValuesOf } from "../../spec.ts";
import { nextOf, printStudy } from "../shared/print.ts";
import type { studyShow } from "./spec.ts";

export async function run(context: Context<ValuesOf<typeof studyShow>>, [study]: string[]): Promise<number> {
	const shown = context.library.showStudy({ study: study!, studies: context.settings.values.studies });
	if (context.format !== "text") {
		printJson(context, shown);
		return 0;
	}
	await loadWidths();
	printStudy(context, shown);
	nextOf(context, shown);
	return 0;
}
