import { describe, expect, test } from "vitest";
import { RandomStream, streamKey, threefry2x32 } from "./random.ts";

describe("Threefry-2x32 with 20 rounds", () => {
	// Known answers published with Random123 (Salmon, Moraes, Dror & Shaw 2011), its kat_vectors.
	test.each([
		[0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x6b200159, 0x99ba4efe],
		[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
		[0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
	])("key %i %i, counter %i %i gives the published words", (k0, k1, c0, c1, x0, x1) => {
		expect(threefry2x32(k0, k1, c0, c1)).toEqual([x0, x1]);
	});
});

describe("a stream", () => {
	test("restored from its counter goes on bit for bit, past 2^32 blocks too", () => {
		for (const counter of [0, 5, 2 ** 32 - 1, 2 ** 53 - 9]) {
			const first = new RandomStream(7, "weights", counter);
			const drawn = [first.uniform(), first.uniform(), first.uniform()];
			const second = new RandomStream(7, "weights", counter + 1);
			expect([second.uniform(), second.uniform()]).toEqual(drawn.slice(1));
			expect(second.counter).toBe(first.counter);
		}
	});

	test("uses the high word of its counter: block 2^32 is not block 0", () => {
		expect(new RandomStream(7, "weights", 2 ** 32).uniform()).not.toBe(new RandomStream(7, "weights").uniform());
	});

	test("differs by seed, by the seed's high word and by purpose", () => {
		const keys = [
			streamKey(1, "weights"),
			streamKey(2, "weights"),
			streamKey(2 ** 32 + 1, "weights"),
			streamKey(1, "dropout"),
		];
		expect(new Set(keys.map(String)).size).toBe(4);
	});

	test("uniform stays in [0, 1) with mean 0.5 and variance 1/12 within 1 % over 20,000 draws", () => {
		const stream = new RandomStream(3, "test");
		const drawn = Array.from({ length: 20_000 }, () => stream.uniform());
		expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...drawn)).toBeLessThan(1);
		const { mean, variance } = moments(drawn);
		expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
		expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.01 / 12);
	});

	test("normal has mean 0 and variance 1 within 0.03, and 4.6 % beyond two deviations, over 20,000 draws", () => {
		const stream = new RandomStream(4, "test");
		const drawn = Array.from({ length: 20_000 }, () => stream.normal());
		const { mean, variance } = moments(drawn);
		expect(Math.abs(mean)).toBeLessThan(0.03);
		expect(Math.abs(variance - 1)).toBeLessThan(0.03);
		const beyond = drawn.filter((x) => Math.abs(x) > 2).length / drawn.length;
		expect(Math.abs(beyond - 0.0455)).toBeLessThan(0.005);
		expect(stream.counter).toBe(20_000);
	});

	test("below(7) gives each of 0 to 6 about as often", () => {
		const stream = new RandomStream(5, "test");
		const counts = new Array<number>(7).fill(0);
		for (let n = 0; n < 7_000; n++) counts[stream.below(7)]++;
		for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
	});
});

function moments(drawn: number[]): { mean: number; variance: number } {
	const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
	return { mean, variance: drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length };
}
