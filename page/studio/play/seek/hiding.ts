/** Which unit hides, by a seed, among those that clearly track a pattern; and what a guess about it is worth. */
import type { PatternResult } from "../../../../src/interpretation/search/cellSearchResult.ts";
import type { UnitVerdict } from "../../../../src/interpretation/search/verdict.ts";
import { RandomStream } from "../../../../src/kernels/random.ts";

export interface Hidden {
	unit: string;
	/** The pattern that it tracks best, and its score on the half that it was not chosen on. */
	pattern: string;
	verdict: UnitVerdict;
	/** Patterns to choose from, the answer among them. */
	offers: string[];
}

/** A unit hides only if its held-out area is at least this, and its q at most that. */
export const LEAST_AREA = 0.7;
export const MOST_Q = 0.001;
const OFFERS = 5;

/** Units that can hide: of each pattern that holds or not, the clearest one. */
export function hideable(
	patterns: readonly PatternResult[],
): { pattern: string; unit: string; verdict: UnitVerdict }[] {
	return patterns.flatMap(({ pattern, above, sameAs, best }) => {
		const first = best[0];
		if (above !== undefined || sameAs !== undefined || !first) return [];
		const clear = first.auc >= LEAST_AREA && first.q <= MOST_Q;
		return clear ? [{ pattern, unit: first.unit, verdict: first }] : [];
	});
}

/** The hidden unit of a seed, offered among patterns that occur in the text, then those that do not: seeds that follow each other go through all of them. Null if none can hide. */
export function hiddenOf(patterns: readonly PatternResult[], names: readonly string[], seed: number): Hidden | null {
	const all = hideable(patterns);
	if (all.length === 0) return null;
	const chosen = all[seed % all.length]!;
	const random = new RandomStream(seed, "seek");
	const searched = patterns.map(({ pattern }) => pattern).filter((name) => name !== chosen.pattern);
	const unsearched = names.filter((name) => name !== chosen.pattern && !searched.includes(name));
	const others = [...shuffled(searched, random), ...shuffled(unsearched, random)].slice(0, OFFERS - 1);
	return { ...chosen, offers: shuffled([chosen.pattern, ...others], random) };
}

function shuffled(names: readonly string[], random: RandomStream): string[] {
	const left = [...names];
	const found: string[] = [];
	while (left.length > 0) found.push(...left.splice(Math.floor(random.uniform() * left.length), 1));
	return found;
}

/**
 * Share of what the best pattern reaches above chance, 0 to 1. The chance level of a degree is one of its correlation, so
 * its area is held against that of the answer.
 */
export function worthOf(guess: UnitVerdict, answer: UnitVerdict): number {
	const chance = guess.correlation === undefined ? guess.chance : answer.chance;
	const share = (guess.auc - chance) / (answer.auc - answer.chance);
	return Math.max(0, Math.min(1, share));
}
