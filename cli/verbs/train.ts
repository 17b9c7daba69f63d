/** `sluice train FILE|DIR|@NAME...` */
import { fail } from "../../src/errors/index.ts";
import type { Context } from "../context.ts";
import { gentler } from "../next.ts";
import { DEFAULT_SPLIT } from "../settings.ts";
import { follow } from "../training.ts";

export async function run(context: Context, texts: string[]): Promise<number> {
	const { settings, library, t } = context;
	const { from, unit, split, lossy, engine, threads, run, runs, quiet: _, ...options } = settings.values;
	if (texts.length === 0 && from === undefined) {
		throw fail("E_ARGUMENT", { verb: "sluice train", got: t("got.nothing"), wanted: t("wanted.texts") });
	}
	const data = { ...(texts.length > 0 && { texts }), unit, split, lossy };
	const request = { data, from, options, run, runs, engine, threads };
	return follow(context, (hooks) => library.train(request, hooks), {
		split: split ?? (from === undefined ? DEFAULT_SPLIT : undefined),
		remedy: (_, options) => gentler({ texts, settings, options }),
	});
}
