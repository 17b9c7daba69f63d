/**
 * Lossless JSON. JSON has no NaN, no infinities and no -0, so they are written as {"$number": "NaN"} and so on; a key
 * that begins with "$" gets one more "$".
 */

import { fail } from "../../errors/index.ts";
import { type JsonLimits, parseStrictJsonBytes } from "../../interop/strictJson.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";

const SPECIAL: { [text: string]: number } = {
	NaN: Number.NaN,
	Infinity: Number.POSITIVE_INFINITY,
	"-Infinity": Number.NEGATIVE_INFINITY,
	"-0": -0,
};

/** Encodes a value as one line of JSON. */
export function encodeJson(value: Json): string {
	return JSON.stringify(marked(value));
}

/** Decodes what `encodeJson` wrote. `where` names the document in errors (E_JSON, E_JSON_KEY, E_LIMIT). */
export function decodeJson(bytes: Uint8Array, where: string, limits?: JsonLimits): Json {
	return unmarked(parseStrictJsonBytes(bytes, where, limits));
}

/** "NaN", "Infinity" or "-Infinity" for numbers that JSON lacks; otherwise undefined. */
export function specialName(number: number): string | undefined {
	if (Object.is(number, -0)) return "-0";
	return Number.isFinite(number) ? undefined : String(number);
}

/** The number that `specialName` names. */
export function specialNumber(name: string): number | undefined {
	return Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined;
}

function marked(value: Json): Json {
	if (typeof value === "number") {
		const name = specialName(value);
		return name === undefined ? value : { $number: name };
	}
	if (Array.isArray(value)) return value.map(marked);
	if (isRecord(value)) {
		return Object.fromEntries(
			Object.entries(value)
				.filter(([, inner]) => inner !== undefined)
				.map(([key, inner]) => {
					if (key === "__proto__") throw fail("E_INTERNAL", { what: "a saved value has the key __proto__" });
					return [key.startsWith("$") ? `$${key}` : key, marked(inner)];
				}),
		);
	}
	// JSON.stringify would silently drop what is not a Json value, and the resumed run would differ
	if (value === null || typeof value === "string" || typeof value === "boolean") return value;
	throw fail("E_INTERNAL", { what: `a saved value is of type ${typeof value}` });
}

function unmarked(value: Json): Json {
	if (Array.isArray(value)) return value.map(unmarked);
	if (!isRecord(value)) return value;
	const special = typeof value.$number === "string" ? specialNumber(value.$number) : undefined;
	if (special !== undefined) return special;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key.startsWith("$") ? key.slice(1) : key, unmarked(inner)]),
	);
}
