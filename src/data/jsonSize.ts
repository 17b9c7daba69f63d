/**
 * Bounds what a JSON document becomes in memory, before it is parsed. An empty list takes 3 bytes of a file and some 50
 * of memory, so a document is bounded by its values too, not by its bytes alone.
 */
import { fail } from "../errors/index.ts";

export interface JsonSize {
	/** Bytes of the document. Default: 16 MiB. */
	bytes?: number;
	/** Values in it. Default: 2^21. */
	values?: number;
	/** Objects and lists among them. Default: 2^18. */
	containers?: number;
}

/** Largest JSON document that is read, in bytes, unless a reader sets another bound. */
export const MOST_JSON_BYTES = 2 ** 24;
const MOST_VALUES = 2 ** 21;
const MOST_CONTAINERS = 2 ** 18;

const COMMA = 0x2c;
const LIST = 0x5b;
const OBJECT = 0x7b;

/**
 * Counts the commas and opening brackets of a document, those within its strings included.
 * @throws E_LIMIT.
 */
export function checkJsonSize(json: Uint8Array | string, where: string, size: JsonSize = {}): void {
	const { bytes: mostBytes = MOST_JSON_BYTES, values: mostValues = MOST_VALUES, containers = MOST_CONTAINERS } = size;
	const { length } = json;
	if (length > mostBytes) throw fail("E_LIMIT", { where, limit: "jsonBytes", got: length, max: mostBytes });
	const isText = typeof json === "string";
	let opened = 0;
	let commas = 0;
	for (let i = 0; i < length; i++) {
		const c = isText ? json.charCodeAt(i) : json[i]!;
		if (c === COMMA) commas++;
		else if (c === LIST || c === OBJECT) opened++;
	}
	if (opened > containers) throw fail("E_LIMIT", { where, limit: "jsonContainers", got: opened, max: containers });
	const values = opened + commas + 1;
	if (values > mostValues) throw fail("E_LIMIT", { where, limit: "jsonValues", got: values, max: mostValues });
}
