import { beforeAll, describe, expect, test } from "vitest";
import { pairGradient } from "../../../test/conformance/attentionTangents.ts";
import { openEncoderDecoder } from "../../cells/encoderDecoder/encoderDecoder.ts";
import { ATTENTIONS, type AttentionName, type ModelSpec, parameterCount } from "../../cells/layout.ts";
import { softmax } from "../../cells/likeliest.ts";
import { allowEncoderDecoders } from "../../cells/pass.ts";
import { Weights } from "../../cells/weights.ts";
import { learnPairs } from "../../data/pairs/learnedPairs.ts";
import { pairRecord } from "../../data/pairs/pairRecord.ts";
import { answerOf, pairSet, questionOf } from "../../data/pairs/pairSet.ts";
import { pairTask } from "../../data/pairs/pairTask.ts";
import { RandomStream } from "../../kernels/random.ts";
import { attentionReference } from "../../kernels/reference/attention.ts";
import { ownReference } from "../../kernels/reference/own.ts";
import { createReference } from "../../kernels/reference.ts";
import { evaluateTask } from "../task/evaluateTask.ts";
import { encoderReply } from "./encoderReply.ts";
import { reply } from "./replies.ts";

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
	learnPairs("jamo", records, (n) => n !== 2), // the last pair has symbols that are unknown
	records,
);
const V = set.vocabulary.size;
const pairs = [0, 1, 2].map((n) => ({ question: questionOf(set, n), answer: answerOf(set, n) }));

beforeAll(() => allowEncoderDecoders(openEncoderDecoder));

/** A model whose weights are drawn, every one its own. */
function wild(attention: AttentionName, seed: number, cell: "lstm" | "gru" | "rnn" = "lstm", hidden = 5) {
	const engine = createReference(ownReference, attentionReference);
	const variant = { lstm: "forget", gru: "reset-after", rnn: "tanh" }[cell];
	const size = { symbols: V, hidden, layers: 1, dropout: 0, attention, attentionUnits: 3 };
	const spec = { cell, variant, ...size } as ModelSpec;
	const weights = new Weights(engine, spec);
	const random = new RandomStream(seed, "wild");
	for (let i = 0; i < parameterCount(spec); i++) weights.flat[i] = random.normal();
	return { engine, weights, spec, model: encoderReply(engine, weights, set) };
}

describe.each(ATTENTIONS)("attention %s", (attention) => {
	test.each(["lstm", "gru", "rnn"] as const)(
		"%s: the nats of 3 answers, read one by one and in a batch of unequal pairs, are those of forward-mode derivatives to 1e-10, unknown symbols left out",
		(cell) => {
			const { model, spec, weights } = wild(attention, 3, cell);
			const together = model.answerNats(pairs);
			expect(pairs[2]!.answer).toContain(-1);
			for (const [n, { question, answer }] of pairs.entries()) {
				const read = [set.separator, ...answer];
				const one = { question: [...question], read, answer: [...answer, set.end] };
				const truth = pairGradient({ spec, weights: weights.flat as Float64Array, pairs: [one], scale: 1 });
				expect(together[n]).toBeCloseTo(truth.loss, 10);
				const reading = model.open(question, 2);
				let sum = 0;
				for (const id of [...answer, set.end]) {
					if (id >= 0) sum -= Math.log(softmax(reading.logits.subarray(V))[id]!);
					reading.step([1, id]); // another answer in the other lane
				}
				expect(sum).toBeCloseTo(truth.loss, 10);
			}
		},
	);

	test("the loss of a training part is the sum of answerNats divided by its scored symbols, to 1e-12", async () => {
		const { engine, weights, model } = wild(attention, 4);
		const task = pairTask(set);
		const { loss } = await evaluateTask(engine, weights, task, task.inOrder(1));
		const scored = pairs.reduce((sum, { answer }) => sum + answer.filter((id) => id >= 0).length + 1, 0);
		const nats = model.answerNats(pairs).reduce((a, b) => a + b, 0);
		expect(Math.abs(loss - nats / scored)).toBeLessThan(1e-12);
	});

	test("a lane that continues another has that lane's logits and weights: 4 lanes, taken from lanes 2, 0, 2, 1", () => {
		const { model } = wild(attention, 9);
		const { question } = pairs[1]!;
		const J = question.length;
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
			expect([...(wide.attention ?? []).slice(lane * J, (lane + 1) * J)]).toEqual([...(one.attention ?? [])]);
		}
	});

	test("of 120 replies of untrained models, sampled and searched, 100 % are text that encodes to the same symbols again, each symbol with weights that add up to 1", () => {
		const question = set.vocabulary.encode("왜 a뭐");
		for (let seed = 1; seed <= 40; seed++) {
			const { model } = wild(attention, seed, "lstm", 3);
			const one = { length: 1 + (seed % 23), seed };
			for (const options of [one, { ...one, temperature: 4, topP: 0.9 }, { ...one, beams: 3 }]) {
				const said = [...reply(model, set, question, options)];
				const ids = said.map(({ id }) => id);
				const body = ids.at(-1) === set.end ? ids.slice(0, -1) : ids;
				expect([...set.vocabulary.encode(set.vocabulary.decode(body))]).toEqual(body);
				for (const { attention: weights } of said) {
					expect(weights?.length).toBe(attention === "none" ? undefined : question.length);
					if (weights) expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
				}
			}
		}
	});
});

test("the weights of each symbol of a reply are those with which it was predicted: those of forward mode for the reply read again", () => {
	for (const attention of ["additive", "dot", "general"] as const) {
		for (const beams of [0, 3]) {
			const { model, spec, weights } = wild(attention, 12);
			const { question } = pairs[0]!;
			const said = [...reply(model, set, question, { length: 9, seed: 2, beams })];
			const ids = said.map(({ id }) => id);
			const one = { question: [...question], read: [set.separator, ...ids.slice(0, -1)], answer: ids };
			const truth = pairGradient({ spec, weights: weights.flat as Float64Array, pairs: [one], scale: 1 });
			for (const [t, { attention: found }] of said.entries()) {
				for (const [j, share] of truth.weights[0]![t]!.entries()) expect(found![j]).toBeCloseTo(share, 12);
			}
		}
	}
});

test("an empty question is read as one unknown symbol", () => {
	const { model } = wild("general", 5);
	const empty = model.open(new Int32Array(0), 1);
	expect([...empty.logits]).toEqual([...model.open(Int32Array.of(-1), 1).logits]);
});
