/** The suggestion to sample with a unit held at a value: made only after the clamp was tried and changed something. */
import type { TryClampRequest } from "../../../../src/index.ts";
import { type Context, talk } from "../../../context.ts";

/** The option `--clamp UNIT=VALUE`, or a sentence that the clamp changes next to nothing. */
export type Suggested = { option: string } | { sentence: string };

/** Tries the clamp on the first symbols of the text. Undefined if no suggestions are shown. */
export async function triedClamp(
	{ t, format, quiet, library }: Context,
	request: TryClampRequest,
	signal: AbortSignal,
): Promise<Suggested | undefined> {
	if (format !== "text" || quiet) return undefined;
	const { unit, value, klNats, steps, changed } = await library.tryClamp(request, { signal });
	if (changed) return { option: ` --clamp ${unit}=${value}` };
	return { sentence: t("cells.clampNothing", { unit, value, nats: Number(klNats.toPrecision(2)), steps }) };
}

/** The command to sample with the clamp, if it changed something. */
export function sampled(run: string, tried: Suggested | undefined, same: string): string[] {
	return tried && "option" in tried ? [`sluice sample ${run}${tried.option}${same}`] : [];
}

/** Says that a clamp changed next to nothing. */
export function sayIfNothing(context: Context, tried: Suggested | undefined): void {
	if (tried && "sentence" in tried) talk(context, `\n${tried.sentence}`);
}
