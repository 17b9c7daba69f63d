/** What the verbs that read a text with a run take: the run, its text, the weights and the engine. */
import { fail } from "../../src/errors/index.ts";
import type { TextReading } from "../../src/index.ts";
import type { Context } from "../context.ts";

/** @throws E_ARGUMENT for files beside --part, E_OPTION for a checkpoint that is none. */
export function readingOf({ t, settings }: Context, verb: string, [run, ...texts]: string[]): TextReading {
	const { part, lossy, checkpoint, engine, threads, runs } = settings.values;
	if (texts.length > 0 && part) throw fail("E_ARGUMENT", { verb, got: t("got.both"), wanted: t("wanted.evalOne") });
	const read = { run: run!, runs, texts: texts.length > 0 ? texts : undefined, part, lossy, engine, threads };
	if (checkpoint === undefined) return read;
	if (checkpoint === "best" || checkpoint === "last") return { ...read, checkpoint };
	if (/^\d{1,15}$/.test(checkpoint)) return { ...read, checkpoint: Number(checkpoint) };
	const { name, where } = settings.origins.checkpoint!;
	throw fail("E_OPTION", { option: name, got: `"${checkpoint.slice(0, 80)}"`, wanted: t("wanted.checkpoint"), where });
}
