/** Pairs of questions and answers in memory: their texts, and the symbols of their documents. */
import { Vocabulary } from "../vocabulary.ts";
import type { LearnedPairs } from "./learnedPairs.ts";
import { END, SEPARATOR } from "./pairMarks.ts";
import type { PairRecord } from "./pairRecord.ts";

// N pairs, S symbols of all documents

export interface PairSet {
	/** Name of the file, for messages. */
	name: string;
	learned: LearnedPairs;
	vocabulary: Vocabulary;
	/** Ids of the two marks. */
	separator: number;
	end: number;
	/** Number of pairs, N. */
	count: number;
	questions: readonly string[]; // [N]
	answers: readonly string[]; // [N]
	lines: Uint32Array; // [N] line of each pair in the file
	starts: Uint32Array; // [N+1] first symbol of each document
	answerAt: Uint32Array; // [N] symbols of each document before its answer: the question and the separator
	symbols: Int32Array; // [S] ids; -1 for a symbol that the training part lacks
}

export function pairSet(name: string, learned: LearnedPairs, records: readonly PairRecord[]): PairSet {
	const vocabulary = Vocabulary.fromJSON(learned.vocabulary, name);
	const N = records.length;
	const starts = new Uint32Array(N + 1); // [N+1]
	for (const [n, { atoms }] of records.entries()) starts[n + 1] = starts[n]! + atoms.length;
	const symbols = new Int32Array(starts[N]!); // [S]
	for (const [n, { atoms }] of records.entries()) symbols.set(atoms, starts[n]!);
	vocabulary.idsInPlace(symbols);
	return {
		...{ name, learned, vocabulary, separator: vocabulary.id(SEPARATOR), end: vocabulary.id(END), count: N },
		questions: records.map(({ question }) => question),
		answers: records.map(({ answer }) => answer),
		lines: Uint32Array.from(records, ({ line }) => line),
		starts,
		answerAt: Uint32Array.from(records, ({ answerAt }) => answerAt),
		symbols,
	};
}

/** Symbols of a pair's question, without the mark that follows it. */
export function questionOf({ starts, answerAt, symbols }: PairSet, n: number): Int32Array {
	return symbols.subarray(starts[n]!, starts[n]! + answerAt[n]! - 1);
}

/** Symbols of a pair's answer, without the mark that follows it. */
export function answerOf({ starts, answerAt, symbols }: PairSet, n: number): Int32Array {
	return symbols.subarray(starts[n]! + answerAt[n]!, starts[n + 1]! - 1);
}
