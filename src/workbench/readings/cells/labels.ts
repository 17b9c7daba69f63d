/** Labels a text of the machine: expressions are matched in a thread, spans read from the disk. */
import type { Part } from "../../../data/corpus.ts";
import { fail } from "../../../errors/index.ts";
import type { Wanted } from "../../../interpretation/patterns/askedPatterns.ts";
import { labelText as labelWith } from "../../../interpretation/patterns/labelText.ts";
import type { Labels } from "../../../interpretation/patterns/pattern.ts";
import { parseSpans } from "../../../interpretation/patterns/spans.ts";
import { inTurns, turn } from "../../machine/turns.ts";
import { openText } from "../../sources/files.ts";
import { matchesInTime } from "./matching.ts";

const MOST_SPAN_BYTES = 1 << 26;

/**
 * Labels the first `symbols` symbols.
 * @throws E_REGEX_TIME, E_REGEX_DEPTH, E_SPANS, E_UTF8, and E_OPTION for a text whose labels do not fit into memory.
 */
export function labelText(
	text: Pick<Part, "points">,
	symbols: number,
	wanted: readonly Wanted[],
	{ where, signal, seconds }: { where: string; signal?: AbortSignal /** Of each expression. */; seconds?: number },
): Promise<Labels> {
	const help = {
		matches: (characters: string, expression: Parameters<typeof matchesInTime>[1]) =>
			matchesInTime(characters, expression, { signal, seconds }),
		spans: async (file: string) => parseSpans(await readSpans(file), file),
		async inTurns(work: Parameters<typeof inTurns<void>>[0]) {
			await inTurns(work, { signal });
			await turn();
			signal?.throwIfAborted();
		},
	};
	return labelWith(text, symbols, wanted, { where, help });
}

async function readSpans(file: string): Promise<string> {
	const source = await openText(file);
	try {
		const { length } = source;
		if (length > MOST_SPAN_BYTES)
			throw fail("E_SPANS", { where: file, why: { reason: "large", bytes: length, max: MOST_SPAN_BYTES } });
		return new TextDecoder().decode(await source.read(0, length));
	} finally {
		await source.close();
	}
}
