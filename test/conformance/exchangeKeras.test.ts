/** Keras 3 models, out and in: files written by h5py with outputs computed by NumPy, our own files read by h5py, and damage. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { gateLetters } from "../../src/cells/layout.ts";
import { formatOf, readFormat } from "../../src/interop/anyFormat.ts";
import { readHdf5 } from "../../src/interop/hdf5/readHdf5.ts";
import { writeHdf5 } from "../../src/interop/hdf5/writeHdf5.ts";
import { readKeras } from "../../src/interop/keras/readKeras.ts";
import { writeKeras, writeKerasWeights } from "../../src/interop/keras/writeKeras.ts";
import { zipEntries, zipRead, zipStored } from "../../src/interop/zip.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { damaged, readOrCode } from "./damage.ts";
import { compute, largestGap, modelOf, SIZE, SPECS, swapGates } from "./exchangeModels.ts";
import { hasPython, python } from "./foreignTools.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/keras");
const read = (name: string) => Uint8Array.from(readFileSync(join(FIXTURES, name)));
const FILES = readdirSync(FIXTURES).filter((name) => /\.(keras|h5)$/.test(name));
const outputs = JSON.parse(readFileSync(join(FIXTURES, "outputs.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "sluice-keras-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Logits of the fixtures' ids, in each of the lanes. */
function logitsOf(model: Parameters<typeof compute>[0]): number[] {
	const { B, V } = SIZE;
	const ids = Int32Array.from({ length: outputs.ids.length * B }, (_, n) => outputs.ids[Math.floor(n / B)]);
	const { logits } = compute(model, ids);
	return outputs.ids.flatMap((_: number, t: number) => Array.from(logits.slice(t * B * V, t * B * V + V)));
}

describe("files in the layout of Keras, written by h5py", () => {
	test("there are 11, of LSTM, GRU with both resets, and SimpleRNN", () => {
		expect(FILES.length).toBe(11);
	});

	test.each(FILES)("%s has NumPy's logits within 1e-6; its gates exchanged do not, by more than 1e-2", async (name) => {
		expect(formatOf(read(name), name)).toBe("keras");
		const model = await readFormat(read(name), "keras", name);
		const wanted = outputs[name].flat();
		expect(model.spec).toMatchObject({ layers: 2, hidden: 4, symbols: 5 });
		expect(largestGap(logitsOf(model), wanted)).toBeLessThan(1e-6);
		const letters = gateLetters(model.spec);
		for (let a = 0; a < letters.length; a++)
			for (let b = a + 1; b < letters.length; b++) {
				const tensors = swapGates(model.tensors, /^(weight_[ih]h|bias)_l0$/, letters.length, a, b);
				expect(largestGap(logitsOf({ ...model, tensors }), wanted)).toBeGreaterThan(1e-2);
			}
	});
});

describe.each(SPECS.filter(({ variant }) => variant !== "peephole"))("$cell $variant", (cell) => {
	const model = modelOf(cell);

	test("comes back from .keras with its symbols and the same logits within 1e-6, and from .weights.h5", async () => {
		const back = await readKeras(writeKeras(model), "m.keras");
		expect(back.spec).toEqual(model.spec);
		expect(back.vocabulary!.atoms).toEqual(model.vocabulary!.atoms);
		expect(largestGap(compute(back).logits, compute(model).logits)).toBeLessThan(1e-6);
		const asked = cell.cell === "rnn" ? { variant: cell.variant } : {};
		const bare = await readKeras(writeKerasWeights(model), "m.weights.h5", asked);
		expect(largestGap(compute(bare).logits, compute(model).logits)).toBeLessThan(1e-6);
	});
});

test("peepholes are refused by name", () => {
	expect(() => writeKeras(modelOf({ cell: "lstm", variant: "peephole" }))).toThrow(/peephole.*E_EXPORT_FORM/);
});

test.skipIf(!hasPython("h5py"))("h5py reads the weights under Keras's paths, shapes and numbers", () => {
	const model = modelOf({ cell: "gru", variant: "reset-after" });
	const path = join(folder, "m.weights.h5");
	writeFileSync(path, writeKerasWeights(model));
	const told = python(
		`import sys, json, h5py
out = {}
h5py.File(sys.argv[1]).visititems(lambda n, o: out.update({n: [str(o.dtype), list(o.shape), o[()].ravel().tolist()]}) if hasattr(o, "shape") else None)
print(json.dumps(out))`,
		path,
	);
	const found = JSON.parse(told);
	expect(Object.keys(found).sort()).toEqual([
		...["layers/dense/vars/0", "layers/dense/vars/1"],
		...[0, 1, 2].map((k) => `layers/gru/cell/vars/${k}`),
		...[0, 1, 2].map((k) => `layers/gru_1/cell/vars/${k}`),
	]);
	expect(found["layers/gru/cell/vars/0"].slice(0, 2)).toEqual(["float32", [5, 12]]);
	expect(found["layers/gru/cell/vars/2"].slice(0, 2)).toEqual(["float32", [2, 12]]);
	const w = model.tensors.find(({ name }) => name === "weight_ih_l0")!.data; // r,z,n [12,5]
	expect(found["layers/gru/cell/vars/0"][2][0]).toBe(w[4 * 5]); // z's first unit, symbol 0
});

