/** The symbols of a model: the id of each atom. Saved with the model; read back as untrusted input. */
import { fail } from "../errors/index.ts";
import { quote, shown } from "../errors/quote.ts";
import type { Reason } from "../errors/reasons.ts";
import {
	ATOMS,
	atomsPerPoint,
	FIRST_SYLLABLE,
	LAST_SYLLABLE,
	LEAD,
	loneLetter,
	SyllableJoiner,
	toAtoms,
	UNITS,
	type Unit,
	VOWEL,
} from "./units.ts";
import { decodeUtf8, loneSurrogate, REPLACEMENT } from "./utf8.ts";

/** Turns ids into text incrementally. Text is returned only when no later id can change it: never half a character. */
export interface TextDecoder {
	push(id: number): string;
	/**
	 * Returns the pending text at the end: bytes of a cut-off character become U+FFFD, a lone jamo is shown as a letter.
	 */
	end(): string;
}

export type VocabularyJson = { unit: "byte" } | { unit: "codepoint" | "jamo"; atoms: number[] };

/** The symbols of a text and their ids, for encoding and decoding. */
export class Vocabulary {
	readonly unit: Unit;
	/** Number of symbols V. Ids are 0..V-1, in the order of the atoms. */
	readonly size: number;
	/** Atom of each id, ascending, [V]. */
	readonly atoms: Int32Array;
	/** Id of each atom up to the largest, -1 if it has none. */
	readonly #ids: Int32Array;

	/** `atoms` must be ascending and distinct; for the unit byte they are always 0..255. */
	constructor(unit: Unit, atoms: Int32Array = Int32Array.from({ length: 256 }, (_, i) => i)) {
		this.unit = unit;
		this.atoms = atoms;
		this.size = atoms.length;
		this.#ids = new Int32Array((atoms.at(-1) ?? -1) + 1).fill(-1);
		for (let id = 0; id < atoms.length; id++) this.#ids[atoms[id]!] = id;
	}

	/** Returns the id of an atom, -1 if it is not in the vocabulary. */
	id(atom: number): number {
		return atom < this.#ids.length ? this.#ids[atom]! : -1;
	}

	/** Replaces the first n atoms of the array by their ids, in place; returns how many are unknown (-1). */
	idsInPlace(atoms: Int32Array, n = atoms.length): number {
		const ids = this.#ids;
		const known = ids.length;
		let unknown = 0;
		for (let i = 0; i < n; i++) {
			const atom = atoms[i]!;
			const id = atom < known ? ids[atom]! : -1;
			atoms[i] = id;
			if (id < 0) unknown++;
		}
		return unknown;
	}

	/** Returns the ids of a text; -1 for a symbol not in the vocabulary. A lone surrogate is an error. */
	encode(text: string): Int32Array {
		const lone = loneSurrogate(text);
		if (lone >= 0) throw fail("E_SURROGATE", { index: lone, unit: text.charCodeAt(lone).toString(16).toUpperCase() });
		return this.encodeBytes(new TextEncoder().encode(text));
	}

	/** Returns the ids of UTF-8 bytes (any bytes for the unit byte). Malformed UTF-8 is an error. */
	encodeBytes(bytes: Uint8Array): Int32Array {
		if (this.unit === "byte") return Int32Array.from(bytes);
		const points = new Int32Array(bytes.length);
		const { count, bad } = decodeUtf8(bytes, 0, bytes.length, points, 0, bytes.length, true, false);
		if (bad >= 0) {
			let line = 1;
			for (let i = 0; i < bad; i++) if (bytes[i] === 10) line++;
			throw fail("E_UTF8", { name: "the text", byte: bytes[bad]!, offset: bad, line });
		}
		const atoms = new Int32Array(count * atomsPerPoint(this.unit));
		const n = toAtoms(this.unit, points, count, atoms);
		this.idsInPlace(atoms, n);
		return atoms.slice(0, n);
	}

	/**
	 * Returns the text of ids. -1 and bytes that form no character become U+FFFD. decode(encode(x)) = x for known text.
	 */
	decode(ids: ArrayLike<number>): string {
		const decoder = this.decoder();
		let text = "";
		for (let i = 0; i < ids.length; i++) text += decoder.push(ids[i]!);
		return text + decoder.end();
	}

