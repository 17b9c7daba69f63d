/**
 * CP949, which the Encoding Standard calls euc-kr: the 2,350 syllables, the signs and the Chinese characters of KS X 1001,
 * and the other 8,822 syllables. Node's own decoder lacks those. Their codes follow the order of Unicode, in rows of the
 * second bytes 41-5A, 61-7A, 81-FE for the first bytes 81-A0, and 41-5A, 61-7A, 81-A0 from A1 on.
 */
const FIRST = 0xac00;
const SYLLABLES = 11_172;

/** Characters by code, first byte << 8 | second byte. */
let table: Map<number, string> | undefined;

function codes(): Map<number, string> {
	const known = new Map<number, string>();
	const ks = new TextDecoder("euc-kr", { fatal: true });
	for (let a = 0xa1; a <= 0xfe; a++) {
		for (let b = 0xa1; b <= 0xfe; b++) {
			const [sign = "", more] = decoded(ks, a, b);
			if (sign !== "" && more === undefined) known.set((a << 8) | b, sign);
		}
	}
	const common = new Set(known.values());
	const others = Array.from({ length: SYLLABLES }, (_, k) => String.fromCharCode(FIRST + k)).filter(
		(syllable) => !common.has(syllable),
	);
	let next = 0;
	for (let a = 0x81; next < others.length; a++) {
		for (let b = 0x41; b <= (a < 0xa1 ? 0xfe : 0xa0) && next < others.length; b++) {
			const isCode = b <= 0x5a || (b >= 0x61 && b <= 0x7a) || b >= 0x81;
			if (isCode) known.set((a << 8) | b, others[next++]!);
		}
	}
	return known;
}

function decoded(decoder: { decode(bytes: Uint8Array): string }, a: number, b: number): string[] {
	try {
		return [...decoder.decode(Uint8Array.of(a, b))];
	} catch {
		return [];
	}
}

/** Decodes piece by piece, as a TextDecoder with `stream` and `fatal` does. */
export class Cp949Decoder {
	/** First byte of a character whose second one has not come; 0 for none. */
	#lead = 0;

	/** Without `bytes`, the text has ended. @throws TypeError for bytes that are not CP949. */
	decode(bytes?: Uint8Array): string {
		if (!bytes) {
			if (this.#lead > 0) throw new TypeError("the text ends within a character");
			return "";
		}
		table ??= codes();
		const pieces: string[] = [];
		for (const byte of bytes) {
			if (this.#lead > 0) {
				const character = table.get((this.#lead << 8) | byte);
				if (character === undefined)
					throw new TypeError(`no character ${this.#lead.toString(16)} ${byte.toString(16)}`);
				pieces.push(character);
				this.#lead = 0;
			} else if (byte < 0x80) pieces.push(String.fromCharCode(byte));
			else this.#lead = byte;
		}
		return pieces.join("");
	}
}
