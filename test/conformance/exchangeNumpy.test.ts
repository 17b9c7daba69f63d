/** NumPy's .npz, out and in: compared with NumPy itself, and damaged in every way. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, crc32 as nodeCrc32 } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { gateLetters } from "../../src/cells/layout.ts";
import { formatOf, readFormat } from "../../src/interop/anyFormat.ts";
import { writeNpy } from "../../src/interop/npy.ts";
import { readNpz, writeNpz } from "../../src/interop/npzWeights.ts";
import type { NamedTensor } from "../../src/interop/safetensors.ts";
import { toStack } from "../../src/interop/stack.ts";
import { torchTensors } from "../../src/interop/torch.ts";
import { crc32, zipStored } from "../../src/interop/zip.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { damaged, readOrCode } from "./damage.ts";
import { compute, largestGap, modelOf, SPECS, swapGates } from "./exchangeModels.ts";
import { hasPython, python } from "./foreignTools.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-npz-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A zip written by other code: each entry deflated by zlib. */
function deflated(
	files: readonly { name: string; bytes: Uint8Array }[],
	change = (_: Buffer, __: Buffer) => {},
): Buffer {
	const parts: Buffer[] = [];
	const central: Buffer[] = [];
	let at = 0;
	for (const { name, bytes } of files) {
		const packed = deflateRawSync(bytes);
		const local = Buffer.alloc(30 + name.length);
		local.writeUInt32LE(0x04034b50, 0);
		local.writeUInt16LE(8, 8);
		local.writeUInt32LE(nodeCrc32(bytes), 14);
		local.writeUInt32LE(packed.length, 18);
		local.writeUInt32LE(bytes.length, 22);
		local.writeUInt16LE(name.length, 26);
		local.write(name, 30);
		const head = Buffer.alloc(46 + name.length);
		head.writeUInt32LE(0x02014b50, 0);
		local.copy(head, 8, 6, 28);
		head.writeUInt16LE(name.length, 28);
		head.writeUInt32LE(at, 42);
		head.write(name, 46);
		change(local, head);
		parts.push(local, packed);
		central.push(head);
		at += local.length + packed.length;
	}
	const directory = Buffer.concat(central);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(files.length, 8);
	end.writeUInt16LE(files.length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...parts, directory, end]);
}

const asFiles = (tensors: readonly NamedTensor[]) =>
	tensors.map(({ name, shape, data }) => ({ name: `${name}.npy`, bytes: writeNpy(data, shape) }));

test("crc32 is that of the published check value and of zlib", () => {
	expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
	const bytes = Uint8Array.from({ length: 5000 }, (_, k) => (k * 31) >> 3);
	expect(crc32(bytes)).toBe(nodeCrc32(bytes));
});

describe.each(SPECS)("$cell $variant", (cell) => {
	const model = modelOf(cell);

	test("comes back bit for bit, with its symbols, two layers, D != H; two gates exchanged differ by more than 1e-2", async () => {
		const file = writeNpz(model);
		expect(formatOf(file, "m.npz")).toBe("npz");
		const back = await readFormat(file, "npz", "m.npz");
		expect(back).toEqual({ ...model, tensors: back.tensors });
		for (const [k, { name, data }] of back.tensors.entries())
			expect([name, data]).toEqual([model.tensors[k]!.name, model.tensors[k]!.data]);
		const { logits } = compute(model);
		const letters = gateLetters(cell);
		for (let a = 0; a < letters.length; a++)
			for (let b = a + 1; b < letters.length; b++) {
				const tensors = swapGates(model.tensors, /^(weight_[ih]h|bias)_l0$/, letters.length, a, b);
				const other = await readNpz(writeNpz({ ...model, tensors }), "m.npz");
				expect(largestGap(compute(other).logits, logits)).toBeGreaterThan(1e-2);
			}
	});
});

test("a state dict under PyTorch's names, deflated, gives the same logits within 1e-6", async () => {
	for (const cell of SPECS.filter(({ variant }) => ["forget", "reset-after", "tanh"].includes(variant))) {
		const model = modelOf(cell);
		const tensors = torchTensors(toStack(model) as never).map((one) => ({
			...one,
			name: one.name.startsWith("head") ? one.name.replace("head", "fc") : `rnn.${one.name}`,
		}));
		const back = await readNpz(deflated(asFiles(tensors)), "theirs.npz");
		expect(largestGap(compute(back).logits, compute(model).logits)).toBeLessThan(1e-6);
	}
});

