/** Facts of a labelled file that its network depends on. They are kept with the run and read back as untrusted input. */
import { fail } from "../../errors/index.ts";
import { isWhole, type Wanted, withGot } from "../../errors/request.ts";
import { Vocabulary, type VocabularyJson } from "../vocabulary.ts";

/** Plain JSON. */
export interface Learned {
	/** Steps of the shortest and of the longest sequence. */
	steps: [number, number];
	/** Whether each step has a label, rather than each sequence. */
	perStep: boolean;
	/** All labels of the file, sorted: the classes. */
	classes: string[];
	/** Number of labels of each class in the training part. */
	counts: number[];
	/** Symbols of the training part, for sequences of text. */
	vocabulary?: VocabularyJson;
	/** Mean and standard deviation of the training part's values, [D], for sequences of numbers. */
	mean?: number[];
	deviation?: number[];
}

export const MOST_CLASSES = 1000;

/** @param where file that the facts come from. @throws E_RUN_FIELD, E_VOCABULARY. */
export function parseLearned(value: unknown, where: string): Learned {
	const given = (typeof value === "object" && value !== null ? value : {}) as Partial<Record<keyof Learned, unknown>>;
	const need = (key: keyof Learned, fits: boolean, why: Wanted) => {
		if (!fits) throw fail("E_RUN_FIELD", { path: where, key: `data.learned.${key}`, why: withGot(why, given[key]) });
	};
	const { steps, perStep, classes, counts, vocabulary, mean, deviation } = given;
	const V = Array.isArray(classes) ? classes.length : 0;
	const list = (of: unknown, fits: (one: unknown) => boolean, length?: number): of is unknown[] =>
		Array.isArray(of) && of.length === (length ?? of.length) && of.every(fits);
	const whole = (one: unknown) => isWhole(one, 0);
	const ends = list(steps, (one) => isWhole(one, 1), 2) && Number(steps[0]) <= Number(steps[1]);
	need("steps", ends, { reason: "list", of: "numbers", exactly: 2 });
	need("perStep", typeof perStep === "boolean", { reason: "oneOf", choices: ["true", "false"] });
	const texts = list(classes, (one) => typeof one === "string") && V >= 2 && V <= MOST_CLASSES;
	need("classes", texts, { reason: "list", of: "labels", least: 2 });
	need("counts", list(counts, whole, V), { reason: "list", of: "numbers", exactly: V });
	const facts = { steps, perStep, classes, counts } as Pick<Learned, "steps" | "perStep" | "classes" | "counts">;
	if (vocabulary !== undefined) return { ...facts, vocabulary: Vocabulary.fromJSON(vocabulary, where).toJSON() };
	const D = Array.isArray(mean) ? mean.length : 0;
	need("mean", list(mean, Number.isFinite) && D > 0, { reason: "list", of: "numbers", least: 1 });
	const above = (one: unknown) => Number.isFinite(one) && (one as number) > 0;
	need("deviation", list(deviation, above, D), { reason: "list", of: "numbers", exactly: D, above: 0 });
	return { ...facts, mean: mean as number[], deviation: deviation as number[] };
}
