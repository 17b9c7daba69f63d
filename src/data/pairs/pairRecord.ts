/** One question and its answer as a file has them: checks both fields and turns them into atoms. */
import { fail } from "../../errors/index.ts";
import { type Wanted, withGot } from "../../errors/request.ts";
import { unnamed } from "../labels/missingField.ts";
import { atomsPerPoint, toAtoms, type Unit } from "../units.ts";
import { loneSurrogate } from "../utf8.ts";
import { END, SEPARATOR } from "./pairMarks.ts";

/** Most symbols of a question and its answer together: a batch of 32 pairs of this length still fits into memory. */
export const LONGEST_PAIR = 4096;

/** Names of the two fields. */
export interface PairFields {
	question: string;
	answer: string;
}

export interface PairRecord {
	/** Line of the file, from 1. */
	line: number;
	/** Both in Unicode's composed form (NFC), so that syllables typed as letters are syllables. */
	question: string;
	answer: string;
	/** Atoms of the document `question SEPARATOR answer END`, [steps+1]. */
	atoms: Int32Array;
	/** Index of the answer's first atom. */
	answerAt: number;
}

/**
 * Checks the fields of one line.
 * @param fields all fields of the line by name.
 * @throws E_LABELLED_NAME for a field that is missing; E_LABELLED_FIELD for one that is no text, is empty, contains a
 * mark or is too long.
 */
export function pairRecord(
	name: string,
	line: number,
	fields: ReadonlyMap<string, unknown>,
	names: PairFields,
	unit: Unit,
): PairRecord {
	const read = (field: string) => {
		if (!fields.has(field)) throw unnamed(name, line, field, [...fields.keys()], "pairs");
		const given = fields.get(field);
		const refuse = (why: Wanted) => fail("E_LABELLED_FIELD", { name, line, field, why: withGot(why, given) });
		if (typeof given !== "string") throw refuse({ reason: "type", types: ["text"] });
		if (loneSurrogate(given) >= 0) throw refuse({ reason: "character", why: "surrogate" });
		const text = given.normalize("NFC");
		const points = Int32Array.from(text, (character) => character.codePointAt(0)!);
		if (points.length === 0) throw fail("E_LABELLED_FIELD", { name, line, field, why: count(0) });
		if (points.includes(SEPARATOR) || points.includes(END)) throw refuse({ reason: "character", why: "mark" });
		return { text, atoms: atomsOf(unit, points) };
	};
	const [question, answer] = [read(names.question), read(names.answer)];
	const [Q, A] = [question.atoms.length, answer.atoms.length];
	if (Q + A > LONGEST_PAIR) {
		throw fail("E_LABELLED_FIELD", { name, line, field: Q > A ? names.question : names.answer, why: count(Q + A) });
	}
	const atoms = new Int32Array(Q + A + 2);
	atoms.set(question.atoms);
	atoms[Q] = SEPARATOR;
	atoms.set(answer.atoms, Q + 1);
	atoms[Q + A + 1] = END;
	return { line, question: question.text, answer: answer.text, atoms, answerAt: Q + 1 };
}

const count = (got: number) => ({ reason: "count", of: "symbols", got, min: 1, max: LONGEST_PAIR }) as const;

function atomsOf(unit: Unit, points: Int32Array): Int32Array {
	const atoms = new Int32Array(points.length * atomsPerPoint(unit));
	return atoms.slice(0, toAtoms(unit, points, points.length, atoms));
}
