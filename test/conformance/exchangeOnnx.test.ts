/** Exported ONNX files run in onnxruntime's own kernels: logits and last states are the engine's. */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import * as ort from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { gateLetters } from "../../src/cells/layout.ts";
import { ModelSchema } from "../../src/interop/onnx/messages_pb.ts";
import { toOnnx } from "../../src/interop/onnx/write.ts";
import { readOnnx, writeOnnx } from "../../src/interop/onnx.ts";
import type { PortableModel } from "../../src/interop/portable.ts";
import { toStack } from "../../src/interop/stack.ts";
import { compute, idsOf, largestGap, modelOf, relativeGap, SIZE, SPECS, swapGates } from "./exchangeModels.ts";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

const { T, B, V, H, layers: L } = SIZE;

const bound = 1e-6;

/** Runs an exported file from states of zeros. */
async function runOnnx(file: Uint8Array, lstm: boolean, ids = idsOf()): Promise<Record<string, Float32Array>> {
	const session = await ort.InferenceSession.create(file);
	const steps = ids.length / B;
	// ONNX counts negative ids from the end; an unknown symbol is V there.
	const numbers = BigInt64Array.from(ids, (id) => BigInt(id < 0 ? V : id));
	const zeros = () => new ort.Tensor("float32", new Float32Array(L * B * H), [L, B, H]);
	const states: Record<string, ort.Tensor> = lstm ? { initial_h: zeros(), initial_c: zeros() } : { initial_h: zeros() };
	const results = await session.run({ ids: new ort.Tensor("int64", numbers, [steps, B]), ...states });
	await session.release();
	return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]));
}

const lastStates = (states: Record<string, Float64Array>, kind: "h" | "c") =>
	Array.from({ length: L }, (_, l) => [...states[`l${l}.${kind}`]!]).flat();

describe.each(SPECS)("$cell $variant in onnxruntime", (cell) => {
	const model = modelOf(cell);
	const lstm = cell.cell === "lstm";

	test("logits and last states are the reference engine's within 1e-6 of the largest, two layers, D != H, an unknown symbol among them", async () => {
		const got = await runOnnx(writeOnnx(model), lstm);
		const { logits, states } = compute(model);
		expect(got.logits!.length).toBe(T * B * V);
		expect(relativeGap(got.logits!, logits)).toBeLessThan(bound);
		expect(relativeGap(got.final_h!, lastStates(states, "h"))).toBeLessThan(bound);
		if (lstm) expect(relativeGap(got.final_c!, lastStates(states, "c"))).toBeLessThan(bound);
	});

	const letters = gateLetters(cell);
	if (letters.length > 0)
		test("every two gates swapped in layer 0 change onnxruntime's logits by more than 1e-2", async () => {
			const { logits } = compute(model);
			for (let a = 0; a < letters.length; a++) {
				for (let b = a + 1; b < letters.length; b++) {
					const tensors = swapGates(model.tensors, /^(weight_[ih]h|bias)_l0$/, letters.length, a, b);
					const swapped: PortableModel = { ...model, tensors };
					const got = await runOnnx(writeOnnx(swapped), lstm);
					expect(largestGap(got.logits!, logits), `${letters[a]} and ${letters[b]}`).toBeGreaterThan(1e-2);
				}
			}
		});
});

describe.each([
	{ op: "LSTM", blocks: 4, cell: { cell: "lstm", variant: "forget" } },
	{ op: "LSTM", blocks: 4, cell: { cell: "lstm", variant: "peephole" } },
	{ op: "GRU", blocks: 3, cell: { cell: "gru", variant: "reset-after" } },
	{ op: "GRU", blocks: 3, cell: { cell: "gru", variant: "reset-before" } },
] as const)("$op of $cell.variant", ({ blocks, cell }) => {
	test("every two gate blocks swapped in the file itself change onnxruntime's and the imported model's logits by more than 1e-2", async () => {
		const model = modelOf(cell);
		const { logits } = compute(model);
		for (let a = 0; a < blocks; a++) {
			for (let b = a + 1; b < blocks; b++) {
				const file = fromBinary(ModelSchema, writeOnnx(model));
				for (const tensor of file.graph!.initializer) {
					if (!/^[WRB]_l0$/.test(tensor.name)) continue;
					const halves = tensor.name === "B_l0" ? 2 : 1; // W's and R's biases, one after the other
					const length = tensor.rawData.length / halves / blocks;
					for (let half = 0; half < halves; half++) {
						const first = (half * blocks + a) * length;
						const second = (half * blocks + b) * length;
						const kept = tensor.rawData.slice(first, first + length);
						tensor.rawData.copyWithin(first, second, second + length);
						tensor.rawData.set(kept, second);
					}
				}
				const swapped = toBinary(ModelSchema, file);
				const got = await runOnnx(swapped, cell.cell === "lstm");
				const imported = compute(readOnnx(swapped, "swapped"));
				expect(largestGap(got.logits!, logits), `${a} and ${b}`).toBeGreaterThan(1e-2);
				expect(relativeGap(got.logits!, imported.logits)).toBeLessThan(bound);
			}
		}
	});
});

test("a text cut in two, the state handed on, gives the logits of the whole within 1e-6", async () => {
	const model = modelOf({ cell: "lstm", variant: "forget" });
	const session = await ort.InferenceSession.create(writeOnnx(model));
	const ids = BigInt64Array.from(idsOf(), (id) => BigInt(id < 0 ? V : id));
	const zeros = () => new ort.Tensor("float32", new Float32Array(L * B * H), [L, B, H]);
	const whole = await session.run({
		ids: new ort.Tensor("int64", ids, [T, B]),
		initial_h: zeros(),
		initial_c: zeros(),
	});
	const first = await session.run({
		...{ ids: new ort.Tensor("int64", ids.slice(0, 2 * B), [2, B]), initial_h: zeros(), initial_c: zeros() },
	});
	const rest = await session.run({
		ids: new ort.Tensor("int64", ids.slice(2 * B), [T - 2, B]),
		initial_h: first.final_h!,
		initial_c: first.final_c!,
	});
	const joined = [...(first.logits!.data as Float32Array), ...(rest.logits!.data as Float32Array)];
	expect(largestGap(joined, whole.logits!.data as Float32Array)).toBeLessThan(1e-6);
	await session.release();
});

test("a stack in PyTorch's gate order does not compile where ONNX's is wanted", () => {
	const stack = toStack(modelOf({ cell: "lstm", variant: "forget" }));
	// @ts-expect-error ifgo is not iofc
	const wrong: ReturnType<typeof toOnnx> = stack;
	expect(toOnnx(stack).layers[0]!.order).toBe("iofc");
	expect(wrong.layers[0]!.order).toBe("ifgo");
});
