/** `sluice train FILE|DIR|@NAME...`, `sluice train task:NAME`, `sluice train FILE.csv --target COLUMN` */
import { fail } from "../../src/errors/index.ts";
import type { Context } from "../context.ts";
import { gentler } from "../next.ts";
import { DEFAULT_SPLIT } from "../settings.ts";
import { follow } from "../training.ts";

export async function run(context: Context, words: string[]): Promise<number> {
	const { settings, library, t } = context;
	const { from, unit, split, lossy, data: file, engine, threads, run, runs, quiet: _, ...more } = settings.values;
	const { target, inputs, horizon, header, separator, ...options } = more;
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
	const ofSeries = (["inputs", "horizon", "header", "separator"] as const).find((name) => more[name] !== undefined);
	if (target === undefined && ofSeries) {
		throw fail("E_OPTION", { option: ofSeries, got: "it without target", wanted: "--target COLUMN", where: "train" });
	}
	const text = { ...(words.length > 0 && { texts: words }), unit, split, lossy };
	const kind = tasks.length > 0 ? "task" : target !== undefined ? "series" : "text";
	const refuse = (option: string, wanted: string) =>
		fail("E_OPTION", { option, got: `it for a ${kind}`, wanted, where: "train" });
	const misplaced = (["unit", "lossy", ...(kind === "task" ? (["split"] as const) : [])] as const).find(
		(name) => settings.values[name] !== undefined,
	);
	if (kind !== "text" && misplaced) throw refuse(misplaced, "a text to train on");
	if (kind === "task" && target !== undefined) throw refuse("target", "a file of numbers to train on");
	if (kind !== "task" && file !== undefined) throw refuse("data", "a task to train on");
	if (kind === "series" && words.length !== 1) {
		const got = words.length === 0 ? t("got.nothing") : t("got.files", { count: words.length });
		throw fail("E_ARGUMENT", { verb: "sluice train --target", got, wanted: t("wanted.oneFile") });
	}
	const data =
		kind === "task"
			? library.task(tasks[0]!, {}, file)
			: kind === "series"
				? library.series(words[0]!, {
						...{ target: target!, inputs, horizon, split, separator },
						...(header && { header: header === "yes" }),
					})
				: text;
	const request = { data, from, options, run, runs, engine, threads };
	return follow(context, (hooks) => library.train(request, hooks), {
		split: split ?? (from === undefined ? DEFAULT_SPLIT : undefined),
		remedy: (_, options) => gentler({ texts: words, settings, options }),
	});
}
