/** `sluice resume RUN` */
import type { Context } from "../../context.ts";
import { gentlerFrom } from "../../next.ts";
import { liveEvents, withEvents } from "../shared/saveEvents.ts";
import { follow, type Hooks } from "../shared/training.ts";
import type { ValuesOf } from "../spec.ts";
import type { resume } from "./spec.ts";

type Values = ValuesOf<typeof resume>;

export async function run(context: Context<Values>, [run]: string[]): Promise<number> {
	const { engine, precision, threads, runs, takeOver, tensorboard, quiet: _, ...options } = context.settings.values;
	const request = { run: run!, runs, engine, precision, threads, takeOver, options };
	const anew = Object.values(options).some((budget) => budget !== undefined);
	const events = liveEvents(context, tensorboard, anew);
	const start = (hooks: Hooks) => context.library.resume(request, { ...hooks, onEvent: withEvents(events, hooks) });
	try {
		return await follow(context, start, { remedy: gentlerFrom });
	} finally {
		events.end();
	}
}
