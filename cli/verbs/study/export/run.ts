/** `sluice study export` */
import { type Context, print, printJson } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import type { ValuesOf } from "../../spec.ts";
import type { studyExport } from "./spec.ts";

export async function run(
	context: Context<ValuesOf<typeof studyExport>>,
	[study, ...files]: string[],
): Promise<number> {
	const { library, settings, t, lang } = context;
	const { studies, optuna } = settings.values;
	const written = library.exportStudy({ study: study!, studies, files, lang, ...(optuna !== undefined && { optuna }) });
	if (context.format !== "text") printJson(context, written);
	else print(context, t("study.written", { files: written.files.map(escapeLine).join(", ") }));
	return 0;
}
