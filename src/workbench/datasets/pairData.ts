/**
 * Pairs of questions and answers in a file: what a run keeps of them, and their parts opened as tasks.
 *
 *     const { parts } = await openPairs(pairs("talk.csv", { question: "Q", answer: "A" }));
 */
import { basename, resolve } from "node:path";
import { type LearnedPairs, learnPairs, parseLearnedPairs } from "../../data/pairs/learnedPairs.ts";
import { type PairFields, type PairRecord, pairRecord } from "../../data/pairs/pairRecord.ts";
import { pairSet } from "../../data/pairs/pairSet.ts";
import { type PairTask, pairTask } from "../../data/pairs/pairTask.ts";
import { splitQuestions } from "../../data/pairs/splitQuestions.ts";
import type { Split } from "../../data/split.ts";
import { fail } from "../../errors/index.ts";
import { checkOption, checkRequest, notOneOf } from "../../errors/request.ts";
import type { Json } from "../../training/json.ts";
import type { Fingerprint } from "../sources/files.ts";
import { countRecords, eachRecord } from "./recordFile.ts";
import { checkFields, parseRecordSpec, splitOf, withRecords } from "./recordSpec.ts";
import { sameText } from "./texts.ts";

/** Symbol units of pairs: whole characters can be generated with these only. */
export type PairUnit = "jamo" | "codepoint";
const UNITS: readonly PairUnit[] = ["jamo", "codepoint"];

/** Most pairs of a file. Their texts and symbols are in memory. */
const MOST_PAIRS = 2 ** 20;

export interface PairsOptions {
	/** Field or column of the question. */
	question: string;
	/** Field or column of the answer. */
	answer: string;
	/** Symbol unit: letters of Hangul syllables and code points otherwise, or code points. Default: jamo. */
	unit?: PairUnit;
	/**
	 * Percentages of the different questions for training, validation and test. They are assigned at random by a fixed
	 * seed, and all pairs of a question are in one part. Default: 80/10/10.
	 */
	split?: string | Split;
}

/** What a run keeps of its pairs: plain JSON, enough to reopen them. */
export interface PairsSpec {
	/** Marks pairs. */
	kind: "pairs";
	/** Absolute path of JSON lines, or of CSV if it ends in .csv or .tsv; also as .gz. */
	file: string;
	/** Field of the question. */
	question: string;
	/** Field of the answer. */
	answer: string;
	/** What one symbol is. */
	unit: PairUnit;
	/** Percentages of the questions for training, validation and test. */
	split: [number, number, number];
	/** Symbols of the training part. Absent until the file is first opened. */
	learned?: LearnedPairs;
	/** Fingerprint of the file when the run began. */
	fingerprint?: Fingerprint;
}

export type OpenedPairsSpec = PairsSpec & Required<Pick<PairsSpec, "learned" | "fingerprint">>;

export interface PairData {
	spec: OpenedPairsSpec;
	/** Tasks by part; a part with percentage 0 is absent. */
	parts: { train: PairTask; valid?: PairTask; test?: PairTask };
}

const OPTIONS = ["question", "answer", "unit", "split"] as const satisfies (keyof PairsOptions)[];

/** Describes the pairs of questions and answers to train on. @throws E_OPTION, E_SPLIT. */
export function pairs(file: string, options: PairsOptions): PairsSpec {
	const where = "pairs()";
	checkRequest(options, where, OPTIONS);
	const { question, answer, unit = "jamo", split } = options;
	checkFields({ question, answer }, where);
	checkOption("unit", unit, UNITS.includes(unit), notOneOf(UNITS, unit), where);
	return {
		...{ kind: "pairs", file: resolve(file), question, answer, unit },
		split: splitOf(split),
	};
}

/** Short title: "talk.csv:Q>A". */
export function pairsTitle({ file, question, answer }: Pick<PairsSpec, "file" | "question" | "answer">): string {
	return `${basename(file)}:${question}>${answer}`;
}

/**
 * Opens pairs. @throws E_FILE_CHANGED if the file changed since the run began; E_PAIRS_PART, E_LABELLED_ codes, E_JSON.
 */
export async function openPairs(spec: PairsSpec): Promise<PairData> {
	const { file: path, unit, split, fingerprint: was, learned: known } = spec;
	const name = basename(path);
	const { records, fingerprint } = await readPairs(path, spec, was);
	const { part, different } = splitQuestions(
		records.map(({ question }) => question),
		split,
	);
	for (const [k, of] of (["train", "valid", "test"] as const).entries()) {
		if (split[k]! === 0 || part.includes(k)) continue;
		throw fail("E_PAIRS_PART", { name, part: of, questions: different, split: split.join("/") });
	}
	const learned = known ?? learnPairs(unit, records, (n) => part[n] === 0);
	const set = pairSet(name, learned, records);
	const task = (k: number) =>
		pairTask(
			set,
			Uint32Array.from(part.keys()).filter((n) => part[n] === k),
		);
	return {
		spec: { ...spec, learned, fingerprint },
		parts: { train: task(0), ...(split[1] > 0 && { valid: task(1) }), ...(split[2] > 0 && { test: task(2) }) },
	};
}

/** Opens another file with the fields of the run's own. @throws what openPairs throws. */
export async function openPairsLike(path: string, spec: OpenedPairsSpec): Promise<PairTask> {
	const name = basename(path);
	const { records } = await readPairs(path, spec);
	if (records.length === 0) throw fail("E_PAIRS_PART", { name, part: "test", questions: 0, split: "0/0/100" });
	const { steps } = learnPairs(spec.unit, records, () => false);
	return pairTask(pairSet(name, { ...spec.learned, steps }, records));
}

async function readPairs(
	path: string,
	{ question, answer, unit }: PairFields & Pick<PairsSpec, "unit">,
	was?: Fingerprint,
): Promise<{ records: PairRecord[]; fingerprint: Fingerprint }> {
	const name = basename(path);
	return withRecords(path, async (source) => {
		if (was) sameText(source, { fingerprint: was, texts: [path] });
		const file = { source, path, fields: [question, answer], flags: "pairs" } as const;
		const got = await countRecords(file);
		if (got > MOST_PAIRS) throw fail("E_LABELLED_SIZE", { name, what: "pairs", got, max: MOST_PAIRS });
		const records: PairRecord[] = [];
		await eachRecord(file, (line, fields) => {
			records.push(pairRecord(name, line, fields, { question, answer }, unit));
		});
		return { records, fingerprint: source.fingerprint };
	});
}

/** Validates the pairs of a config, which is untrusted. @throws E_RUN_FIELD, E_OPTION, E_SPLIT. */
export function parsePairsSpec(json: { [key: string]: Json }, path: string): OpenedPairsSpec {
	const { file, fields, learned, fingerprint } = parseRecordSpec(json, path);
	return { ...pairs(file, fields as PairsOptions), learned: parseLearnedPairs(learned, path), fingerprint };
}
