/** Encoder-decoders as safetensors and as NumPy's .npz: what comes back computes the same, and a swapped gate is noticed. */
import { describe, expect, test } from "vitest";
import { EncoderDecoder } from "../../src/cells/encoderDecoder/encoderDecoder.ts";
import { ATTENTIONS, gateBlocks, type ModelSpec, tensorsOf } from "../../src/cells/layout.ts";
import { Weights } from "../../src/cells/weights.ts";
import { reversal } from "../../src/data/tasks/pairs.ts";
import { formatOf, readFormat } from "../../src/interop/anyFormat.ts";
import { writeNpz } from "../../src/interop/npzWeights.ts";
import { type PortableModel, readOwn, writeOwn } from "../../src/interop/portable.ts";
import { readSafetensors, writeSafetensors } from "../../src/interop/safetensors.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { attentionReference } from "../../src/kernels/reference/attention.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { damaged, readOrCode } from "./damage.ts";
import { largestGap, swapGates } from "./exchangeModels.ts";

const [K, L, B] = [5, 4, 3];
const CELLS = [
	{ cell: "lstm", variant: "forget" },
	{ cell: "lstm", variant: "peephole" },
	{ cell: "gru", variant: "reset-after" },
	{ cell: "rnn", variant: "tanh" },
] as const;
const MODELS = CELLS.flatMap((cell) => ATTENTIONS.map((attention) => ({ ...cell, attention })));

/** Every tensor random and distinct; units of the score, states, inputs and outputs all differ in number. */
function modelOf(given: (typeof MODELS)[number]): PortableModel {
	const { attention, ...cell } = given;
	const units = attention === "additive" ? { attentionUnits: 7 } : {};
	const sizes = { symbols: K + 1, outputs: K, hidden: 4, layers: 1, dropout: 0 };
	const spec: ModelSpec = { ...cell, ...sizes, attention, ...units };
	const rng = new RandomStream(5, `${cell.cell} ${cell.variant} ${attention}`);
	const tensors = tensorsOf(spec).map(({ name, shape, length }) => ({
		...{ name, shape },
		data: Float32Array.from({ length }, () => 0.6 * rng.normal() + (name.includes("bias") ? 0.3 : 0)),
	}));
	return { spec, tensors, task: `reversal:values=${K}` };
}

/** Logits [T,B,V] of sequences with questions of one length. */
function logitsOf({ spec, tensors }: PortableModel): Float64Array {
	const engine = createReference(undefined, attentionReference);
	const weights = Weights.of(engine, spec, tensors);
	const batch = reversal({ values: K }).draw(new RandomStream(2, "task"), { batch: B, length: L });
	const window = new EncoderDecoder(engine, weights, { steps: batch.T, lanes: B });
	window.ids.set(batch.ids!);
	window.questions.set(batch.questions!);
	window.forward();
	return Float64Array.from(window.logits);
}

describe.each(MODELS)("$cell $variant, attention $attention", (given) => {
	const model = modelOf(given);

	test("comes back from safetensors and npz, recognised, with every bit, its attention and its task; the logits differ by 0", async () => {
		for (const [name, file] of [
			["a.safetensors", writeOwn(model)],
			["a.npz", writeNpz(model)],
		] as const) {
			const format = formatOf(file, name);
			expect(name.endsWith(format)).toBe(true);
			const back = await readFormat(file, format, name);
			expect(back).toEqual(model);
			expect(largestGap(logitsOf(back), logitsOf(model))).toBe(0);
		}
	});

	test("without notes the shapes give the same model, once the variant is named where several fit", () => {
		const bare = writeSafetensors(readSafetensors(writeOwn(model), "a").tensors);
		const { cell, variant } = given;
		const { spec, tensors, task } = readOwn(bare, "b", { cell, variant });
		expect({ spec, tensors, task }).toEqual({ ...model, task: undefined });
	});

	const blocks = gateBlocks(model.spec);
	for (const part of ["encoder", "decoder"]) {
		for (let a = 0; a < blocks; a++) {
			for (let b = a + 1; b < blocks; b++) {
				test(`gates ${a} and ${b} of the ${part} swapped in the file change the logits by more than 1e-2`, () => {
					const { tensors, metadata } = readSafetensors(writeOwn(model), "a");
					const swapped = swapGates(tensors, new RegExp(`^${part}\\.(weight_[ih]h|bias)_l0$`), blocks, a, b);
					const other = readOwn(writeSafetensors(swapped, metadata), "b");
					expect(largestGap(logitsOf(other), logitsOf(model))).toBeGreaterThan(1e-2);
				});
			}
		}
	}
});

test("encoder and decoder exchanged, and W_a and U_a exchanged, change the logits by more than 1e-2", () => {
	const exchange = (model: PortableModel, a: string, b: string): PortableModel => {
		const data = (name: string) => model.tensors.find((tensor) => tensor.name === name)!.data;
		const from = (name: string) =>
			name.includes(a) ? name.replace(a, b) : name.includes(b) ? name.replace(b, a) : name;
		return { ...model, tensors: model.tensors.map((t) => ({ ...t, data: data(from(t.name)) })) };
	};
	const dot = modelOf({ cell: "gru", variant: "reset-after", attention: "dot" });
	const additive = modelOf({ cell: "lstm", variant: "forget", attention: "additive" });
	for (const [model, a, b] of [
		[dot, "encoder.", "decoder."],
		[additive, "weight_a", "weight_u"],
	] as const) {
		const other = readOwn(writeOwn(exchange(model, a, b)), "swapped");
		expect(largestGap(logitsOf(other), logitsOf(model))).toBeGreaterThan(1e-2);
	}
});

test("500 damaged copies of each file give a model or one coded error", async () => {
	const model = modelOf({ cell: "lstm", variant: "forget", attention: "additive" });
	const rng = new RandomStream(9, "damage");
	const outcomes = new Set<string>();
	for (const file of [writeOwn(model), writeNpz(model)])
		for (let n = 0; n < 500; n++) {
			const bytes = damaged(file, rng);
			outcomes.add(await readOrCode(() => readFormat(bytes, formatOf(bytes, "evil"), "evil")));
		}
	expect([...outcomes].sort()).toEqual(["read", "refused"]);
});

describe("a note that no encoder-decoder has is E_IMPORT or E_SIZE:", () => {
	const model = modelOf({ cell: "lstm", variant: "forget", attention: "additive" });
	const { tensors, metadata } = readSafetensors(writeOwn(model), "a");
	const noted = (change: object, task = "reversal") => {
		const note = JSON.stringify({ ...JSON.parse(metadata["sluice.model"]!), ...change });
		return writeSafetensors(tensors, { ...metadata, "sluice.model": note, "sluice.task": task });
	};
	test.each([
		{ attention: "self" },
		{ attention: 3 },
		{ outputs: undefined },
		{ outputs: 2.5 },
		{ outputs: 1e9 },
		{ attentionUnits: -1 },
		{ attention: "dot" },
		{ attention: undefined },
		{ layers: 2 },
		{ dropout: 0.5 },
		{ cell: "own" },
		{ heads: 8 },
	])("%j", (change) => {
		expect(() => readOwn(noted(change), "evil")).toThrow(/E_(IMPORT|SIZE|SHAPE|CELL_USE|LIMIT)\)$/);
	});
	test.each(["", "x".repeat(201), "reversal values", "../x", "\u001b[2J"])("the task %j", (task) => {
		expect(() => readOwn(noted({}, task), "evil")).toThrow(/sluice\.task.*E_IMPORT/);
	});
});
