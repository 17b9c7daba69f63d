/**
 * JSON as RFC 8259 defines it, without JSON.parse's leniency: a duplicate key, the key `__proto__`, a number that
 * overflows to Infinity, and nesting beyond a limit are errors with line and column.
 */

import { checkJsonSize, type JsonSize } from "../data/jsonSize.ts";
import { fail, type SluiceError } from "../errors/index.ts";
import type { JsonWanted } from "../errors/interop.ts";

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const HEX = /^[0-9a-fA-F]{4}$/;
const ESCAPES = '"\\/bfnrtu';
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

export interface JsonLimits extends JsonSize {
	/** Maximum nesting. Default 64. */
	depth?: number;
	/** Maximum number of entries of one object or array. Default: no limit. */
	entries?: number;
}

/**
 * Reads one JSON document; `where` names it in errors.
 * @throws E_JSON; E_JSON_KEY for a key that is duplicated or is `__proto__`; E_LIMIT for more values than `limits`.
 */
export function parseStrictJson(text: string, where: string, limits: JsonLimits = {}): JsonValue {
	checkJsonSize(text, where, limits);
	return new Reader(text, where, limits).document();
}

/** Reads a document from bytes, which must be UTF-8. */
export function parseStrictJsonBytes(bytes: Uint8Array, where: string, limits: JsonLimits = {}): JsonValue {
	checkJsonSize(bytes, where, limits);
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		const lenient = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
		throw new Reader(lenient, where, {}).expected("utf8", lenient.indexOf("\ufffd"));
	}
	return new Reader(text, where, limits).document();
}

class Reader {
	at = 0;
	readonly #text: string;
	readonly #where: string;
	readonly #maxDepth: number;
	readonly #maxEntries: number;

	constructor(text: string, where: string, limits: JsonLimits) {
		this.#text = text;
		this.#where = where;
		this.#maxDepth = limits.depth ?? 64;
		this.#maxEntries = limits.entries ?? Number.POSITIVE_INFINITY;
	}

	document(): JsonValue {
		const value = this.value(0);
		this.space();
		if (this.at < this.#text.length) throw this.expected("end");
		return value;
	}

	value(depth: number): JsonValue {
		if (depth > this.#maxDepth) throw this.expected("depth");
		this.space();
		const c = this.#text[this.at];
		if (c === "{") return this.#object(depth);
		if (c === "[") return this.#array(depth);
		if (c === '"') return this.#string();
		if (this.#take("true")) return true;
		if (this.#take("false")) return false;
		if (this.#take("null")) return null;
		return this.#number();
	}

	space(): void {
		for (;;) {
			const c = this.#text.charCodeAt(this.at);
			if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
			this.at++;
		}
	}

	expected(wanted: JsonWanted, at = this.at, token?: string): SluiceError {
		const c = this.#text.codePointAt(at);
		const got = token ?? (c === undefined ? undefined : String.fromCodePoint(c));
		return fail("E_JSON", { where: this.#where, ...this.#position(at), ...(got !== undefined && { got }), wanted });
	}

	#object(depth: number): { [key: string]: JsonValue } {
		const object: { [key: string]: JsonValue } = {};
		const seen = new Set<string>();
		this.at++;
		this.space();
		if (this.#take("}")) return object;
		do {
			this.space();
			const keyAt = this.at;
			if (this.#text[keyAt] !== '"') throw this.expected("key");
			const key = this.#string();
			const why = seen.has(key) ? "twice" : key === "__proto__" ? "forbidden" : undefined;
			if (why) throw fail("E_JSON_KEY", { where: this.#where, ...this.#position(keyAt), key, why });
			if (seen.add(key).size > this.#maxEntries) throw this.expected("entries", keyAt);
			this.space();
			if (!this.#take(":")) throw this.expected("colon");
			object[key] = this.value(depth + 1);
			this.space();
		} while (this.#take(","));
		if (!this.#take("}")) throw this.expected("objectEnd");
		return object;
	}

	#array(depth: number): JsonValue[] {
		const array: JsonValue[] = [];
		this.at++;
		this.space();
		if (this.#take("]")) return array;
		do {
			if (array.push(this.value(depth + 1)) > this.#maxEntries) throw this.expected("entries");
			this.space();
		} while (this.#take(","));
		if (!this.#take("]")) throw this.expected("arrayEnd");
		return array;
	}

	/** Checks the string to its closing quote. One with escapes is then decoded by JSON.parse, in linear time. */
	#string(): string {
		const text = this.#text;
		const start = this.at++;
		let escaped = false;
		for (;;) {
			const c = text.charCodeAt(this.at);
			if (Number.isNaN(c)) throw this.expected("quote", start);
			if (c === QUOTE) break;
			if (c === BACKSLASH) {
				escaped = true;
				this.#escape();
			} else if (c < 0x20) throw this.expected("control");
			else this.at++;
		}
		const inner = text.slice(start + 1, this.at++);
		return escaped ? JSON.parse(`"${inner}"`) : inner;
	}

	#escape(): void {
		const letter = this.#text.charAt(this.at + 1);
		if (letter === "u") {
			if (!HEX.test(this.#text.slice(this.at + 2, this.at + 6))) throw this.expected("hex");
			this.at += 6;
		} else if (letter !== "" && ESCAPES.includes(letter)) this.at += 2;
		else throw this.expected("escape");
	}

	#number(): number {
		NUMBER.lastIndex = this.at;
		const digits = NUMBER.exec(this.#text)?.[0];
		if (digits === undefined) throw this.expected("value");
		const number = Number(digits);
		if (!Number.isFinite(number)) throw this.expected("number", this.at, digits);
		this.at += digits.length;
		return number;
	}

	#take(word: string): boolean {
		if (!this.#text.startsWith(word, this.at)) return false;
		this.at += word.length;
		return true;
	}

	#position(at: number): { line: number; column: number } {
		let line = 1;
		let lineStart = 0;
		for (let i = this.#text.indexOf("\n"); i !== -1 && i < at; i = this.#text.indexOf("\n", i + 1)) {
			line++;
			lineStart = i + 1;
		}
		return { line, column: at - lineStart + 1 };
	}
}
