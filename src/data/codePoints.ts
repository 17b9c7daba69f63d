/** The characters of a part of a text, each with its number of symbols, to report symbols per character. */
import { AtomCursor, emptyBlock, withLines } from "./atoms.ts";
import type { TextRange } from "./symbolReader.ts";
import { FIRST_SYLLABLE, LAST_SYLLABLE, toAtoms } from "./units.ts";
import { decodeUtf8 } from "./utf8.ts";

/** A block of characters. The next block reuses its arrays. */
export interface Points {
	/** Code points; `n` of them are valid. */
	points: Int32Array;
	/** Symbols per character: bytes for the unit byte, letters of a syllable for jamo, else 1. */
	symbols: Uint8Array;
	n: number;
}

const BLOCK_BYTES = 1 << 16;

/** Reads a range from its start. For the unit byte, bytes that are not UTF-8 become U+FFFD, as in a lossy text. */
export async function* pointsOf(range: TextRange): AsyncGenerator<Points, void, void> {
	if (range.unit === "byte") return yield* ofBytes(range);
	const { source, first, end, unit, lossy } = range;
	const cursor = new AtomCursor(source, first, end, "codepoint", lossy);
	const block = emptyBlock();
	const parts = new Int32Array(3);
	let symbols = new Uint8Array(0);
	while (!cursor.done) {
		await withLines(source, () => cursor.next(block, BLOCK_BYTES));
		const { atoms: points, n } = block;
		if (symbols.length < n) symbols = new Uint8Array(n);
		symbols.fill(1, 0, n);
		for (let i = 0; unit === "jamo" && i < n; i++) {
			if (points[i]! < FIRST_SYLLABLE || points[i]! > LAST_SYLLABLE) continue;
			symbols[i] = toAtoms(unit, points.subarray(i, i + 1), 1, parts);
		}
		yield { points, symbols, n };
	}
}

async function* ofBytes({ source, first, end }: TextRange): AsyncGenerator<Points, void, void> {
	const points = new Int32Array(BLOCK_BYTES);
	const symbols = new Uint8Array(BLOCK_BYTES);
	for (let at = first; at < end; ) {
		const bytes = await source.read(at, Math.min(BLOCK_BYTES, end - at));
		const last = at + bytes.length >= end;
		let n = 0;
		let used = 0;
		while (used < bytes.length) {
			const got = decodeUtf8(bytes, used, bytes.length, points, n, 1, last, true);
			if (got.count === 0) break; // cut by the block's end: the next block has it complete
			symbols[n++] = got.used;
			used += got.used;
		}
		at += used;
		yield { points, symbols, n };
	}
}
