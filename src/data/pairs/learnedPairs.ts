/** Facts of a file of pairs that its network depends on. They are kept with the run and read back as untrusted input. */
import { fail } from "../../errors/index.ts";
import { isWhole, type Wanted, withGot } from "../../errors/request.ts";
import { Vocabulary, type VocabularyJson } from "../vocabulary.ts";
import { END, SEPARATOR } from "./pairMarks.ts";
import { LONGEST_PAIR, type PairRecord } from "./pairRecord.ts";

/** Plain JSON. */
export interface LearnedPairs {
	/** Steps of the shortest and of the longest pair of the file. */
	steps: [number, number];
	/** Symbols of the training part, with the two marks. */
	vocabulary: VocabularyJson;
}

/** @param trained whether a pair belongs to the training part. */
export function learnPairs(
	unit: "codepoint" | "jamo",
	records: readonly PairRecord[],
	trained: (n: number) => boolean,
): LearnedPairs {
	const atoms = new Set<number>([SEPARATOR, END]);
	const steps: [number, number] = [Number.POSITIVE_INFINITY, 0];
	for (const [n, record] of records.entries()) {
		const T = record.atoms.length - 1;
		steps[0] = Math.min(steps[0], T);
		steps[1] = Math.max(steps[1], T);
		if (trained(n)) for (const atom of record.atoms) atoms.add(atom);
	}
	const sorted = Int32Array.from(atoms).sort();
	return { steps, vocabulary: new Vocabulary(unit, sorted).toJSON() };
}

/** @param where file that the facts come from. @throws E_RUN_FIELD, E_VOCABULARY. */
export function parseLearnedPairs(value: unknown, where: string): LearnedPairs {
	const given = (typeof value === "object" && value !== null ? value : {}) as Partial<
		Record<keyof LearnedPairs, unknown>
	>;
	const need = (key: keyof LearnedPairs, fits: boolean, why: Wanted) => {
		if (!fits) throw fail("E_RUN_FIELD", { path: where, key: `data.learned.${key}`, why: withGot(why, given[key]) });
	};
	const { steps } = given;
	const ends = Array.isArray(steps) && steps.length === 2 && steps.every((n) => isWhole(n, 3, LONGEST_PAIR + 1));
	need("steps", ends && Number(steps[0]) <= Number(steps[1]), { reason: "list", of: "numbers", exactly: 2 });
	const vocabulary = Vocabulary.fromJSON(given.vocabulary, where);
	const marked = vocabulary.id(SEPARATOR) >= 0 && vocabulary.id(END) >= 0;
	need("vocabulary", marked && vocabulary.unit !== "byte", { reason: "list", of: "symbols", least: 3 });
	return { steps: steps as [number, number], vocabulary: vocabulary.toJSON() };
}
