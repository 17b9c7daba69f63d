/** Attention and the encoder-decoder: the backward pass of the reference, and the fast engines against the reference. */
import { expect, test } from "vitest";
import { EncoderDecoder } from "../../src/cells/encoderDecoder/encoderDecoder.ts";
import { ATTENTIONS, type CellSpec, type ModelSpec } from "../../src/cells/layout.ts";
import { Weights } from "../../src/cells/weights.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { attentionReference } from "../../src/kernels/reference/attention.ts";
import { ownReference } from "../../src/kernels/reference/own.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { pairGradient } from "./attentionTangents.ts";
import { type Fault, loader } from "./mutate.ts";

// awkward sizes: B 3 sequences with questions of 4, 2 and 5 steps, D 5 symbols, H 4 units, A 3 units, V 6 outputs
const CELLS: CellSpec[] = [
	{ cell: "rnn", variant: "tanh" },
	{ cell: "gru", variant: "reset-after" },
	{ cell: "gru", variant: "reset-before" },
	{ cell: "lstm", variant: "forget" },
	{ cell: "lstm", variant: "peephole" },
];
const PAIRS = [
	{ question: [1, 4, 0, 2], read: [3, 1, 4], answer: [1, 5, -1] },
	{ question: [2, 2], read: [3, 0, 2, 4, 1], answer: [0, 4, 2, -1, 3] },
	{ question: [0, 1, 3, 4, 2], read: [3, 2], answer: [5, 2] },
];
const SCALE = 0.7;
const specOf = (cell: CellSpec, attention: ModelSpec["attention"]): ModelSpec => ({
	...{ ...cell, symbols: 5, outputs: 6, hidden: 4, layers: 1, dropout: 0, attention, attentionUnits: 3 },
});
const reference = createReference(ownReference, attentionReference);
const STEPS = 7;

/** Gate-distinct weights: every number its own. */
function drawn(spec: ModelSpec): Weights {
	const weights = new Weights(reference, spec);
	const random = new RandomStream(7, "weights");
	for (let k = 0; k < weights.flat.length; k++) weights.flat[k] = 0.8 * random.normal();
	return weights;
}

/** A window that holds the pairs. */
function windowOf(weights: Weights, engine = reference, Window = EncoderDecoder): EncoderDecoder {
	const B = PAIRS.length;
	const T = Math.max(...PAIRS.map(({ question, read }) => question.length + read.length));
	const window = new Window(engine, weights, { steps: T + 2, lanes: B, training: true });
	window.ids.fill(-1);
	window.targets.fill(-1);
	for (const [b, { question, read, answer }] of PAIRS.entries()) {
		window.questions[b] = question.length;
		for (const [t, id] of [...question, ...read].entries()) window.ids[t * B + b] = id;
		for (const [t, id] of answer.entries()) window.targets[(question.length + t) * B + b] = id;
	}
	return window;
}

const CODE = { EncoderDecoder, attentionReference };
/** Largest gap between the gradient of the code and forward-mode derivatives, over all tensors; NaN counts as endless. */
function worstGap(spec: ModelSpec, code = CODE): number {
	const engine = createReference(ownReference, code.attentionReference);
	const weights = drawn(spec);
	const window = windowOf(weights, engine, code.EncoderDecoder);
	const gradients = new Weights(engine, spec);
	window.forward({ steps: STEPS });
	window.backward(gradients, { steps: STEPS, scale: SCALE });
	const { tensors } = pairGradient({ spec, weights: weights.flat as Float64Array, pairs: PAIRS, scale: SCALE });
	let worst = 0;
	for (const [name, wanted] of tensors)
		for (const [k, value] of wanted.entries()) {
			const gap = Math.abs(value - gradients.tensor(name)[k]!);
			worst = Math.max(worst, Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap);
		}
	return worst;
}