test.skipIf(!hasPython("h5py"))(
	"files of the newest HDF5 version, written by h5py with libver latest, are read",
	() => {
		const path = join(folder, "latest.h5");
		python(
			`import sys, h5py, numpy
with h5py.File(sys.argv[1], "w", libver="latest") as f:
    g = f.create_group("layers/lstm/cell/vars")
    for k, t in enumerate(["f4", "f8", "f2"]): g[str(k)] = numpy.arange(6, dtype=t).reshape(2, 3)`,
			path,
		);
		const { datasets } = readHdf5(readFileSync(path), path);
		const found = [...datasets.values()].map((one) => [one.name, one.shape, Array.from(one.read().data)]);
		expect(found).toEqual([0, 1, 2].map((k) => [`layers/lstm/cell/vars/${k}`, [2, 3], [0, 1, 2, 3, 4, 5]]));
	},
);

test("300 datasets in nested groups come back, more than one symbol table node holds", () => {
	const tensors = Array.from({ length: 300 }, (_, k) => ({
		...{ name: `a/b${k % 7}/c${Math.floor(k / 7)}`, shape: [2], data: Float64Array.of(k, -k) },
	}));
	const { datasets } = readHdf5(writeHdf5(tensors), "m.h5");
	expect(datasets.size).toBe(300);
	for (const { name, data } of tensors) expect(datasets.get(name)!.read().data).toEqual(data);
});

/** The fixture's archive with its configuration changed. */
async function changed(name: string, change: (text: string) => string): Promise<Uint8Array> {
	const file = read(name);
	const files = await Promise.all(
		zipEntries(file, name).map(async (entry) => {
			const bytes = await zipRead(file, entry, name);
			if (entry.name !== "config.json") return { name: entry.name, bytes };
			const text = change(new TextDecoder().decode(bytes));
			return { name: entry.name, bytes: new TextEncoder().encode(text) };
		}),
	);
	return zipStored(files);
}

test.each([
	[
		"lstm.keras",
		'"recurrent_activation": "sigmoid"',
		'"recurrent_activation": "hard_sigmoid"',
		/hard_sigmoid.*E_KERAS/,
	],
	["lstm.keras", '"go_backwards": false', '"go_backwards": true', /bidirectional.*E_IMPORT/],
	["lstm.keras", '"class_name": "LSTM"', '"class_name": "Bidirectional"', /bidirectional.*E_IMPORT/],
	["lstm.keras", '"class_name": "Dropout"', '"class_name": "Lambda"', /Lambda.*E_KERAS/],
	["lstm.keras", '"class_name": "Dropout"', '"class_name": "LayerNormalization"', /LayerNormalization.*E_KERAS/],
	["gru-reset-after.keras", '"reset_after": true', '"reset_after": false', /shape.*E_KERAS/],
	["gru-functional.keras", '"keras_history": ["below"', '"keras_history": ["input_layer"', /E_KERAS/],
	["lstm.keras", '"units": 5', '"units": 5, "activation": "tanh"', /E_JSON_KEY/],
	["lstm.keras", '"class_name": "Sequential"', '"class_name": "Model"', /Model.*E_KERAS/],
])("%s with %s made %s is refused by name", async (name, from, to, message) => {
	const file = await changed(name, (text) => {
		expect(text).toContain(from);
		return text.replaceAll(from, to);
	});
	await expect(readKeras(file, "m.keras")).rejects.toThrow(message);
});

test("the HDF5 layout of Keras 2, a cut file, and an archive without weights are refused by name", async () => {
	const legacy = writeHdf5([{ name: "model_weights/lstm/kernel:0", shape: [1], data: Float32Array.of(1) }]);
	await expect(readKeras(legacy, "m.h5")).rejects.toThrow(/Keras 2.*E_KERAS/);
	await expect(readKeras(read("lstm.weights.h5").subarray(0, 3000), "m.h5")).rejects.toThrow(/E_HDF5/);
	const bare = zipStored([{ name: "config.json", bytes: new TextEncoder().encode("{}") }]);
	await expect(readKeras(bare, "m.keras")).rejects.toThrow(/E_(ZIP|KERAS)/);
});

const COUNT = process.env.SLUICE_LONG === "1" ? 1600 : 400;
test(`${COUNT} damaged .weights.h5 and as many .keras files are read or refused by one coded error`, async () => {
	const rng = new RandomStream(23, "keras");
	const h5 = FILES.filter((name) => name.endsWith(".h5")).map(read);
	const zips = FILES.filter((name) => name.endsWith(".keras")).map(read);
	for (const files of [h5, zips]) {
		const counts = { read: 0, refused: 0 };
		for (let n = 0; n < COUNT; n++) {
			const file = damaged(files[n % files.length]!, rng);
			counts[await readOrCode(() => readKeras(file, "m"))]++;
		}
		expect(counts.read + counts.refused).toBe(COUNT);
		expect(counts.refused).toBeGreaterThan(COUNT / 5);
	}
});
