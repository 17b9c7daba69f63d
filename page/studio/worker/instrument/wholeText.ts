/** The text of an opened network as characters, for what looks for patterns in it. */
import { type Points, pointsOf } from "../../../../src/data/codePoints.ts";
import { bytesSource } from "../../../../src/data/source.ts";
import { type Opened, openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

/** The characters of the text, each with its number of symbols, as `Part.points` gives them. */
export function charactersOf({ ids, vocabulary }: Opened): { points(): AsyncIterable<Points> } {
	const { unit } = vocabulary;
	const bytes = unit === "byte" ? Uint8Array.from(ids) : new TextEncoder().encode(vocabulary.decode(ids));
	return {
		points: () =>
			pointsOf({ source: bytesSource("text", bytes), first: 0, end: bytes.length, unit, lossy: unit === "byte" }),
	};
}

/** The whole text, and the symbols of each of its characters; null if each has one. */
export async function wholeText(work: Work): Promise<{ text: string; symbols: Uint8Array | null }> {
	const opened = openedOf(work);
	const pieces: string[] = [];
	const symbols = new Uint8Array(opened.ids.length);
	let count = 0;
	for await (const { points, symbols: times, n } of charactersOf(opened).points()) {
		symbols.set(times.subarray(0, n), count);
		count += n;
		for (let i = 0; i < n; i += 4096) pieces.push(String.fromCodePoint(...points.subarray(i, Math.min(n, i + 4096))));
	}
	return { text: pieces.join(""), symbols: count === opened.ids.length ? null : symbols.slice(0, count) };
}

/** The text of the symbols [from, to). */
export function decoded(work: Work, { from, to }: { from: number; to: number }): string {
	const { vocabulary, ids } = openedOf(work);
	return vocabulary.decode(ids.subarray(from, to));
}
