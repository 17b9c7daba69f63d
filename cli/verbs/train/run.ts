/** `sluice train FILE|DIR|@NAME...`, `sluice train task:NAME`, `sluice train FILE.csv --target COLUMN`, `sluice train pairs:FILE` */
import { fail } from "../../../src/errors/index.ts";
import type { GivenOptions } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { gentler } from "../../next.ts";
import { withCellFile } from "../shared/cellFile.ts";
import { dataOf, withoutData } from "../shared/data.ts";
import { liveEvents, withEvents } from "../shared/saveEvents.ts";
import { follow, type Hooks } from "../shared/training.ts";
import type { ValuesOf } from "../spec.ts";
import type { train } from "./spec.ts";

type Values = ValuesOf<typeof train>;

export async function run(context: Context<Values>, words: string[]): Promise<number> {
	const { settings, library } = context;
	const { from, engine, precision, threads, run, runs, quiet: _, tensorboard, ...more } = settings.values;
	if (words.length === 0 && from === undefined) {
		throw fail("E_ARGUMENT", {
			verb: "sluice train",
			why: {
				reason: "missing",
				forms: ["FILE", "DIR", "@NAME", "task:NAME", "--from RUN"],
				such: "sluice train @sqlite",
			},
		});
	}
	const data = await dataOf(context, "train", words);
	const options = withCellFile(withoutData(more) as GivenOptions, library);
	const request = { data, from, options, run, runs, engine, precision, threads };
	const events = liveEvents(context, tensorboard);
	const start = (hooks: Hooks) => library.train(request, { ...hooks, onEvent: withEvents(events, hooks) });
	try {
		return await follow(context, start, {
			remedy: (_, options) => gentler({ texts: words, settings, options }),
		});
	} finally {
		events.end();
	}
}
