/** `sluice study ask` */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import type { ValuesOf } from "../../spec.ts";
import { studyArgument } from "../shared/print.ts";
import { settingsOf } from "../shared/space.ts";
import { shortId } from "../shared/words.ts";
import type { studyAsk } from "./spec.ts";

export async function run(context: Context<ValuesOf<typeof studyAsk>>, [study, ...words]: string[]): Promise<number> {
	const { library, settings, t } = context;
	const { seed, studies } = settings.values;
	const asked = library.askStudy({
		study: study!,
		studies,
		settings: settingsOf(words),
		...(seed !== undefined && { seed }),
	});
	if (context.format !== "text") {
		printJson(context, asked);
		return 0;
	}
	const ids = asked.trials.map(shortId).join(", ");
	print(context, t("study.asked", { count: asked.trials.length, study: escapeLine(asked.study), ids }));
	suggestNext(context, [`sluice study work ${studyArgument(context, asked.folder)}`]);
	return 0;
}
