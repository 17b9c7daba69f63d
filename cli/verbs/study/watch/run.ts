/** `sluice study watch`: shows a study until nothing of it runs any more. */
import { type Context, printJson } from "../../../context.ts";
import { loadWidths } from "../../../display/width.ts";
import type { ValuesOf } from "../../spec.ts";
import { nextOf, printStudy } from "../shared/print.ts";
import { StudyView } from "../shared/view.ts";
import type { studyWatch } from "./spec.ts";

const LOOK_MS = 1000;

export async function run(context: Context<ValuesOf<typeof studyWatch>>, [study]: string[]): Promise<number> {
	const { library, settings, show, io } = context;
	const signal = io.stop.listen();
	const look = () => library.showStudy({ study: study!, studies: settings.values.studies });
	let shown = look();
	while (shown.state === "running" && !signal.aborted) {
		show.update(new StudyView(context, shown));
		if (context.format === "jsonl") printJson(context, shown);
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, LOOK_MS);
			signal.addEventListener("abort", () => [clearTimeout(timer), resolve()], { once: true });
		});
		shown = look();
	}
	show.end(true);
	if (context.format !== "text") {
		printJson(context, shown);
		return io.stop.exitCode ?? 0;
	}
	await loadWidths();
	printStudy(context, shown);
	nextOf(context, shown);
	return io.stop.exitCode ?? 0;
}
