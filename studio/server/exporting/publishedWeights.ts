/** A run's file of weights as an exported page holds it: with an allow list of notes. And what they say of the symbols. */
import { Vocabulary } from "../../../src/data/index.ts";
import type { NamedCell } from "../../../src/index.ts";

const HEADER_BYTES = 8;

interface Header {
	__metadata__?: Record<string, string>;
	[tensor: string]: unknown;
}

/** The notes that stay: the model, its symbols, and named cells without the folders of their text. */
const NOTES: Readonly<Record<string, (note: string) => string>> = {
	"sluice.model": (note) => note,
	"sluice.vocabulary": (note) => note,
	"sluice.cells": (note) => JSON.stringify((JSON.parse(note) as NamedCell[]).map(publishedCell)),
};

function publishedCell({ unit, name, pattern, evidence }: NamedCell): NamedCell {
	return { unit, name, pattern, evidence: evidence && { ...evidence, text: evidence.text.replace(/.*[\\/]/, "") } };
}

/** The file with these notes alone. */
export function cleanedWeights(file: Uint8Array): Uint8Array {
	const { header, end } = headerOf(file);
	const notes = Object.entries(header.__metadata__ ?? {}).filter(([name]) => Object.hasOwn(NOTES, name));
	const kept = Object.fromEntries(notes.map(([name, note]) => [name, NOTES[name]!(note)]));
	const text = JSON.stringify({ ...header, __metadata__: kept });
	const padded = Buffer.from(text.padEnd(text.length + ((8 - (Buffer.byteLength(text) % 8)) % 8)));
	const size = Buffer.alloc(HEADER_BYTES);
	size.writeBigUInt64LE(BigInt(padded.length));
	return Buffer.concat([size, padded, file.subarray(end)]);
}

/** Where the header of a safetensors file ends, in bytes. */
export function headerEnd(file: Uint8Array): number {
	return HEADER_BYTES + Number(Buffer.from(file.buffer, file.byteOffset, HEADER_BYTES).readBigUInt64LE());
}

function headerOf(file: Uint8Array): { header: Header; end: number } {
	const end = headerEnd(file);
	return { header: JSON.parse(Buffer.from(file.subarray(HEADER_BYTES, end)).toString("utf8")) as Header, end };
}

export function vocabularyIn(file: Uint8Array): Vocabulary {
	const note = headerOf(file).header.__metadata__!["sluice.vocabulary"]!;
	return Vocabulary.fromJSON(JSON.parse(note), "sluice.vocabulary");
}

/** Symbols of a text that are looked at. */
const LOOKED_AT = 20_000;

/** Name of the text of which the vocabulary knows the largest fraction of symbols; the first of equals. */
export function sampleFor(vocabulary: Vocabulary, texts: ReadonlyMap<string, string>): string {
	const known = [...texts].map(([name, text]) => {
		const ids = vocabulary.encode([...text.slice(0, 2 * LOOKED_AT)].slice(0, LOOKED_AT).join(""));
		return { name, share: ids.filter((id) => id >= 0).length / ids.length };
	});
	return known.reduce((a, b) => (b.share > a.share ? b : a)).name;
}
