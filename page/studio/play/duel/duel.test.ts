/** Bets and scores of a duel whose answers are known. */
import { expect, test } from "vitest";
import { bitsOfBet, candidatesOf, chanceOf, frequenciesOf, SURE, sharesOf } from "./bets.ts";
import { gapOf, meanOf, type Round, scoresOf } from "./scores.ts";

const q = frequenciesOf(Int32Array.of(0, 0, 0, 1, 1, 2, -1), 4); // (3 2 1 0) + 1 of 10

test("frequencies are (n + 1) / (N + V), an unknown symbol is not counted", () => {
	expect([...q]).toEqual([0.4, 0.3, 0.2, 0.1]);
});

test("a bet of any candidates, however sure, is a distribution: its probabilities sum to 1 and none is 0", () => {
	for (const sure of SURE)
		for (const candidates of [[], [[2]], [[0], [3]], [[1, 2], [0], [3]], [[3], [2], [1], [0]]]) {
			const all = [0, 1, 2, 3].map((id) => chanceOf({ candidates, sure }, q, id));
			expect(all.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
			expect(Math.min(...all)).toBeGreaterThan(0);
		}
});

test("half sure of one symbol with frequency 0.2 it pays -log2 0.6; of two, the second gets a third; of a letter with two symbols each its frequency", () => {
	expect(bitsOfBet({ candidates: [[2]], sure: 0.5 }, q, 2)).toBeCloseTo(-Math.log2(0.5 + 0.5 * 0.2), 14);
	expect(sharesOf(2)).toEqual([2 / 3, 1 / 3]);
	expect(chanceOf({ candidates: [[2], [3]], sure: 0.9 }, q, 3)).toBeCloseTo(0.3 + 0.1 * 0.1, 14);
	expect(chanceOf({ candidates: [[1, 2]], sure: 1 }, q, 1)).toBeCloseTo(0.6, 14);
	expect(bitsOfBet({ candidates: [], sure: 0.98 }, q, 3)).toBeCloseTo(-Math.log2(0.1), 14);
});

test("who believes 0.7 in one symbol pays the least on average by being 0.7 sure, of all that can be chosen", () => {
	const flat = new Float64Array(4).fill(0.25);
	const belief = [0, 1, 2, 3].map((id) => (id === 0 ? 0.7 : 0) + 0.3 * 0.25);
	const paid = SURE.map((sure) =>
		belief.reduce((sum, p, id) => sum + p * bitsOfBet({ candidates: [[0]], sure }, flat, id), 0),
	);
	expect(SURE[paid.indexOf(Math.min(...paid))]).toBe(0.7);
});

test("typed characters are candidates once each, a syllable by its letters, a consonant as lead and tail; five at most", () => {
	const labels = ["\\n", " ", "a", "ㄱ-", "ㄴ-", "-ㅏ", "-ㄱ", "ㄱ"];
	expect(candidatesOf("aa↵ ", labels)).toEqual([
		{ letter: "a", ids: [2] },
		{ letter: "↵", ids: [0] },
		{ letter: " ", ids: [1] },
	]);
	expect(candidatesOf("나각", labels)).toEqual([
		{ letter: "ㄴ", ids: [4] },
		{ letter: "ㅏ", ids: [5] },
		{ letter: "ㄱ", ids: [3, 6, 7] },
	]);
	expect(candidatesOf("zyxwvut", labels)).toHaveLength(5);
	expect(candidatesOf("z", labels)).toEqual([{ letter: "z", ids: [] }]);
});

test("a transcript of four rounds has the means, the half intervals of Student's t with 3 degrees, and the gap", () => {
	const round = (you: number, network: number): Round => ({
		...{ at: 0, id: 0, bet: "a", sure: 0.7 },
		bits: { you, network, ngram: 2, frequencies: 4 },
	});
	const rounds = [round(1, 2), round(2, 1), round(3, 1), round(6, 2)];
	const scores = scoresOf(rounds);
	expect([scores.you.mean, scores.network.mean, scores.ngram, scores.frequencies.mean]).toEqual([
		...[3, 1.5, { mean: 2, half: 0 }, 4],
	]);
	expect(scores.you.half).toBeCloseTo((3.182446305284263 * Math.sqrt(14 / 3)) / 2, 6);
	expect(gapOf(rounds, "network").mean).toBe(1.5);
	expect(meanOf([5])).toEqual({ mean: 5, half: null });
});