	/**
	 * Returns a printable name of a symbol: control characters escaped, parts of syllables as "ㄱ-" (lead), "-ㅏ", "-ㄱ"
	 * (tail).
	 */
	label(id: number): string {
		if (id < 0 || id >= this.size) return "�";
		const atom = this.atoms[id]!;
		if (this.unit === "byte") {
			return atom >= 0x80 ? `\\x${atom.toString(16).toUpperCase()}` : escapeControl(String.fromCharCode(atom));
		}
		if (atom >= LEAD) return atom < VOWEL ? `${loneLetter(atom)}-` : `-${loneLetter(atom)}`;
		return escapeControl(String.fromCodePoint(atom));
	}

	decoder(): TextDecoder {
		if (this.unit === "byte") return new ByteDecoder();
		const joiner = new SyllableJoiner();
		return {
			push: (id) => joiner.push(id >= 0 && id < this.size ? this.atoms[id]! : REPLACEMENT),
			end: () => joiner.end(),
		};
	}

	toJSON(): VocabularyJson {
		return this.unit === "byte" ? { unit: this.unit } : { unit: this.unit, atoms: [...this.atoms] };
	}

	/** Reads what toJSON wrote; anything else is an error that names `where`. */
	static fromJSON(value: unknown, where: string): Vocabulary {
		const wrong = (what: string, why: Reason) => fail("E_VOCABULARY", { where, what, why });
		if (typeof value !== "object" || value === null || Array.isArray(value)) {
			throw wrong("the vocabulary", { reason: "type", types: ["object"], keys: ["unit", "atoms"], got: shown(value) });
		}
		const fields = new Map<string, unknown>(Object.entries(value));
		const unit = UNITS.find((u) => u === fields.get("unit"));
		if (unit === undefined) throw wrong("unit", { reason: "oneOf", choices: UNITS, got: shown(fields.get("unit")) });
		const stray = [...fields.keys()].find((key) => key !== "unit" && (key !== "atoms" || unit === "byte"));
		if (stray !== undefined) {
			const known = unit === "byte" ? ["unit"] : ["unit", "atoms"];
			throw wrong(quote(stray), { reason: "unknownOption", known });
		}
		if (unit === "byte") return new Vocabulary("byte");
		const list = fields.get("atoms");
		if (!Array.isArray(list)) throw wrong("atoms", { reason: "list", of: "numbers", got: shown(list) });
		const end = unit === "jamo" ? ATOMS : LEAD;
		if (list.length < 1 || list.length > end) {
			throw wrong("atoms", { reason: "count", of: "numbers", got: list.length, min: 1, max: end });
		}
		const atoms = new Int32Array(list.length);
		let previous = -1;
		for (let i = 0; i < list.length; i++) {
			const atom: unknown = list[i];
			if (typeof atom !== "number" || !Number.isInteger(atom) || atom <= previous || atom >= end) {
				throw wrong(`atoms[${i}]`, { reason: "whole", min: previous + 1, max: end - 1, got: shown(atom) });
			}
			const syllable = unit === "jamo" && atom >= FIRST_SYLLABLE && atom <= LAST_SYLLABLE;
			if (syllable || (atom >= 0xd800 && atom <= 0xdfff)) {
				throw wrong(`atoms[${i}]`, {
					reason: "character",
					why: syllable ? "syllable" : "surrogate",
					got: String(atom),
				});
			}
			atoms[i] = previous = atom;
		}
		return new Vocabulary(unit, atoms);
	}
}

/** UTF-8 one byte at a time, by the same rule as a lossy corpus. */
class ByteDecoder implements TextDecoder {
	readonly #bytes = new Uint8Array(8);
	readonly #points = new Int32Array(8);
	#held = 0;

	push(id: number): string {
		if (id < 0 || id > 255) return `${this.end()}�`;
		if (id < 0x80 && this.#held === 0) return String.fromCharCode(id);
		this.#bytes[this.#held++] = id;
		return this.#take(false);
	}

	end(): string {
		return this.#take(true);
	}

	#take(last: boolean): string {
		const bytes = this.#bytes;
		const { count, used } = decodeUtf8(bytes, 0, this.#held, this.#points, 0, 8, last, true);
		bytes.copyWithin(0, used, this.#held);
		this.#held -= used;
		return String.fromCodePoint(...this.#points.subarray(0, count));
	}
}

const NAMED: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0" };

/** Escapes control, format, surrogate, unassigned, separator and combining characters; leaves the rest as they are. */
function escapeControl(character: string): string {
	if (character === " ") return character;
	if (!/[\p{C}\p{Z}\p{M}]/u.test(character)) return character;
	return NAMED[character] ?? `\\u{${character.codePointAt(0)!.toString(16).toUpperCase()}}`;
}
