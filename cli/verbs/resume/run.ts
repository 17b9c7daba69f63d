/** `sluice resume RUN` */
import type { Context } from "../../context.ts";
import { gentlerFrom } from "../../next.ts";
import { follow } from "../shared/training.ts";
import type { ValuesOf } from "../spec.ts";
import type { resume } from "./spec.ts";

type Values = ValuesOf<typeof resume>;

export async function run(context: Context<Values>, [run]: string[]): Promise<number> {
	const { engine, threads, runs, takeOver, quiet: _, ...options } = context.settings.values;
	const request = { run: run!, runs, engine, threads, takeOver, options };
	return follow(context, (hooks) => context.library.resume(request, hooks), { remedy: gentlerFrom });
}
