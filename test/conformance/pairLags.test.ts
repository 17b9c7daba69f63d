/** The gradient of an encoder-decoder by lag, split by its way; and the picture of its attention. */
import { expect, test } from "vitest";
import { EncoderDecoder } from "../../src/cells/encoderDecoder/encoderDecoder.ts";
import { ATTENTIONS, type ModelSpec } from "../../src/cells/layout.ts";
import { Weights } from "../../src/cells/weights.ts";
import { reversal } from "../../src/data/tasks/pairs.ts";
import { pairLags } from "../../src/diagnosis/pairLags.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { attentionReference } from "../../src/kernels/reference/attention.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { startWeights } from "../../src/remedies/starts.ts";
import { attentionScene } from "../../src/views/attentionFigure.ts";

const engine = createReference(undefined, attentionReference);

function measured(attention: ModelSpec["attention"], L: number) {
	const spec: ModelSpec = {
		...{ cell: "lstm", variant: "forget", symbols: 9, outputs: 8, hidden: 6, layers: 1, dropout: 0, attention },
	};
	const weights = new Weights(engine, spec);
	startWeights(weights, "default", 0, new RandomStream(1, "weights"));
	const window = new EncoderDecoder(engine, weights, { steps: 2 * L, lanes: 4 });
	const batch = reversal().draw(new RandomStream(2, "task"), { batch: 4, length: L });
	window.ids.set(batch.ids!);
	window.targets.set(batch.targets!);
	window.questions.set(batch.questions!);
	return pairLags(window);
}

test("both ways add up to the whole to 1e-14 of it, at lags 7 to 13 of 7 reversed symbols; without attention all goes through the state", () => {
	for (const attention of ATTENTIONS) {
		const { lags, whole, throughAttention, throughState, gap } = measured(attention, 7);
		expect(lags).toEqual([7, 8, 9, 10, 11, 12, 13]);
		expect(gap).toBeLessThan(1e-14);
		expect(whole.every(Number.isFinite)).toBe(true);
		if (attention !== "none") expect(throughAttention.every(Number.isFinite)).toBe(true);
		else expect([throughAttention, throughState]).toEqual([new Array(7).fill(Number.NEGATIVE_INFINITY), whole]);
	}
});

test("over 40 symbols the gradient through attention hardly fades in an untrained LSTM, and through the state it falls by 10^5 or more", () => {
	const { throughAttention, throughState } = measured("dot", 40);
	expect(throughState[0]! - throughState[39]!).toBeGreaterThan(5);
	expect(Math.abs(throughAttention[0]! - throughAttention[39]!)).toBeLessThan(1.5);
});

test("the picture has a row for each answered step and a column for each symbol of the question; weights below 1/40 leave the ground", () => {
	const weights = [
		[0, 0.01, 0.99],
		[1, 0, 0],
	];
	const words = { title: "Attention weights", rows: "answered", columns: "question" };
	const { shapes } = attentionScene({ question: ["4", "0", "7"], answer: ["7", "0"], weights, words });
	const cells = shapes.flatMap((shape) =>
		shape.kind === "rect" && shape.x >= 72 ? [[shape.x, shape.y, shape.fill]] : [],
	);
	expect(cells).toEqual([
		[72 + 48, 84, "#ee5a5a"],
		[72, 84 + 24, "#ee5a5a"],
	]);
	const texts = shapes.filter((shape) => shape.kind === "text");
	expect(texts.map(({ text }) => text)).toEqual([
		...["Attention weights", "question", "answered", "4", "0", "7", "7", "0"],
	]);
	expect(texts.filter(({ upright }) => upright)).toEqual([]); // a word of Korean on its side is hard to read
	expect(texts[2]).toMatchObject({ x: 24, y: 76 });
});
