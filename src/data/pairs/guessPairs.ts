/** Recognises pairs of short texts by the first records of a file. */
import type { PairFields } from "./pairRecord.ts";

type Fields = ReadonlyMap<string, unknown>;

/** Fewer records say too little. */
const FEWEST = 5;
/** Most characters of a text that may be a question or an answer: the median is not above it. */
const LONGEST = 300;
/** Least fraction of texts with a letter, of different texts, and of texts of several words. */
const LETTERS = 0.9;
const DIFFERENT = 0.3;
const WORDS = 0.25;

/** Names that say what a field is, in lower case, as they go together. */
const NAMES: readonly PairFields[] = [
	...[
		["q", "a"],
		["question", "answer"],
		["질문", "대답"],
		["질문", "답변"],
		["질문", "답"],
		["prompt", "response"],
		["prompt", "completion"],
		["instruction", "output"],
		["instruction", "response"],
		["input", "output"],
		["utterance", "reply"],
		["message", "reply"],
	].map(([question, answer]) => ({ question: question!, answer: answer! })),
];

/**
 * Returns the fields of the question and the answer: those with known names, else the first two fields of short texts of
 * several words that are mostly different. undefined if the records do not look like pairs.
 */
export function guessPairs(records: readonly Fields[]): PairFields | undefined {
	if (records.length < FEWEST) return undefined;
	const short = [...records[0]!.keys()].filter((name) => isShort(textsOf(records, name)));
	const called = (wanted: string) => short.find((name) => name.trim().toLowerCase() === wanted);
	for (const { question, answer } of NAMES) {
		const found = { question: called(question), answer: called(answer) };
		if (found.question !== undefined && found.answer !== undefined) return found as PairFields;
	}
	const [question, answer] = short.filter((name) => isSpoken(textsOf(records, name)));
	return question === undefined || answer === undefined ? undefined : { question, answer };
}

/** The texts of a field; undefined if a record has another value there. */
function textsOf(records: readonly Fields[], name: string): string[] | undefined {
	const values = records.map((record) => record.get(name));
	return values.every((value) => typeof value === "string") ? values : undefined;
}

function isShort(texts: string[] | undefined): boolean {
	if (!texts || shareOf(texts, (text) => /\p{L}/u.test(text)) < LETTERS) return false;
	const sizes = texts.map((text) => [...text].length).sort((a, b) => a - b);
	return sizes[sizes.length >> 1]! <= LONGEST;
}

/** A label repeats itself, and a name has one word. */
function isSpoken(texts: string[] | undefined): boolean {
	if (!texts || new Set(texts).size / texts.length < DIFFERENT) return false;
	return shareOf(texts, (text) => /\S\s+\S/u.test(text)) >= WORDS;
}

const shareOf = (texts: readonly string[], is: (text: string) => boolean) => texts.filter(is).length / texts.length;
