/** Writes the curves of a run for TensorBoard and names the file. */
import { type Context, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";

/** @returns the paths of the event files. */
export async function saveEvents(context: Context, run: string, folder: string, runs?: string): Promise<string[]> {
	const { tensorboard } = await context.library.runCurves({ names: [run], runs, tensorboard: folder });
	for (const file of tensorboard ?? []) talk(context, context.t("curves.saved", { file: escapeLine(file) }));
	return tensorboard ?? [];
}
