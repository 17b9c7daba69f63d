import { expect, test } from "vitest";
import { continueWith } from "../text/sampling.ts";
import { drawChances } from "./drawChances.ts";

const logits = Float32Array.from([0.3, 2.1, -1.2, 1.7, 0.9, -0.4, Number.NEGATIVE_INFINITY]); // [V]
const N = 20_000;

test.each([
	{ temperature: 1 },
	{ temperature: 0.5 },
	{ temperature: 2, topP: 0.8 },
	{ temperature: 0.7, topK: 3 },
	{ temperature: 1.3, topK: 4, topP: 0.7 },
	{ temperature: 0 },
])(
	"at %j the frequencies of 20,000 drawn symbols are within 5 standard errors of their chances, and 0 where these are 0",
	(options) => {
		const { chance, excludes } = drawChances(logits, options);
		const counts = new Array<number>(logits.length).fill(0);
		const model = { logits, step: () => {} };
		for (const { id } of continueWith(model, { length: N, seed: 11, ...options })) counts[id]!++;
		const chances = counts.map((_, id) => chance(id));
		expect(chances.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
		for (const [id, p] of chances.entries()) {
			if (p === 0) expect(counts[id]).toBe(0);
			expect(Math.abs(counts[id]! / N - p)).toBeLessThanOrEqual(5 * Math.sqrt((p * (1 - p)) / N));
		}
		expect(chances.at(-1)).toBe(0);
		const narrowed = options.temperature > 0 && ("topK" in options || "topP" in options);
		expect(chances.map((_, id) => excludes(id))).toEqual(chances.map((p) => narrowed && p === 0));
	},
);