for (const attention of ATTENTIONS) {
	for (const cell of CELLS) {
		const spec = specOf(cell, attention);
		test(`the gradient of ${cell.cell} ${cell.variant} with attention ${attention} is that of forward-mode derivatives to 1e-12, in questions of 4, 2 and 5 steps`, () => {
			const weights = drawn(spec);
			const window = windowOf(weights);
			const gradients = new Weights(reference, spec);
			window.forward({ steps: STEPS });
			const { lossNats, scored } = window.backward(gradients, { steps: STEPS, scale: SCALE });
			const expected = pairGradient({ spec, weights: weights.flat as Float64Array, pairs: PAIRS, scale: SCALE });
			expect(scored).toBe(8);
			expect(SCALE * lossNats).toBeCloseTo(expected.loss, 12);
			for (const [name, wanted] of expected.tensors) {
				const got = gradients.tensor(name);
				const worst = wanted.reduce((most, value, k) => Math.max(most, Math.abs(value - got[k]!)), 0);
				expect([name, worst <= 1e-12, wanted.some((value) => value !== 0)]).toEqual([name, true, true]);
			}
		});
	}
}

test("weights of attention are those of each sequence alone: they add up to 1 over its own steps and are exactly 0 before them", () => {
	for (const attention of ["additive", "dot", "general"] as const) {
		const spec = specOf(CELLS[3]!, attention);
		const weights = drawn(spec);
		const window = windowOf(weights);
		window.forward({ steps: STEPS });
		const expected = pairGradient({ spec, weights: weights.flat as Float64Array, pairs: PAIRS, scale: 1 }).weights;
		const { J, first } = window.cut;
		for (const [b, { read, question }] of PAIRS.entries())
			for (const t of read.keys()) {
				const row = [...window.attend!.weights.subarray((t * 3 + b) * J, (t * 3 + b + 1) * J)];
				expect(row.slice(0, first[b])).toEqual(new Array(J - question.length).fill(0));
				expect(row.reduce((a, x) => a + x, 0)).toBeCloseTo(1, 14);
				for (const [j, share] of row.slice(first[b]).entries()) expect(share).toBeCloseTo(expected[b]![t]![j]!, 13);
			}
	}
});

test("the gradient at every state of the encoder is what comes through attention plus what comes through its last state, to 1e-14", () => {
	for (const attention of ATTENTIONS) {
		const spec = specOf(CELLS[3]!, attention);
		const weights = drawn(spec);
		const [whole, byState, byAttention] = ([undefined, "attention", "state"] as const).map((without) => {
			const window = windowOf(weights);
			window.forward({ steps: STEPS });
			const h = reference.floats(9 * 3 * 4);
			const call = { steps: STEPS, scale: SCALE, deltas: [{ h }, {}], ...(without && { without }) };
			window.backward(new Weights(reference, spec), call);
			return h.subarray(0, window.cut.J * 3 * 4);
		});
		const size = (x: Float64Array) => x.reduce((sum, value) => sum + value ** 2, 0);
		expect([size(byState as Float64Array) > 0, size(byAttention as Float64Array) > 0]).toEqual([
			true,
			attention !== "none",
		]);
		for (const [k, value] of whole!.entries()) expect(byState![k]! + byAttention![k]!).toBeCloseTo(value, 14);
	}
});

