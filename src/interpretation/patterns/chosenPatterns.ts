/** The patterns to search a text for if none are requested: those of what the text is. */
import type { Part } from "../../data/corpus.ts";
import { PATTERN_NAMES, SETS } from "./registry.ts";
import { KindCounter, type TextKinds } from "./textKind.ts";

/** What a text is, and the patterns that this chose. */
export interface ChosenPatterns extends TextKinds {
	patterns: string[];
}

/** Reads the first `symbols` symbols of the text and chooses, in the order of the registry. */
export async function chosenPatterns(text: Pick<Part, "points">, symbols: number): Promise<ChosenPatterns> {
	const counter = new KindCounter();
	let seen = 0;
	for await (const { points, symbols: times, n } of text.points()) {
		for (let i = 0; i < n && seen < symbols; i++) {
			counter.push(points[i]!);
			seen += times[i]!;
		}
		if (seen >= symbols) break;
	}
	const kinds = counter.result();
	const wanted = new Set<string>(kinds.kinds.flatMap((kind) => [...SETS[kind]]));
	return { ...kinds, patterns: PATTERN_NAMES.filter((name) => wanted.has(name)) };
}
