import { describe, expect, test } from "vitest";
import { parameterCount } from "../../cells/layout.ts";
import { softmax } from "../../cells/likeliest.ts";
import { Weights } from "../../cells/weights.ts";
import { learnPairs } from "../../data/pairs/learnedPairs.ts";
import { pairRecord } from "../../data/pairs/pairRecord.ts";
import { pairSet } from "../../data/pairs/pairSet.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { languageReply } from "./languageReply.ts";
import { reply } from "./replies.ts";
import { replyRules } from "./replyRules.ts";

const rows = [
	["각 a", "닭이 운다ㅋㅋ"],
	["뭐 해", "값 비싸 b"],
	["왜", "쉬어요."],
] as const;
const records = rows.map(([Q, A], n) =>
	pairRecord("a", n + 2, new Map(Object.entries({ Q, A })), { question: "Q", answer: "A" }, "jamo"),
);
const set = pairSet(
	"a",
	learnPairs("jamo", records, () => true),
	records,
);
const V = set.vocabulary.size;

/** A model whose weights are drawn: it predicts vowels after vowels, marks, and half syllables. */
function wild(seed: number, hidden = 5) {
	const engine = createReference();
	const spec = { cell: "lstm", variant: "forget", symbols: V, hidden, layers: 2, dropout: 0 } as const;
	const weights = new Weights(engine, spec as never);
	const random = new RandomStream(seed, "wild");
	for (let i = 0; i < parameterCount(spec as never); i++) weights.flat[i] = 2 * random.normal();
	return { engine, weights, model: languageReply(engine, weights, set) };
}
const question = set.vocabulary.encode("왜 a");

describe("whole syllables", () => {
	test("of 600 replies of untrained models, sampled and searched, 100 % are text that encodes to the same symbols again", () => {
		let symbols = 0;
		for (let seed = 1; seed <= 200; seed++) {
			const { model } = wild(seed, 3);
			const one = { length: 1 + (seed % 23), seed };
			for (const options of [one, { ...one, temperature: 4, topP: 0.9 }, { ...one, beams: 3 }]) {
				const ids = [...reply(model, set, question, options)].map(({ id }) => id);
				expect(ids.length).toBeLessThanOrEqual(options.length);
				const ended = ids.at(-1) === set.end;
				const body = ended ? ids.slice(0, -1) : ids;
				expect(body.length).toBeGreaterThan(0);
				const text = set.vocabulary.decode(body);
				expect([...set.vocabulary.encode(text)]).toEqual(body);
				expect(body.includes(set.separator) || body.includes(set.end)).toBe(false);
				symbols += ids.length;
			}
		}
		expect(symbols).toBeGreaterThan(3000);
	}, 60_000);

	test("the rules bite: without them, fewer than half of 100 sequences of 20 symbols are such text", () => {
		const random = new RandomStream(1, "any");
		const kept = Array.from({ length: 100 }, () => {
			const ids = Array.from({ length: 20 }, () => random.below(V));
			return [...set.vocabulary.encode(set.vocabulary.decode(ids))].join() === ids.join();
		}).filter(Boolean);
		expect(kept.length).toBeLessThan(50);
	});

	test("after a lead only vowels, after a vowel no vowel, the last of the symbols is no lead, the first is not END", () => {
		const rules = replyRules(set);
		const allowed = (text: string, left: number) => {
			let state = rules.start;
			for (const id of text) state = rules.after(state, labels.indexOf(id));
			const logits = rules.mask(new Float64Array(V), state, left);
			return labels.filter((_, id) => logits[id] === 0);
		};
		const labels = Array.from({ length: V }, (_, id) => set.vocabulary.label(id));
		const of = (mark: RegExp) => labels.filter((label) => mark.test(label));
		const [leads, vowels] = [of(/^.-$/), of(/^-[ㅏ-ㅣ]$/)];
		expect(allowed("", 9)).toEqual(expect.arrayContaining(leads));
		expect(allowed("", 9)).not.toContain(labels[set.end]);
		expect(allowed("", 1).filter((label) => leads.includes(label))).toEqual([]);
		expect(rules.mask(new Float64Array(V), { length: 1, syllable: "lead" }, 5).filter((x) => x === 0)).toHaveLength(
			vowels.length,
		);
		const afterVowel = rules.mask(new Float64Array(V), { length: 2, syllable: "vowel" }, 5);
		expect(vowels.map((label) => afterVowel[labels.indexOf(label)])).toEqual(vowels.map(() => -Infinity));
		expect(afterVowel[set.end]).toBe(0);
	});
});

test("a beam search with as many beams as there are replies finds the most likely of all replies of up to 2 symbols", () => {
	for (const seed of [3, 4, 5]) {
		const { model } = wild(seed);
		const rules = replyRules(set);
		let best = { score: Number.NEGATIVE_INFINITY, ids: [] as number[] };
		const first = softmax(rules.mask(model.open(question, 1).logits, rules.start, 2));
		for (let a = 0; a < V; a++) {
			if (first[a] === 0) continue;
			const reading = model.open(question, 1);
			reading.step([a]);
			const second = softmax(rules.mask(reading.logits, rules.after(rules.start, a), 1));
			for (let b = 0; b < V; b++) {
				if (second[b] === 0) continue;
				const score = Math.log(first[a]!) + Math.log(second[b]!);
				if (b === set.end && score > best.score) best = { score, ids: [a, b] };
			}
		}
		const found = [...reply(model, set, question, { length: 2, beams: 64 })];
		const score = found.reduce((sum, { probability }) => sum + Math.log(probability), 0);
		expect(found.map(({ id }) => id)).toEqual(best.ids);
		expect(score).toBeCloseTo(best.score, 12);
	}
});

test("the nats of an answer are those of its symbols read one by one, in a batch with longer pairs, unknown symbols left out", () => {
	const { model } = wild(8);
	const answer = set.vocabulary.encode("운다Z.");
	const long = {
		question: set.vocabulary.encode("각 a 뭐 해 왜"),
		answer: set.vocabulary.encode("값 비싸 b닭이 운다"),
	};
	const [, nats] = model.answerNats([long, { question, answer }, long]);
	const reading = model.open(question, 1);
	let sum = 0;
	for (const id of [...answer, set.end]) {
		if (id >= 0) sum -= Math.log(softmax(reading.logits)[id]!);
		reading.step([id]);
	}
	expect(answer).toContain(-1);
	expect(nats).toBeCloseTo(sum, 10);
});

test("a lane that continues another has that lane's logits: 4 lanes, taken from lanes 2, 0, 2, 1", () => {
	const { model } = wild(9);
	const wide = model.open(question, 4);
	wide.step([1, 2, 3, 4]);
	wide.step([5, 5, 6, 5], [2, 0, 2, 1]);
	for (const [lane, [first, second]] of [
		[3, 5],
		[1, 5],
		[3, 6],
		[2, 5],
	].entries()) {
		const one = model.open(question, 1);
		one.step([first!]);
		one.step([second!]);
		expect([...wide.logits.subarray(lane * V, (lane + 1) * V)]).toEqual([...one.logits]);
	}
});
