/** `sluice check` finds each planted fault of an exporter by name, and none where there is none. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SluiceError } from "../../src/errors/index.ts";
import { CASES, checkOnnx } from "../../src/interop/check/checkFile.ts";
import { readOnnx, writeOnnx } from "../../src/interop/onnx.ts";
import { readTorch } from "../../src/interop/torch.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { modelOf, SPECS } from "./exchangeModels.ts";
import { PLANTED, plantedFile } from "./plantedExports.ts";

describe.each(SPECS)("$cell $variant", (cell) => {
	test("an exported file is equal at 4 lengths and 3 numbers of lanes, the largest difference below 1e-6 of the value", () => {
		const model = modelOf(cell);
		const report = checkOnnx(writeOnnx(model), "m.onnx", model);
		expect(report).toMatchObject({ equal: true, faults: [], first: null, axes: "steps, lanes" });
		expect(report.runs.map(({ steps, lanes }) => ({ steps, lanes }))).toEqual(CASES);
		expect(report.largest!.difference).toBeLessThan(1e-6);
	});
});

test("50 faults and more are planted, no two alike", () => {
	expect(PLANTED.length).toBeGreaterThanOrEqual(50);
	expect(new Set(PLANTED.map(({ name }) => name)).size).toBe(PLANTED.length);
});

test.each(PLANTED)("$name", (planted) => {
	const { model, bytes } = plantedFile(planted);
	const report = checkOnnx(bytes, "m.onnx", model);
	expect(report.equal).toBe(false);
	expect(report.faults).toContainEqual(expect.objectContaining(planted.fault));
	expect(report.faults.length).toBeLessThanOrEqual(2);
	if (planted.first) expect(report.first).toMatchObject(planted.first);
});

const FIXTURES = join(import.meta.dirname, "../fixtures/exchange");
const read = (name: string) => Uint8Array.from(readFileSync(join(FIXTURES, name)));
test.each([
	["torch-lstm.onnx", "steps, lanes"],
	["torch-gru.onnx", "steps, lanes"],
	["torch-gru-embedding.onnx", "steps, lanes"],
	["torch-rnn-relu.onnx", "steps, lanes"],
	["torch-lstm-batch-first.onnx", "lanes, steps"],
] as const)(
	"PyTorch's export %s, run operator by operator, is the imported model in the engine, and its axes are found",
	(name, axes) => {
		const report = checkOnnx(read(name), name, readOnnx(read(name), name));
		expect(report).toMatchObject({ equal: true, faults: [], axes });
		expect(report.largest!.difference).toBeLessThan(1e-6);
	},
);

test("PyTorch's GRU written by an exporter that forgets linear_before_reset is named at n", () => {
	const model = readTorch(read("torch-gru.safetensors"), "torch-gru");
	const before = { ...model, spec: { ...model.spec, variant: "reset-before" as const } } as typeof model;
	const tensors = before.tensors.filter(({ name }) => !name.startsWith("bias_hn"));
	const report = checkOnnx(writeOnnx({ ...before, tensors }), "m.onnx", model);
	expect(report.faults[0]).toMatchObject({ kind: "resetOrder", gates: ["r", "n"], got: "reset-before" });
	expect(report.first).toMatchObject({ gate: "n" });
});

const LONG = process.env.SLUICE_LONG === "1" ? 8 : 1;
test(`${200 * LONG} damaged graphs are compared or refused by one coded error`, () => {
	const rng = new RandomStream(12, "check");
	const models = SPECS.map((cell) => modelOf(cell));
	const files = models.map((model) => writeOnnx(model));
	const counts = { compared: 0, refused: 0 };
	for (let n = 0; n < 200 * LONG; n++) {
		const bytes = Uint8Array.from(files[n % files.length]!);
		for (let k = rng.below(4); k >= 0; k--) bytes[rng.below(bytes.length)]! ^= 1 << rng.below(8);
		try {
			checkOnnx(bytes, "m.onnx", models[n % files.length]!);
			counts.compared++;
		} catch (error) {
			if (!(error instanceof SluiceError) || error.code === "E_INTERNAL") throw error;
			counts.refused++;
		}
	}
	expect(counts.compared + counts.refused).toBe(200 * LONG);
	expect(Math.min(counts.compared, counts.refused)).toBeGreaterThan(20);
});
