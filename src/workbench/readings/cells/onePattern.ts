/** The single pattern of a request about a unit. */
import type { Part } from "../../../data/corpus.ts";
import { fail } from "../../../errors/index.ts";
import { type AskedPattern, wantedPatterns } from "../../../interpretation/patterns/askedPatterns.ts";
import { type Inside, insideOf } from "../../../interpretation/proof/inside.ts";
import { labelText } from "./labels.ts";

/**
 * Where the pattern holds in the first `symbols` symbols. @throws E_OPTION for several patterns, and the errors of
 * labelText.
 */
export async function insideText(
	text: Pick<Part, "points">,
	symbols: number,
	asked: AskedPattern,
	{ where, signal }: { where: string; signal?: AbortSignal },
): Promise<Inside> {
	const wanted = wantedPatterns([asked], where);
	if (wanted.length > 1) throw notOne(wanted.length, where);
	return insideOf(await labelText(text, symbols, wanted, { where, signal }));
}

/** The error for several patterns where only one is allowed. */
export function notOne(got: number, where: string) {
	return fail("E_OPTION", { option: "pattern", why: { reason: "count", of: "patterns", got, min: 1, max: 1 }, where });
}
