/**
 * Named cells, with the patterns they were found to track: saved in a run as cells.json, and as a note in an exported
 * file. Both may come from anyone, so every field is checked.
 */

import type { Wanted } from "../errors/request.ts";
import type { JsonValue } from "./strictJson.ts";

/** How well the unit predicts its pattern, on text not used to select it: see interpretation/search. */
export interface CellEvidence {
	/** Name of the text, and the number of symbols evaluated. */
	text: string;
	/** Number of symbols evaluated. */
	symbols: number;
	/** Number of weight updates. */
	step: number;
	/** 1: high where the pattern holds; -1: low. */
	sign: 1 | -1;
	/** Area under the ROC curve on the scoring half; 0.5 is chance. */
	auc: number;
	/** 95 % interval of auc. */
	ci: [number, number];
	/** For a degree: rank correlation, its interval, and the chance level of `auc`. Absent in older evidence. */
	correlation?: number;
	/** 95 % interval of the correlation. */
	correlationCi?: [number, number];
	/** For a degree: the AUC that the same unit exceeds by chance in 2.5 % of cases. */
	aucChance?: number;
	/** Area that the same unit exceeds by chance in 2.5 % of cases; for a degree, the correlation. */
	chance: number;
	/** False discovery rate (Benjamini-Hochberg) over the units searched. */
	q: number;
	/** F1 of predicting the pattern at the unit's best threshold. */
	f1: number;
}

export interface NamedCell {
	/** `l1.c.17` */
	unit: string;
	/** Name given to the unit. */
	name: string;
	/** Pattern that the unit is said to track; null for none. */
	pattern: string | null;
	/** How well the unit predicts the pattern; null without a pattern. */
	evidence: CellEvidence | null;
}

const MOST_CELLS = 10_000;
const MOST_NAME = 80;
const MOST_TEXT = 4096;
/** Controls, line and paragraph separators, direction controls, lone surrogates, byte-order mark. */
const UNSAFE = /\p{Cc}|\p{Zl}|\p{Zp}|\p{Bidi_Control}|\p{Cs}|\ufeff/u;

/** Returns what is wrong with a name; undefined if nothing is. */
export function nameTrouble(name: unknown): "text" | "empty" | "long" | "control" | undefined {
	if (typeof name !== "string") return "text";
	if (UNSAFE.test(name)) return "control";
	if (name.trim() === "") return "empty";
	return [...name].length > MOST_NAME ? "long" : undefined;
}

/** Makes the error for a field that is wrong. */
type Wrong = (key: string, got: unknown, why: Wanted) => Error;

/**
 * Checks the cells of a document and returns them.
 * @param wrong makes the error for an invalid value.
 */
export function checkCells(raw: unknown, wrong: Wrong): NamedCell[] {
	if (!Array.isArray(raw) || raw.length > MOST_CELLS)
		throw wrong("cells", raw, { reason: "list", of: "units", most: MOST_CELLS });
	const cells = raw.map((one: JsonValue, k): NamedCell => {
		const { unit, name, pattern, evidence } = fieldsOf(
			one,
			["unit", "name", "pattern", "evidence"],
			`cells[${k}]`,
			wrong,
		);
		const text = (key: string, value: unknown) => {
			const fits = typeof value === "string" && value !== "" && value.length <= MOST_TEXT;
			if (!fits) throw wrong(`cells[${k}].${key}`, value, { reason: "characters", max: MOST_TEXT });
			return value;
		};
		if (nameTrouble(name) !== undefined)
			throw wrong(`cells[${k}].name`, name, { reason: "characters", max: MOST_NAME });
		return {
			unit: text("unit", unit),
			name: name as string,
			pattern: pattern === null ? null : text("pattern", pattern),
			evidence: evidence === null ? null : evidenceOf(evidence, `cells[${k}].evidence`, wrong),
		};
	});
	const seen = new Set<string>();
	const twice = cells.find(({ unit }) => seen.size === seen.add(unit).size);
	if (twice) throw wrong("cells", twice.unit, { reason: "distinct" });
	return cells;
}

/** Present together, or not at all. */
const DEGREE = ["correlation", "aucChance"] as const;
const NUMBERS = ["symbols", "step", "auc", "chance", "q", "f1"] as const;

function evidenceOf(raw: unknown, where: string, wrong: Wrong): CellEvidence {
	const degree = typeof raw === "object" && raw !== null && Object.hasOwn(raw, "correlation");
	const numbers = degree ? [...NUMBERS, ...DEGREE] : NUMBERS;
	const intervals = degree ? ["ci", "correlationCi"] : ["ci"];
	const fields = fieldsOf(raw, ["text", "sign", ...intervals, ...numbers], where, wrong);
	const { text, sign } = fields;
	const number = (x: unknown) => typeof x === "number" && Number.isFinite(x);
	if (typeof text !== "string" || text.length > MOST_TEXT)
		throw wrong(`${where}.text`, text, { reason: "characters", max: MOST_TEXT });
	if (sign !== 1 && sign !== -1) throw wrong(`${where}.sign`, sign, { reason: "oneOf", choices: ["1", "-1"] });
	for (const key of intervals) {
		const ci = fields[key];
		if (!Array.isArray(ci) || ci.length !== 2 || !ci.every(number))
			throw wrong(`${where}.${key}`, ci, { reason: "form", forms: ["[LOW, HIGH]"] });
	}
	for (const key of numbers)
		if (!number(fields[key])) throw wrong(`${where}.${key}`, fields[key], { reason: "number" });
	const kept = Object.fromEntries([...intervals, ...numbers].map((key) => [key, fields[key]]));
	return { text, sign, ...(kept as unknown as Omit<CellEvidence, "text" | "sign">) };
}

/** Returns an object that must have exactly these keys. */
function fieldsOf(raw: unknown, keys: readonly string[], where: string, wrong: Wrong): Record<string, unknown> {
	const record =
		typeof raw === "object" && raw !== null && !Array.isArray(raw) ? (raw as Record<string, unknown>) : undefined;
	const given = record && Object.keys(record);
	if (!record || given?.length !== keys.length || !keys.every((key) => Object.hasOwn(record, key)))
		throw wrong(where, raw, { reason: "type", types: ["object"], keys });
	return record;
}
