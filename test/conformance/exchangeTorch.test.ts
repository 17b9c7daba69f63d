/**
 * PyTorch's own files read here, and our files read by PyTorch: logits within 1e-6 both ways, from fixtures that
 * test/fixtures/exchange/make.py and make_onnx.py made. With SLUICE_TORCH=/usr/bin/python3 (a Python that has torch) it runs there and then.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toOnnx } from "../../src/interop/onnx/write.ts";
import { readOnnx } from "../../src/interop/onnx.ts";
import type { AskedCell } from "../../src/interop/portable.ts";
import { readSafetensors, writeSafetensors } from "../../src/interop/safetensors.ts";
import { toStack } from "../../src/interop/stack.ts";
import { readTorch, torchTensors, writeTorch } from "../../src/interop/torch.ts";
import { compute, idsOf, modelOf, relativeGap, SIZE, SPECS } from "./exchangeModels.ts";

const FOLDER = new URL("../fixtures/exchange/", import.meta.url);
const read = (name: string) => readFileSync(new URL(`${name}.safetensors`, FOLDER));
const { outputs } = JSON.parse(readFileSync(new URL("outputs.json", FOLDER), "utf8")) as {
	outputs: Record<string, { ids: number[]; logits: number[] }>;
};
const bound = 1e-6;

describe("a file of PyTorch's", () => {
	const files: [name: string, asked: AskedCell, spec: string][] = [
		["torch-lstm", {}, "lstm forget"],
		["torch-gru", { cell: "gru" }, "gru reset-after"],
		["torch-rnn-tanh", {}, "rnn tanh"],
		["torch-rnn-relu", { variant: "relu" }, "rnn relu"],
		["torch-lstm-no-bias", {}, "lstm forget"],
		["torch-gru-embedding", {}, "gru reset-after"],
	];
	test.each(files)("%s computes PyTorch's logits within 1e-6", (name, asked, spec) => {
		const model = readTorch(read(name), name, asked);
		expect(`${model.spec.cell} ${model.spec.variant}`).toBe(spec);
		expect([model.spec.layers, model.spec.hidden, model.spec.symbols]).toEqual([2, SIZE.H, SIZE.V]);
		const { ids, logits } = outputs[name]!;
		expect(relativeGap(compute(model, Int32Array.from(ids)).logits, logits)).toBeLessThan(bound);
	});

	test("read and written again gives PyTorch the same logits within 1e-6", () => {
		const model = readTorch(read("torch-lstm"), "a");
		const again = readTorch(writeTorch(model), "b");
		const { ids, logits } = outputs["torch-lstm"]!;
		expect(again.tensors).toEqual(model.tensors);
		expect(relativeGap(compute(again, Int32Array.from(ids)).logits, logits)).toBeLessThan(bound);
	});
});

describe("an ONNX file of torch.onnx.export's", () => {
	const { ids, logits } = JSON.parse(readFileSync(new URL("onnxOutputs.json", FOLDER), "utf8")) as {
		ids: number[];
		logits: Record<string, number[]>;
	};
	test.each(Object.keys(logits))("%s computes PyTorch's logits within 1e-6", (name) => {
		const model = readOnnx(readFileSync(new URL(`torch-${name}.onnx`, FOLDER)), name);
		expect(`${model.spec.cell} ${model.spec.layers}x${model.spec.hidden}`).toBe(`${name.split("-")[0]} 2x${SIZE.H}`);
		expect(relativeGap(compute(model, Int32Array.from(ids)).logits, logits[name]!)).toBeLessThan(bound);
	});
});

const EXPRESSIBLE = SPECS.filter((s) => !["peephole", "reset-before", "sigmoid", "linear"].includes(s.variant));

describe.each(EXPRESSIBLE)("$cell $variant exported to PyTorch", (cell) => {
	const model = modelOf(cell);
	const name = `sluice-${cell.cell}-${cell.variant}`;
	if (process.env.SLUICE_WRITE_FIXTURES === "1")
		writeFileSync(new URL(`${name}.safetensors`, FOLDER), writeTorch(model));

	test("is byte for byte the file that PyTorch was given, and PyTorch computed our logits within 1e-6", () => {
		expect(Buffer.compare(writeTorch(model), read(name))).toBe(0);
		const { ids, logits } = outputs[name]!;
		expect(relativeGap(compute(model, Int32Array.from(ids)).logits, logits)).toBeLessThan(bound);
	});

	const python = process.env.SLUICE_TORCH;
	test.skipIf(!python)("runs in this machine's PyTorch with our logits within 1e-6", () => {
		const file = join(mkdtempSync(join(tmpdir(), "sluice-torch-")), "model.safetensors");
		writeFileSync(file, writeTorch(model));
		const ids = idsOf();
		const rows = Array.from({ length: SIZE.T }, (_, t) => [...ids.subarray(t * SIZE.B, (t + 1) * SIZE.B)]);
		const script = new URL("run.py", FOLDER).pathname;
		const printed = execFileSync(python!, [script, file, JSON.stringify(rows)], { encoding: "utf8" });
		expect(relativeGap(compute(model, ids).logits, JSON.parse(printed) as number[])).toBeLessThan(bound);
	});
});

describe("a state dict is refused that", () => {
	const lstm = () => readSafetensors(read("torch-lstm"), "a").tensors;
	const refused = (tensors: ReturnType<typeof lstm>, asked: AskedCell = {}) => {
		const file = writeSafetensors(tensors);
		return expect(() => readTorch(file, "model.safetensors", asked));
	};
	const turn = (name: string) => lstm().map((t) => (t.name === name ? { ...t, shape: [...t.shape].reverse() } : t));

	test("is bidirectional or projects its output", () => {
		expect(() => readTorch(read("torch-bidirectional"), "a")).toThrow(/bidirectional=False.*E_IMPORT/);
		expect(() => readTorch(read("torch-projection"), "a")).toThrow(/proj_size=0.*E_IMPORT/);
	});
	test("holds transposed matrices, with the shape it should have had", () => {
		refused(turn("rnn.weight_hh_l0")).toThrow(
			/"rnn.weight_hh_l0".*transposed.*got \[4,16\], expected \[16,4\].*E_IMPORT/,
		);
		refused(turn("rnn.weight_ih_l0")).toThrow(/transposed.*got \[5,16\], expected \[16,5\]/);
		refused(turn("head.weight")).toThrow(/"head.weight".*transposed/);
	});
	test("has no recurrent names, two prefixes, no head, or a tensor that has no place", () => {
		refused(lstm().filter((t) => t.name.startsWith("head"))).toThrow(
			/no weights of a recurrent layer.*lstm.weight_ih_l0/,
		);
		refused([...lstm(), { ...lstm()[0]!, name: "other.weight_ih_l0" }]).toThrow(/more than one.*rnn. other./);
		refused(lstm().filter((t) => !t.name.startsWith("head"))).toThrow(/no tensor fits as the output layer/);
		refused([...lstm(), { name: "norm.weight", shape: [4], data: new Float32Array(4) }]).toThrow(
			/"norm.weight".*does not belong/,
		);
	});
	test("is another cell than was said, lacks a layer or bias, or holds a NaN", () => {
		refused(lstm(), { cell: "gru" }).toThrow(/got lstm, expected gru/);
		refused(lstm(), { variant: "coupled" }).toThrow(/form of this variant.*got lstm forget, expected coupled/);
		refused(lstm().filter((t) => t.name !== "rnn.weight_hh_l1")).toThrow(/weight_hh_l1.*missing/);
		refused(lstm().filter((t) => t.name !== "rnn.bias_hh_l1")).toThrow(/bias_hh_l1.*missing/);
		refused(lstm().map((t) => ({ ...t, data: t.data.map((v, k) => (k === 3 ? Number.NaN : v)) }))).toThrow(
			/\[3\] = NaN/,
		);
	});
});

test("a stack in ONNX's gate order does not compile where PyTorch's is wanted", () => {
	const stack = toOnnx(toStack(modelOf({ cell: "lstm", variant: "forget" })));
	// @ts-expect-error iofc is not ifgo
	expect(torchTensors(stack).length).toBe(10);
});