const KERNEL = "kernels/reference/attention.ts";
const MODEL = "cells/encoderDecoder/encoderDecoder.ts";
const DECODER = "cells/encoderDecoder/decoder.ts";
const ENCODER = "cells/encoderDecoder/encoder.ts";
const ATTEND = "cells/encoderDecoder/attend.ts";
const CUT = "cells/encoderDecoder/questions.ts";
const FAULTS: (Fault & { attention: "additive" | "dot" | "general" | "none" })[] = [
	...[
		[
			"the mask is left out of the softmax",
			"additive",
			KERNEL,
			"const from = a.first[b]!;\n\t\t\tweights.fill",
			"const from = 0;\n\t\t\tweights.fill",
		],
		["softmax backward without its sum", "dot", KERNEL, "(da[j]! - mean)", "da[j]!"],
		["the context's gradient is not passed to the encoder", "general", KERNEL, "+= share * dc; //", "+= 0 * dc; //"],
		["the derivative of tanh is left out", "additive", KERNEL, "v[k]! * (1 - z * z)", "v[k]!"],
		["v is read backwards", "additive", KERNEL, "v[k]! * Math.tanh(q + key)", "v[A - 1 - k]! * Math.tanh(q + key)"],
		["the query is left out of the score", "additive", KERNEL, "Math.tanh(q + key) : q", "Math.tanh(key) : q"],
		["the key gets no gradient", "dot", KERNEL, "+= de * q; //", "+= 0 * q; //"],
		["the query gets the key's gradient", "dot", KERNEL, "+= de * key; //", "+= de * q; //"],
		[
			"weights are not divided by their sum",
			"dot",
			KERNEL,
			"weights[row * J + j]! /= sum; // (2)",
			"weights[row * J + j]! /= 1; // (2)",
		],
		["U_a has a bias", "additive", ATTEND, "this.#none = engine.floats(A);", "this.#none = engine.floats(A).fill(1);"],
		[
			"W_a and U_a are swapped",
			"additive",
			ATTEND,
			'this.#product(this.#additive ? "weight_u"',
			'this.#product(this.#additive ? "weight_a"',
		],
		["the keys pass nothing to the encoder", "general", ATTEND, "dh[k]! += passed[k]!;", "dh[k]! += 0 * passed[k]!;"],
		[
			"v_a is summed without the last sequence",
			"additive",
			ATTEND,
			"this.#dv.entries()) dv",
			"this.#dv.subarray(this.#A).entries()) dv",
		],
		[
			"the score's gradient does not reach the state before",
			"additive",
			DECODER,
			"before.h[k]! += by[k]!;",
			"before.h[k]! += 0 * by[k]!;",
		],
		[
			"the score's gradient does not reach the state",
			"dot",
			DECODER,
			" + by[row * H + k]!;",
			" + 0 * by[row * H + k]!;",
		],
		[
			"the context is not fed to the decoder's gradient",
			"additive",
			DECODER,
			"+= dx![row * D + symbols + k]!",
			"+= 0 * dx![row * D + symbols + k]!",
		],
		[
			"the query is the new state, not the one before",
			"additive",
			DECODER,
			"attend!.look(h, layer.hFrom(s)",
			"attend!.look(h, layer.hFrom(s + 1)",
		],
		[
			"tanh of the combined state has slope 1",
			"general",
			DECODER,
			"dread[k]! *= 1 - read![k]! ** 2;",
			"dread[k]! *= 1;",
		],
		[
			"context and state are joined in the other order",
			"dot",
			DECODER,
			"luong ? [attend.context, states] : [states, attend.context]",
			"luong ? [states, attend.context] : [states, attend.context]",
		],
		["the decoder starts from the first state of the encoder", "none", MODEL, "statesAt(J)", "statesAt(1)"],
		["no gradient passes through the last state", "none", MODEL, 'if (without === "state") for', "for"],
		[
			"a question that begins later begins from the state of its padding",
			"none",
			ENCODER,
			"for (const state of this.layer.statesAt(from))",
			"if (from === 0) for (const state of this.layer.statesAt(from))",
		],
		[
			"the gradient passes on into the padding",
			"none",
			ENCODER,
			"for (const end of [before.h, before.c])",
			"for (const end of [] as Floats[])",
		],
		[
			"a shorter question is read from the padding's end",
			"none",
			CUT,
			"first[b] = J - steps;",
			"first[b] = 0 * steps;",
		],
	].map(([name, attention, file, from, to]) => ({ name, attention, file, from, to }) as Fault & { attention: "dot" }),
];

test.each(FAULTS)("the check catches a planted fault, $attention: $name", ({ attention, ...fault }) => {
	const load = loader(fault);
	const code = {
		...load<{ EncoderDecoder: typeof EncoderDecoder }>(MODEL),
		...load<{ attentionReference: typeof attentionReference }>(KERNEL),
	};
	expect(worstGap(specOf(CELLS[3]!, attention), code)).toBeGreaterThan(1e-6);
	expect(worstGap(specOf(CELLS[3]!, attention))).toBeLessThan(1e-12);
});
