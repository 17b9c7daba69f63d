import { expect, test } from "vitest";
import type { ChatScores } from "./chatEvaluation.ts";
import { chatScores, type MeasuredPair } from "./chatScores.ts";
import { answeringOf, hearsOf, listeningOf, mannerOf, verdictOf } from "./chatVerdict.ts";

const BIT = Math.LN2;

test.each([
	["no", -0.3, -0.9],
	["no", 0.0999 * BIT, 0.0998 * BIT],
	["hardly", 0.1001 * BIT, -1],
	["hardly", 0.999 * BIT, 0.998 * BIT],
	["yes", 1.001 * BIT, 0.001],
	["hardly", 3 * BIT, 0],
	["no", Number.NaN, Number.NaN],
] as const)(
	"%s: a gain of %d nats per answer whose interval begins at %d; 0.1 bit and 1 bit are the limits",
	(wanted, nats, low) => {
		expect(listeningOf({ nats, low, high: 9 })).toBe(wanted);
	},
);

test.each([
	["dull", 0.311, 0, 0.1, 0],
	["varied", 0.299, 0, 0.1, 0],
	["recites", 0.1, 0.51, 0.1, 0.2],
	["varied", 0.1, 0.6, 0.1, 0.5],
] as const)(
	"%s: %d among the 20 commonest and %d copied, of the actual answers %d and %d",
	(wanted, dullShare, copiedShare, dull, copied) => {
		const actual = { distinct1: 0, distinct2: 0, dullShare: dull, copiedShare: copied };
		expect(mannerOf({ dullShare, copiedShare, baselines: { actual } } as unknown as ChatScores)).toBe(wanted);
	},
);

test.each([
	["nothing", "no", 0.9, 10],
	["little", "hardly", 0.9, 10],
	["kind", "yes", 0.1999, 10],
	["content", "yes", 0.2, 10],
	["kind", "yes", 0.39, 5],
	["content", "yes", 0.4, 5],
	["kind", "yes", Number.NaN, 10],
] as const)(
	"hears %s: listening %s, a pick of %d among %d; twice the chance is content",
	(wanted, listening, pickOf10, choices) => {
		expect(hearsOf(listening, { pickOf10 }, 1 / choices)).toBe(wanted);
	},
);

test.each([
	["seldom", 0.041, 44.0, 53.4],
	["seldom", 0.4999, 53.4, 53.4],
	["partly", 0, 53.5, 53.4],
	["mostly", 0.5, 10, 53.4],
] as const)(
	"answers %s: %d of the replies are equal to the answer, chrF %d, that of retrieval %d",
	(wanted, exact, chrF, bm25) => {
		expect(answeringOf({ exact, chrF, baselines: { bm25: { chrF: bm25 } } } as unknown as ChatScores)).toBe(wanted);
	},
);

test("who does not hear what is asked parrots whatever the replies are like; who does is dull, recites, or listens", () => {
	for (const hears of ["nothing", "little", "kind"] as const)
		expect((["dull", "recites", "varied"] as const).map((manner) => verdictOf(hears, manner))).toEqual(
			Array(3).fill("parrots"),
		);
	expect((["dull", "recites", "varied"] as const).map((manner) => verdictOf("content", manner))).toEqual([
		...["dull", "recites", "listens"],
	]);
});

/** Pairs of 15 characters whose own question saves `gain` nats per answer on average. */
function pairsOf(count: number, gain: number): MeasuredPair[] {
	return Array.from({ length: count }, (_, n) => {
		const nats = 30 - gain + (n % 2 === 0 ? 0.4 : -0.4);
		const answer = `대답 ${n}`.padEnd(15, ".");
		return {
			...{
				question: `질문 ${n}`,
				answer,
				seen: false,
				reply: "네.",
				copied: false,
				retrieved: "네.",
				retrievedPick: 0,
			},
			...{ nats, otherQuestions: [30, 30], otherAnswers: [30, 30] },
		};
	});
}

test("at the same gain of 0.007 nats per character the verdict is hardly for 30, 100, 1000 and 4000 pairs, although the interval reaches 0 only for the first", () => {
	const found = [30, 100, 1000, 4000].map((count) => {
		const { perAnswer } = chatScores(pairsOf(count, 0.105), "네.").questionGain;
		expect(perAnswer.nats).toBeCloseTo(0.105, 10);
		return [listeningOf(perAnswer), perAnswer.low > 0];
	});
	expect(found).toEqual([
		["hardly", false],
		["hardly", true],
		["hardly", true],
		["hardly", true],
	]);
});

test("the gain per answer is that per character times 15 for answers of 15 characters, interval included", () => {
	const { nats, low, high, perAnswer } = chatScores(pairsOf(50, 2), "네.").questionGain;
	expect(perAnswer.nats).toBeCloseTo(15 * nats, 10);
	expect([perAnswer.low, perAnswer.high].map((end) => end / 15)).toEqual([
		expect.closeTo(low, 10),
		expect.closeTo(high, 10),
	]);
});
