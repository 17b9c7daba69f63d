import { expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { decodeUtf8, loneSurrogate } from "./utf8.ts";

const ROUNDS = process.env.SLUICE_LONG === "1" ? 50_000 : 5_000;

/** Decodes with blocks of the sizes given, continuing from the first byte not used, as a cursor does. */
function inBlocks(bytes: Uint8Array, size: () => number, lossy: boolean): { points: number[]; bad: number } {
	const points: number[] = [];
	const out = new Int32Array(64);
	let at = 0;
	while (at < bytes.length) {
		const end = Math.min(bytes.length, at + Math.max(4, size()));
		const got = decodeUtf8(bytes, at, end, out, 0, 64, end === bytes.length, lossy);
		points.push(...out.subarray(0, got.count));
		if (got.bad >= 0) return { points, bad: got.bad };
		at += got.used;
	}
	return { points, bad: -1 };
}

/** Bytes that are mostly UTF-8, with damage, including the edges of every row of the Unicode table. */
function nastyBytes(rng: RandomStream): Uint8Array {
	const edges = [
		0x00, 0x0a, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5,
		0xff,
	];
	const bytes: number[] = [];
	const pieces = 1 + rng.below(12);
	for (let i = 0; i < pieces; i++) {
		if (rng.uniform() < 0.5) bytes.push(edges[rng.below(edges.length)]!);
		else
			bytes.push(...new TextEncoder().encode(["a", "é", "가", "한", "\u{1f468}", "\ufeff", "\u2028"][rng.below(7)]!));
	}
	if (rng.uniform() < 0.3) bytes.splice(rng.below(bytes.length), 1);
	return Uint8Array.from(bytes);
}

test(`lossy decoding equals the platform's TextDecoder on ${ROUNDS} damaged texts, in blocks of 4 to 17 bytes and whole`, () => {
	const rng = new RandomStream(1, "utf8");
	const platform = new TextDecoder("utf-8", { ignoreBOM: true });
	for (let round = 0; round < ROUNDS; round++) {
		const bytes = nastyBytes(rng);
		const wanted = Array.from(platform.decode(bytes), (c) => c.codePointAt(0)!);
		expect(inBlocks(bytes, () => 1 << 20, true).points).toEqual(wanted);
		expect(inBlocks(bytes, () => 1 + rng.below(17), true).points).toEqual(wanted);
	}
});

test(`strict decoding refuses exactly the texts that the platform refuses, at the first byte that starts no whole character`, () => {
	const rng = new RandomStream(2, "utf8");
	const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	const isText = (bytes: Uint8Array) => {
		try {
			strict.decode(bytes);
			return true;
		} catch {
			return false;
		}
	};
	let refused = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const bytes = nastyBytes(rng);
		const { bad } = inBlocks(bytes, () => 1 + rng.below(17), false);
		expect(bad < 0).toBe(isText(bytes));
		if (bad < 0) continue;
		refused++;
		expect(isText(bytes.subarray(0, bad))).toBe(true);
		const longest = [1, 2, 3, 4].some((n) => bad + n <= bytes.length && isText(bytes.subarray(bad, bad + n)));
		expect(longest).toBe(false);
	}
	expect(refused).toBeGreaterThan(ROUNDS / 4);
});

test("a limit of code points stops between characters and the next call goes on from there", () => {
	const bytes = new TextEncoder().encode("aé가\u{1f468}z");
	const out = new Int32Array(2);
	const seen: number[] = [];
	let at = 0;
	while (at < bytes.length) {
		const got = decodeUtf8(bytes, at, bytes.length, out, 0, 2, true, false);
		expect(got.count).toBeLessThanOrEqual(2);
		seen.push(...out.subarray(0, got.count));
		at += got.used;
	}
	expect(String.fromCodePoint(...seen)).toBe("aé가\u{1f468}z");
});

test("half a surrogate pair is found at its index, a whole pair is none", () => {
	expect(loneSurrogate("가\u{1f468}b")).toBe(-1);
	expect(loneSurrogate("ab\ud83d")).toBe(2);
	expect(loneSurrogate("\udc00a")).toBe(0);
	expect(loneSurrogate("a\ud83d\ud83d\udc00")).toBe(1);
});