const numpy = hasPython("numpy");
test.skipIf(!numpy)(
	"NumPy reads the file with the same numbers, and its savez and savez_compressed come back",
	async () => {
		const model = modelOf({ cell: "gru", variant: "reset-after" });
		const path = join(folder, "ours.npz");
		writeFileSync(path, writeNpz(model));
		const told = python(
			`import sys, json, numpy
f = numpy.load(sys.argv[1], allow_pickle=False)
spec = json.loads(bytes(f["sluice.model"]))
arrays = {n: f[n] for n in f.files if not n.startswith("sluice.")}
print(json.dumps([spec, {n: [str(a.dtype), list(a.shape), float(a.astype("f8").sum())] for n, a in arrays.items()}]))
numpy.savez(sys.argv[2], **arrays)
numpy.savez_compressed(sys.argv[3], **{n: numpy.asfortranarray(a.astype("f8")) for n, a in arrays.items()})
numpy.savez(sys.argv[4], **{n: a.astype("f2") for n, a in arrays.items()})`,
			...[path, join(folder, "stored.npz"), join(folder, "packed.npz"), join(folder, "half.npz")],
		);
		const [spec, arrays] = JSON.parse(told);
		expect(spec).toMatchObject({ cell: "gru", variant: "reset-after", layers: 2 });
		for (const { name, shape, data } of model.tensors) {
			const [dtype, sizes, sum] = arrays[name];
			expect([dtype, sizes]).toEqual(["float32", shape]);
			expect(Math.abs(sum - Array.from(data).reduce((total, x) => total + x, 0))).toBeLessThan(1e-9);
		}
		for (const name of ["stored", "packed"]) {
			const back = await readNpz(readFileSync(join(folder, `${name}.npz`)), name);
			for (const [k, { data }] of back.tensors.entries())
				expect(Array.from(data)).toEqual(Array.from(model.tensors[k]!.data));
		}
		const half = await readNpz(readFileSync(join(folder, "half.npz")), "half");
		expect(largestGap(half.tensors[0]!.data, model.tensors[0]!.data)).toBeLessThan(2e-3);
	},
);

describe("refused by name:", () => {
	const one = (bytes: Uint8Array, name = "weight_hh_l0.npy") => zipStored([{ name, bytes }]);
	const npy = (header: string, data = 0) => {
		const text = new TextEncoder().encode(header);
		const file = new Uint8Array(10 + text.length + data);
		file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
		file.set(text, 10);
		return file;
	};
	const header = (descr: string, shape: string, order = "False") =>
		`{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
	const good = asFiles(modelOf({ cell: "rnn", variant: "tanh" }).tensors);
	const bent = (change: (local: Buffer, head: Buffer) => void) => deflated(good, change);
	const cases: [string, Uint8Array, RegExp][] = [
		["nothing", new Uint8Array(), /E_ZIP/],
		["a truncated archive", writeNpz(modelOf(SPECS[0]!)).subarray(0, 2000), /truncated.*E_ZIP/],
		["Python objects", one(npy(header("'|O'", "(3,)"), 24)), /pickle.*E_NPY/],
		["big-endian numbers", one(npy(header("'>f4'", "(1,)"), 4)), />f4.*E_NPY/],
		["a record", one(npy(header("[('a', '<f4')]", "(1,)"), 4)), /a record.*E_NPY/],
		["a shape of 10^28", one(npy(header("'<f4'", "(100000000000000, 100000000000000)"), 4)), /contradict.*E_NPY/],
		["a shape beyond its bytes", one(npy(header("'<f4'", "(3, 2)"), 20)), /\[3,2\].*E_NPY/],
		["a header of code", one(npy("__import__('os').system('x')\n")), /header.*E_NPY/],
		["three axes in Fortran order", one(npy(header("'<f4'", "(1, 1, 1)", "True"), 4)), /Fortran.*E_NPY/],
		["an encrypted entry", bent((_, head) => void head.writeUInt16LE(1, 8)), /encrypted.*E_ZIP/],
		["another compression", bent((_, head) => void head.writeUInt16LE(14, 10)), /deflated.*14.*E_ZIP/],
		["a size of 4 GB", bent((_, head) => void head.writeUInt32LE(0xfffffffe, 24)), /more than is read.*E_ZIP/],
		["a size too small", bent((_, head) => void head.writeUInt32LE(10, 24)), /E_ZIP/],
		["a wrong checksum", bent((_, head) => void head.writeUInt32LE(7, 16)), /checksum.*E_ZIP/],
		["entries that overlap", bent((_, head) => void head.writeUInt32LE(0, 42)), /overlap.*E_ZIP/],
		["the same name twice", zipStored([good[0]!, good[0]!]), /twice.*E_ZIP/],
	];
	test.each(cases)("%s", async (_, file, message) => {
		await expect(readNpz(file, "m.npz")).rejects.toThrow(message);
	});

	test("a bomb of 100 MB in 100 kB, before it is expanded", async () => {
		const file = deflated([{ name: "w.npy", bytes: new Uint8Array(100 * 2 ** 20) }]);
		expect(file.length).toBeLessThan(120_000);
		await expect(readNpz(file, "m.npz")).rejects.toThrow(/more than is read.*E_ZIP/);
	});

	test("a PyTorch .pt, which is a zip with a pickle", () => {
		const pt = zipStored([{ name: "archive/data.pkl", bytes: new Uint8Array(10) }]);
		expect(() => formatOf(pt, "model.pt")).toThrow(/weights_only=True.*E_WEIGHTS_FOREIGN/);
	});
});

const FILES = process.env.SLUICE_LONG === "1" ? 1600 : 300;
test(`${FILES} damaged files are read or refused by one coded error`, async () => {
	const rng = new RandomStream(21, "npz");
	const models = SPECS.map((cell) => modelOf(cell));
	const files = models.flatMap((model) => [writeNpz(model), Uint8Array.from(deflated(asFiles(model.tensors)))]);
	const counts = { read: 0, refused: 0 };
	for (let n = 0; n < FILES; n++)
		counts[await readOrCode(() => readNpz(damaged(files[n % files.length]!, rng), "m.npz"))]++;
	expect(counts.read + counts.refused).toBe(FILES);
	expect(counts.refused).toBeGreaterThan(FILES / 2);
});
