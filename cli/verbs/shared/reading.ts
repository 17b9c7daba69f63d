/** Request of the verbs that read a text with a run: the run, its text, the weights and the engine. */
import { fail } from "../../../src/errors/index.ts";
import type { TextReading } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import type { ValuesIn } from "../../flags/flag.ts";
import type { READING_FLAGS } from "../../flags/reading.ts";
import { checkpointOf } from "./checkpoint.ts";

/** A history reads every checkpoint, so it has no --checkpoint. */
type Given = ValuesIn<typeof READING_FLAGS>;

/** @throws E_ARGUMENT for files given together with --part, E_OPTION for an invalid checkpoint. */
export function readingOf(context: Context<Given>, verb: string, [run, ...texts]: string[]): TextReading {
	const { settings } = context;
	const { part, lossy, encoding, checkpoint, engine, threads, runs } = settings.values;
	if (texts.length > 0 && part)
		throw fail("E_ARGUMENT", { verb, why: { reason: "notBoth", forms: ["FILE", "--part"] } });
	const read = { run: run!, runs, texts: texts.length > 0 ? texts : undefined, part, lossy, encoding, engine, threads };
	return checkpoint === undefined ? read : { ...read, checkpoint: checkpointOf(checkpoint, context) };
}
