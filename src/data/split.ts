/**
 * How a corpus is split: contiguous parts in file order, cut at character boundaries, the same for every symbol unit.
 */
import { fail } from "../errors/index.ts";
import type { ByteSource } from "./source.ts";

/** Percent of the bytes for training, validation and test. */
export type Split = readonly [number, number, number];

export const DEFAULT_SPLIT: Split = [90, 5, 5];

/** Parses "90/5/5": percentages from 0 to 100, decimals allowed, with sum 100, the first above 0. */
export function parseSplit(text: string): [number, number, number] {
	const fields = text.split("/").map((field) => field.trim());
	const [train, valid, test] = fields.map((field) => (/^\d+(\.\d+)?$/.test(field) ? Number(field) : Number.NaN));
	if (fields.length !== 3) throw fail("E_SPLIT", { got: text });
	return checkSplit([train!, valid!, test!], text);
}

/** Checks a split given as numbers, by the same rule. */
export function checkSplit(split: Split, got = split.join("/")): [number, number, number] {
	const sum = split.reduce((a, b) => a + b, 0);
	const ok = split.length === 3 && split.every((p) => p >= 0 && p <= 100) && Math.abs(sum - 100) < 1e-9 && split[0] > 0;
	if (!ok) throw fail("E_SPLIT", { got });
	return [split[0], split[1], split[2]];
}

/**
 * Returns the four byte offsets that bound the three parts. Each cut is floor(bytes * percent / 100), moved forward
 * past UTF-8 continuation bytes (at most 3) to the start of a character.
 */
export async function cutPoints(source: ByteSource, split: Split): Promise<[number, number, number, number]> {
	const [train, valid, test] = checkSplit(split);
	const end = source.length;
	const first = test + valid === 0 ? end : await boundary(source, Math.floor((end * train) / 100));
	const second = test === 0 ? end : await boundary(source, Math.floor((end * (train + valid)) / 100));
	return [0, first, Math.max(first, second), end];
}

async function boundary(source: ByteSource, cut: number): Promise<number> {
	const next = await source.read(cut, Math.min(3, source.length - cut));
	let moved = 0;
	while (moved < next.length && (next[moved]! & 0xc0) === 0x80) moved++;
	return cut + moved;
}
