import { expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { FALLBACK, kneserNey } from "./kneserNey.ts";
import { suffixTable } from "./suffixTable.ts";

const random = new RandomStream(11, "n-grams");
const idsOf = (text: string, letters: string) => Int32Array.from(text, (c) => letters.indexOf(c));

/** Probabilities of every symbol of `other`, order by order. [orders][S] */
function probabilities(text: Int32Array, V: number, other: Int32Array, most: number): number[][] {
	const { table, matches } = suffixTable(text, V, other);
	return Array.from(kneserNey(table, other, matches, most), ({ probabilities: p }) => [...p]); // copied before the next order
}

/**
 * The same, computed from the definitions alone: n-grams in maps, contexts one by one, recursion instead of tables. It
 * shares no line with the code under test.
 */
class ByDefinition {
	readonly text: readonly number[];
	readonly V: number;
	constructor(text: readonly number[], V: number) {
		this.text = text;
		this.V = V;
	}

	#counts = new Map<string, Map<string, number>>();
	/** Counts of the n-grams of an order: occurrences, or distinct symbols before it. */
	counts(order: number, continued: boolean): Map<string, number> {
		const key = `${order} ${continued}`;
		const kept = this.#counts.get(key);
		if (kept) return kept;
		const times = new Map<string, number>();
		const left = new Map<string, Set<number>>();
		for (let i = 0; i + order <= this.text.length; i++) {
			const gram = this.text.slice(i, i + order);
			if (gram.includes(-1)) continue;
			const name = gram.join();
			times.set(name, (times.get(name) ?? 0) + 1);
			const set = left.get(name) ?? new Set<number>();
			set.add(this.text[i - 1] ?? -1);
			left.set(name, set);
		}
		const found = continued ? new Map([...left].map(([name, set]) => [name, set.size])) : times;
		this.#counts.set(key, found);
		return found;
	}

	discount(order: number, continued: boolean, count: number): number {
		const all = [...this.counts(order, continued).values()];
		const [n1, n2, n3, n4] = [1, 2, 3, 4].map((r) => all.filter((c) => c === r).length) as [
			number,
			number,
			number,
			number,
		];
		const Y = n1 / (n1 + 2 * n2);
		const D = [1 - 2 * Y * (n2 / n1), 2 - 3 * Y * (n3 / n2), 3 - 4 * Y * (n4 / n3)];
		const fits = D.every((d, i) => Number.isFinite(d) && d > 0 && d <= i + 1);
		return (fits ? D : FALLBACK)[Math.min(count, 3) - 1]!;
	}

	/** p(w | context), of which the last symbols count; `continued` for lower orders. */
	probability(w: number, context: readonly number[], continued: boolean): number {
		const order = context.length + 1;
		const lower = order === 1 ? 1 / this.V : this.probability(w, context.slice(1), true);
		let [sum, taken, own] = [0, 0, 0];
		for (const [name, count] of this.counts(order, continued)) {
			const gram = name.split(",").map(Number);
			if (gram.slice(0, -1).join() !== context.join()) continue;
			const D = this.discount(order, continued, count);
			sum += count;
			taken += D;
			if (gram.at(-1) === w) own = count - D;
		}
		return sum === 0 ? lower : (own + taken * lower) / sum;
	}

	/** Probability of symbol t of a text at an order; a context shorter than the order's belongs to a lower order. */
	at(other: readonly number[], t: number, order: number): number {
		const context = other.slice(Math.max(0, t - order + 1), t);
		const whole = context.length === order - 1 && !context.includes(-1);
		const known = context.slice(context.lastIndexOf(-1) + 1);
		return this.probability(other[t]!, whole ? context : known, !whole);
	}
}

const drawn = (n: number, V: number) => Int32Array.from({ length: n }, () => Math.floor(random.uniform() ** 2 * V));

test("orders 1 to 7 on 12 small texts equal a second program, from the definitions in float64, within 1e-12", () => {
	let asked = 0;
	for (let round = 0; round < 12; round++) {
		const V = 2 + (round % 5);
		const text = drawn(20 + 30 * (round % 4), V);
		const other = Int32Array.from([...drawn(15, V), ...text.slice(2, 12), ...drawn(4, V)]);
		if (round % 3 === 2) text[7] = other[9] = -1;
		const truth = new ByDefinition([...text], V);
		const found = probabilities(text, V, other, 7);
		for (let order = 1; order <= 7; order++) {
			for (let t = 0; t < other.length; t++) {
				const p = found[order - 1]![t]!;
				if (other[t]! < 0) expect(p).toBeNaN();
				else expect(Math.abs(p - truth.at([...other], t, order))).toBeLessThan(1e-12);
				asked++;
			}
		}
	}
	expect(asked).toBe(12 * 7 * 29);
});

test("English text of 620 symbols, with discounts from its own counts, equals the second program within 1e-12", () => {
	const line = "the lock keeper opens the sluice and the water runs; he closes it and the water waits by the gate. ";
	const sentence = `${line}${line.slice(3, 50)}then the river rises over the old stones, and nobody hears the keeper call `;
	const text = `${sentence}${sentence.slice(20, 170)}${line.slice(10)}when it rains the keeper sleeps badly ${line.slice(40)}`;
	const letters = [...new Set(text)].sort().join("");
	const ids = idsOf(text, letters);
	const other = idsOf("the keeper closes the old gate when the river runs over", letters);
	const { table, matches } = suffixTable(ids, letters.length, other);
	const truth = new ByDefinition([...ids], letters.length);
	let measured = 0; // discounts from counts, not the fallback
	for (const { order, probabilities: p, highest, lower } of kneserNey(table, other, matches, 6)) {
		if (!highest.fallback) measured++;
		if (!lower.fallback) measured++;
		for (let t = 0; t < other.length; t++) expect(Math.abs(p[t]! - truth.at([...other], t, order))).toBeLessThan(1e-12);
	}
	expect(measured).toBeGreaterThanOrEqual(6);
});

test("probabilities sum to 1 within 1e-12 in every context, seen, unseen, and at the text's end, at orders 1 to 6", () => {
	for (let round = 0; round < 20; round++) {
		const V = 2 + (round % 6);
		const text = drawn(10 + 9 * round, V);
		const contexts = Array.from({ length: 12 }, (_, k) =>
			k === 0 ? [...text.slice(-5)] : k < 6 ? [...text.slice(k, k + 5)] : [...drawn(k - 5, V)],
		);
		const asked = contexts.flatMap((context) => Array.from({ length: V }, (_, w) => [...context, w, -1]).flat());
		const found = probabilities(text, V, Int32Array.from(asked), 6);
		for (const row of found) {
			let at = 0;
			for (const context of contexts) {
				let sum = 0;
				for (let w = 0; w < V; w++, at += 2) sum += row[(at += context.length)]!;
				expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
			}
		}
	}
});

test("'abracadabra', by hand: p(b|a) = 0.325, p(r|b) = 0.5 + 0.5 0.15, p(a|z) = q(a)", () => {
	// Bigrams ab 2, br 2, ra 2, ac, ca, ad, da 1: none thrice, so D = 0.5, 1, 1.5.
	// Symbols before a: beginning, r, c, d; before each other one: 1. Sum 8, N1 = 4, no 2: D as above.
	// q(a) = (4 - 1.5)/8 + g/5, q(b) = (1 - 0.5)/8 + g/5, g = (4 0.5 + 1.5)/8 = 0.4375: 0.4 and 0.15.
	// p(b|a) = (2 - 1)/4 + (2 0.5 + 1)/4 q(b) = 0.325; p(r|b) = (2 - 1)/2 + (1/2) q(r) = 0.575
	const letters = "abcdr";
	const [, bigram] = probabilities(idsOf("abracadabra", letters), 5, idsOf("ab", letters), 2);
	expect(bigram![1]).toBeCloseTo(0.325, 14);
	expect(probabilities(idsOf("abracadabra", letters), 5, idsOf("br", letters), 2)[1]![1]).toBeCloseTo(0.575, 14);
	const unseen = probabilities(idsOf("abracadabra", letters), 5, Int32Array.from([-1, 0]), 2);
	expect(unseen[1]![0]).toBeNaN();
	expect(unseen[1]![1]).toBeCloseTo(0.4, 14);
});

test("discounts come from counts of counts: 1, 2, 3 and 4 times, Chen & Goodman's eq. 26", () => {
	// Symbols a..f occur 1, 1, 2, 3, 4 and 9 times.
	const text = Int32Array.from([0, 1, 2, 2, 3, 3, 3, 4, 4, 4, 4, ...new Array(9).fill(5)]);
	const { table, matches } = suffixTable(text, 6);
	const [first] = [...kneserNey(table, new Int32Array(0), matches, 1)];
	const { highest, ngrams } = first!;
	const Y = 2 / (2 + 2);
	expect(ngrams).toBe(6);
	expect(highest.counts).toEqual([2, 1, 1, 1]);
	expect(highest.discounts).toEqual([1 - (2 * Y * 1) / 2, 2 - (3 * Y * 1) / 1, 3 - (4 * Y * 1) / 1]);
	expect(highest.fallback).toBe(false);
});

test("no symbol of the vocabulary has a probability of 0 in 200 texts of 12 to 51 symbols", () => {
	let least = 1;
	for (let n = 0; n < 200; n++) {
		const V = 2 + random.below(5);
		const draw = (length: number) => Int32Array.from({ length }, () => random.below(V));
		const found = probabilities(draw(12 + random.below(40)), V, draw(60), 4);
		for (const order of found) least = Math.min(least, ...order);
	}
	expect(least).toBeGreaterThan(0);
});
