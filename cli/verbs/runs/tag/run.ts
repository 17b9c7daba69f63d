/** `sluice runs tag RUN [TAG...]` */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { quote } from "../../../next.ts";
import type { ValuesOf } from "../../spec.ts";
import type { runsTag } from "./spec.ts";

type Values = ValuesOf<typeof runsTag>;

export async function run(context: Context<Values>, [run, ...tags]: string[]): Promise<number> {
	const { t, library, settings } = context;
	const { remove = false, runs } = settings.values;
	const result = library.tagRun({ run: run!, runs, ...(remove ? { remove: tags } : { add: tags }) });
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	const facts = { run: escapeLine(result.run), tags: result.tags.map(escapeLine).join(", ") };
	print(context, t(result.tags.length === 0 ? "tags.none" : "tags.are", facts));
	suggestNext(
		context,
		result.tags.slice(-1).map((tag) => `sluice runs --tag ${quote(tag)}`),
	);
	return 0;
}
