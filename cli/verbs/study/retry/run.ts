/** `sluice study retry` */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import type { ValuesOf } from "../../spec.ts";
import { studyArgument } from "../shared/print.ts";
import type { studyRetry } from "./spec.ts";

export async function run(
	context: Context<ValuesOf<typeof studyRetry>>,
	[study, ...trials]: string[],
): Promise<number> {
	const { library, settings, t } = context;
	const which = trials.length > 0 ? { trials } : {};
	const done = library.retryStudy({ study: study!, studies: settings.values.studies, ...which });
	if (context.format !== "text") {
		printJson(context, done);
		return 0;
	}
	const name = escapeLine(done.study);
	if (done.retried.length === 0) print(context, t("study.noneParked", { study: name }));
	else {
		print(context, t("study.retried", { count: done.retried.length, study: name }));
		suggestNext(context, [`sluice study resume ${studyArgument(context, done.folder)}`]);
	}
	return 0;
}
