/** The one pattern that a question about a unit is asked with. */
import type { Part } from "../../../data/corpus.ts";
import { fail } from "../../../errors/index.ts";
import { type Inside, insideOf } from "../../../interpretation/proof/inside.ts";
import { type AskedPattern, labelText, wantedPatterns } from "./labels.ts";

/** Where the pattern holds in the first `symbols` symbols. @throws E_OPTION for several patterns, and what labelText throws. */
export async function insideText(
	text: Pick<Part, "points">,
	symbols: number,
	asked: AskedPattern,
	{ where, signal }: { where: string; signal?: AbortSignal },
): Promise<Inside> {
	const wanted = wantedPatterns([asked], where);
	if (wanted.length > 1)
		throw fail("E_OPTION", { option: "pattern", got: `${wanted.length} patterns`, wanted: "one pattern", where });
	return insideOf(await labelText(text, symbols, wanted, { where, signal }));
}
