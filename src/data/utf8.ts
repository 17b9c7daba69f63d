/**
 * UTF-8 to code points, strict or lossy, restartable at any character (Unicode 15 table 3-7; the WHATWG Encoding
 * Standard's rule for U+FFFD: one for each maximal prefix of a well-formed sequence). It keeps a byte order mark.
 *
 * It has no hidden state: a call stops before a sequence cut off by the end of its bytes and returns how many bytes it
 * used. The caller continues from there, with the bytes of any later read.
 */

export const REPLACEMENT = 0xfffd;

export interface Decoded {
	/** Code points written. */
	count: number;
	/** Bytes used; the next call starts there. */
	used: number;
	/** Index of the first byte of the first malformed sequence, or -1. Decoding stops there unless lossy. */
	bad: number;
}

/**
 * Decodes bytes[from..end) into out[at..], at most `limit` code points. `last` means that no bytes follow: a cut-off
 * sequence is then malformed. Otherwise it is left for the next call.
 */
export function decodeUtf8(
	bytes: Uint8Array,
	from: number,
	end: number,
	out: Int32Array,
	at: number,
	limit: number,
	last: boolean,
	lossy: boolean,
): Decoded {
	let i = from;
	let o = at;
	const stop = at + limit;
	while (i < end && o < stop) {
		let b = bytes[i]!;
		if (b < 0x80) {
			const run = Math.min(end, i + stop - o);
			do {
				out[o++] = b;
				i++;
			} while (i < run && (b = bytes[i]!) < 0x80);
			continue;
		}
		// Bytes of the sequence, and the range of its second byte: E0, ED, F0 and F4 narrow it.
		const size = b < 0xc2 ? 0 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf5 ? 4 : 0;
		const lower = b === 0xe0 ? 0xa0 : b === 0xf0 ? 0x90 : 0x80;
		const upper = b === 0xed ? 0x9f : b === 0xf4 ? 0x8f : 0xbf;
		let good = 1; // bytes that a well-formed sequence could begin with
		let point = size === 2 ? b & 0x1f : size === 3 ? b & 0x0f : b & 0x07;
		if (size > 1 && i + 1 < end && bytes[i + 1]! >= lower && bytes[i + 1]! <= upper) {
			point = (point << 6) | (bytes[i + 1]! & 0x3f);
			good = 2;
			while (good < size && i + good < end && (bytes[i + good]! & 0xc0) === 0x80) {
				point = (point << 6) | (bytes[i + good]! & 0x3f);
				good++;
			}
		}
		if (good === size) {
			out[o++] = point;
			i += size;
			continue;
		}
		if (size > 0 && i + good === end && !last) break; // cut off, so far well-formed
		if (!lossy) return { count: o - at, used: i - from, bad: i };
		out[o++] = REPLACEMENT;
		i += good;
	}
	return { count: o - at, used: i - from, bad: -1 };
}

/** Returns the index of the first surrogate without its other half, or -1. */
export function loneSurrogate(text: string): number {
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if ((unit & 0xf800) !== 0xd800) continue;
		const pair = unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
		if (!pair) return i;
		i++;
	}
	return -1;
}
