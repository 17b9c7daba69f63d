/** One labelled sequence as its file holds it: checks its two fields, and turns text into atoms. */
import { fail } from "../../errors/index.ts";
import { type Wanted, withGot } from "../../errors/request.ts";
import { LONGEST } from "../tasks/checks.ts";
import { atomsPerPoint, toAtoms, type Unit } from "../units.ts";
import { loneSurrogate } from "../utf8.ts";
import { unnamed } from "./missingField.ts";

/** Names of the two fields, and the symbol unit of text. */
export interface LabelledFields {
	text: string;
	label: string;
	unit: Unit;
}

export interface LabelledRecord {
	/** Line of the file, from 1. */
	line: number;
	/** Number of steps, T. */
	steps: number;
	/** Atoms of a text, [T]; or values, [T,D]. */
	atoms?: Int32Array;
	values?: Float64Array;
	/** Values per step; 0 for a text. */
	width: number;
	/** One label, one per step, or none. */
	label?: string | string[];
}

/** Largest number of values per step. */
const WIDEST = 4096;

/**
 * Checks the fields of one line.
 * @param fields all fields of the line by name.
 * @param unlabelled whether the label may be absent.
 * @throws E_LABELLED_NAME, E_LABELLED_FIELD.
 */
export function labelledRecord(
	name: string,
	line: number,
	fields: ReadonlyMap<string, unknown>,
	{ text, label, unit }: LabelledFields,
	unlabelled: boolean,
): LabelledRecord {
	const refuse = (field: string, why: Wanted, got: unknown) =>
		fail("E_LABELLED_FIELD", { name, line, field, why: withGot(why, got) });
	for (const field of [text, label]) {
		if (fields.has(field) || (unlabelled && field === label)) continue;
		throw unnamed(name, line, field, [...fields.keys()]);
	}
	const given = fields.get(text);
	const sequence = typeof given === "string" ? symbolsIn(given, unit) : valuesIn(given);
	if ("why" in sequence) throw refuse(text, sequence.why, sequence.got);
	if (sequence.steps < 1 || sequence.steps > LONGEST) {
		const why = { reason: "count", of: "steps", got: sequence.steps, min: 1, max: LONGEST } as const;
		throw fail("E_LABELLED_FIELD", { name, line, field: text, why });
	}
	if (!fields.has(label)) return { line, ...sequence };
	const answer = fields.get(label);
	const list = Array.isArray(answer) ? answer : [answer];
	const wild = list.findIndex((one) => !["string", "number", "boolean"].includes(typeof one));
	if (wild >= 0) throw refuse(label, { reason: "type", types: ["text", "number"] }, list[wild]);
	if (!Array.isArray(answer)) return { line, ...sequence, label: String(answer) };
	if (list.length !== sequence.steps) {
		const { steps } = sequence;
		const why = { reason: "count", of: "labels", got: list.length, min: steps, max: steps } as const;
		throw fail("E_LABELLED_FIELD", { name, line, field: label, why });
	}
	return { line, ...sequence, label: list.map(String) };
}

type Sequence = Pick<LabelledRecord, "steps" | "atoms" | "values" | "width">;
type Refused = { why: Wanted; got: unknown };

function symbolsIn(text: string, unit: Unit): Sequence | Refused {
	if (loneSurrogate(text) >= 0) return { why: { reason: "character", why: "surrogate" }, got: text };
	if (unit === "byte") {
		const atoms = Int32Array.from(new TextEncoder().encode(text));
		return { steps: atoms.length, atoms, width: 0 };
	}
	const points = new Int32Array(text.length);
	let n = 0;
	for (const character of text) points[n++] = character.codePointAt(0)!;
	const atoms = new Int32Array(n * atomsPerPoint(unit));
	const steps = toAtoms(unit, points, n, atoms);
	return { steps, atoms: atoms.subarray(0, steps), width: 0 };
}

function valuesIn(given: unknown): Sequence | Refused {
	const wanted: Wanted = { reason: "type", types: ["text", "list"], such: "[0.5, -1]" };
	if (!Array.isArray(given)) return { why: wanted, got: given };
	const nested = Array.isArray(given[0]);
	const width = nested ? given[0].length : 1;
	if (width < 1 || width > WIDEST) return { why: { reason: "list", of: "numbers", least: 1 }, got: given[0] };
	const values = new Float64Array(given.length * width); // [T,D]
	for (const [t, step] of given.entries()) {
		const row: unknown = nested ? step : [step];
		const fits = Array.isArray(row) && row.length === width && row.every((x) => typeof x === "number");
		if (!fits) return { why: nested ? { reason: "list", of: "numbers", exactly: width } : wanted, got: step };
		values.set(row as number[], t * width);
	}
	return { steps: given.length, values, width };
}
