/** `sluice train FILE|DIR|@NAME...`, `sluice train task:NAME` */
import { fail } from "../../src/errors/index.ts";
import type { Context } from "../context.ts";
import { gentler } from "../next.ts";
import { DEFAULT_SPLIT } from "../settings.ts";
import { follow } from "../training.ts";

export async function run(context: Context, words: string[]): Promise<number> {
	const { settings, library, t } = context;
	const { from, unit, split, lossy, data: file, engine, threads, run, runs, quiet: _, ...options } = settings.values;
	if (words.length === 0 && from === undefined) {
		throw fail("E_ARGUMENT", { verb: "sluice train", got: t("got.nothing"), wanted: t("wanted.texts") });
	}
	const tasks = words.filter((word) => word.startsWith("task:"));
	if (tasks.length > 0 && words.length > 1) {
		throw fail("E_ARGUMENT", {
			verb: "sluice train",
			got: t("got.tasks", { count: words.length }),
			wanted: t("wanted.oneTask"),
		});
	}
	const text = { ...(words.length > 0 && { texts: words }), unit, split, lossy };
	const misplaced = (["unit", "split", "lossy"] as const).find((name) => settings.values[name] !== undefined);
	if (tasks.length > 0 && misplaced)
		throw fail("E_OPTION", { option: misplaced, got: "it for a task", wanted: "a text to train on", where: "train" });
	if (tasks.length === 0 && file !== undefined)
		throw fail("E_OPTION", { option: "data", got: "it for a text", wanted: "a task to train on", where: "train" });
	const data = tasks.length > 0 ? library.task(tasks[0]!, {}, file) : text;
	const request = { data, from, options, run, runs, engine, threads };
	return follow(context, (hooks) => library.train(request, hooks), {
		split: split ?? (from === undefined ? DEFAULT_SPLIT : undefined),
		remedy: (_, options) => gentler({ texts: words, settings, options }),
	});
}
