/** Cells given by equations as ONNX: onnxruntime's own kernels and Sluice's runner give the engine's numbers. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import * as ort from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { statesOf } from "../../src/cells/layout.ts";
import { ownCellOf } from "../../src/cells/own/reader.ts";
import { checkOnnx } from "../../src/interop/check/checkFile.ts";
import { type Model, ModelSchema, NodeSchema } from "../../src/interop/onnx/messages_pb.ts";
import { readOnnx, writeOnnx } from "../../src/interop/onnx.ts";
import type { PortableModel } from "../../src/interop/portable.ts";
import { compute, idsOf, largestGap, modelOf, relativeGap, SIZE } from "./exchangeModels.ts";
import { lonely, ownSpec, shippedSpecs, twins } from "./ownTwins.ts";

ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

const { T, B, V, H, layers: L } = SIZE;

/** Every operation, a line that is one number for all and a state that is one. */
const everything = ownSpec({
	name: "everything",
	states: ["h", "m", "still"],
	parameters: { p: 0.5, q: -0.5 },
	equations: [
		"s = R h' + b",
		"u = W x + b",
		"e = exp(0.3 * (W x + R h' + b))",
		"r = relu(W x + b + 0.7)",
		"k = softplus(u - s + p * m') / (1 + e)",
		"wide = p * 2",
		"a = sigmoid(k) + q / (2 + r * r) + still'",
		"m = tanh(a - -m' * 0.5) + r * 0.1 + wide",
		"still = q * 0.5",
		"h = tanh(m + a * s)",
	],
});
const cells = [...lonely, everything, ...twins.map(({ own }) => own)];

async function runOnnx(file: Uint8Array, states: readonly string[], ids = idsOf()) {
	const session = await ort.InferenceSession.create(file);
	const numbers = BigInt64Array.from(ids, (id) => BigInt(id < 0 ? V : id));
	const zeros = () => new ort.Tensor("float32", new Float32Array(L * B * H), [L, B, H]);
	const given = Object.fromEntries(states.map((s) => [`initial_${s}`, zeros()]));
	const results = await session.run({ ids: new ort.Tensor("int64", numbers, [ids.length / B, B]), ...given });
	await session.release();
	return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}

/** A file with one thing changed. */
function changed(model: PortableModel, change: (file: Model) => void): Uint8Array {
	const file = fromBinary(ModelSchema, writeOnnx(model));
	change(file);
	return toBinary(ModelSchema, file);
}

const bodyOf = (file: Model, l: number) =>
	file.graph!.node.filter(({ opType }) => opType === "Scan")[l]!.attribute.find(({ name }) => name === "body")!.g!;

describe.each(cells)("$variant", (spec) => {
	const model = modelOf(spec);
	const states = statesOf(spec);

	test("logits and every last state in onnxruntime are the reference engine's within 1e-6 of the largest, two layers, an unknown symbol among them", async () => {
		const got = await runOnnx(writeOnnx(model), states);
		const { logits, states: wanted } = compute(model);
		expect(got.logits!.length).toBe(T * B * V);
		expect(relativeGap(got.logits!, logits)).toBeLessThan(1e-6);
		for (const s of states) {
			const last = Array.from({ length: L }, (_, l) => [...wanted[`l${l}.${s}`]!]).flat();
			expect(relativeGap(got[`final_${s}`]!, last), s).toBeLessThan(1e-6);
		}
	});

	test("check finds every line of every step equal, and compares them all", () => {
		const report = checkOnnx(writeOnnx(model), "file.onnx", model);
		expect(report).toMatchObject({ equal: true, faults: [], first: null, axes: "steps, lanes" });
		expect(report.largest!.difference).toBeLessThan(1e-6);
	});

	test("is read back with every bit, its definition among them, and written again it is the same file", () => {
		const bytes = writeOnnx(model);
		const read = readOnnx(bytes, "file.onnx");
		expect(read.spec).toEqual({ ...model.spec, ...spec });
		expect(read.tensors.map(({ name, shape }) => [name, shape])).toEqual(
			model.tensors.map(({ name, shape }) => [name, [...shape]]),
		);
		for (const [n, { data }] of read.tensors.entries()) expect(data).toEqual(Float32Array.from(model.tensors[n]!.data));
		expect(writeOnnx(read)).toEqual(bytes);
		expect(checkOnnx(bytes, "file.onnx", read)).toMatchObject({ equal: true, faults: [], first: null });
	});

	test("check names the layer and the tensor of a bias that was doubled, and the first line that differs", () => {
		const sum = ownCellOf(spec.equations).values[0]!;
		const file = changed(model, ({ graph }) => {
			const tensor = graph!.initializer.find(({ name }) => name === `l1.bias.${sum}`)!;
			const numbers = new Float32Array(tensor.rawData.slice().buffer).map((x) => 2 * x);
			tensor.rawData = new Uint8Array(numbers.buffer);
		});
		const report = checkOnnx(file, "file.onnx", model);
		expect(report.equal).toBe(false);
		expect(report.faults).toEqual([{ kind: "biasTwice", layer: 1, tensors: [`l1.bias.${sum}`] }]);
		expect([report.first!.layer, report.first!.gate, report.first!.step]).toEqual([1, sum, 0]);
	});
});

test.each(twins)(
	"$own.variant gives the logits of the exported $builtIn.cell $builtIn.variant in onnxruntime to 1e-6",
	async (twin) => {
		const builtIn = modelOf(twin.builtIn);
		const own = modelOf(twin.own);
		const tensors = own.tensors.map(({ name, shape, data }) => ({
			name,
			shape,
			data: twinData(builtIn, name, data.length),
		}));
		const [want, got] = await Promise.all([
			runOnnx(writeOnnx(builtIn), statesOf(twin.builtIn)),
			runOnnx(writeOnnx({ ...own, tensors }), statesOf(twin.own)),
		]);
		expect(relativeGap(got.logits!, want.logits!)).toBeLessThan(1e-6);
		expect(relativeGap(got.final_h!, want.final_h!)).toBeLessThan(1e-6);
	},
);

/** The numbers of a twin's tensor, out of those of the built-in cell. */
function twinData({ spec, tensors }: PortableModel, name: string, length: number): Float32Array {
	const of = (tensor: string) => tensors.find((one) => one.name === tensor)?.data as Float32Array | undefined;
	const [, kind, l] = /^(.+)_l(\d+)$/.exec(name) ?? [];
	const peephole = ["p_i", "p_f", "p_o"].indexOf(kind ?? "");
	if (peephole >= 0) return of(`weight_peephole_l${l}`)!.slice(peephole * H, (peephole + 1) * H);
	if (spec.cell !== "gru" || !l) return of(name)!;
	const from = of(name)!;
	const size = from.length / 3;
	const block = (k: number) => [...from.subarray(k * size, (k + 1) * size)]; // r, z, n
	const order = kind === "weight_hh" ? [0, 1, 2] : [2, 0, 1];
	const inner = kind === "bias" ? [...of(`bias_hn_l${l}`)!] : [];
	const found = Float32Array.from([...order.flatMap(block), ...inner]);
	expect(found.length).toBe(length);
	return found;
}

test("a text cut in two, all three states handed on, gives the logits of the whole within 1e-6", async () => {
	const model = modelOf(everything);
	const session = await ort.InferenceSession.create(writeOnnx(model));
	const ids = BigInt64Array.from(idsOf(), (id) => BigInt(id < 0 ? V : id));
	const zeros = () => new ort.Tensor("float32", new Float32Array(L * B * H), [L, B, H]);
	const begin = { initial_h: zeros(), initial_m: zeros(), initial_still: zeros() };
	const whole = await session.run({ ids: new ort.Tensor("int64", ids, [T, B]), ...begin });
	const first = await session.run({ ids: new ort.Tensor("int64", ids.slice(0, 2 * B), [2, B]), ...begin });
	const rest = await session.run({
		ids: new ort.Tensor("int64", ids.slice(2 * B), [T - 2, B]),
		...{ initial_h: first.final_h!, initial_m: first.final_m!, initial_still: first.final_still! },
	});
	const joined = [...(first.logits!.data as Float32Array), ...(rest.logits!.data as Float32Array)];
	expect(largestGap(joined, whole.logits!.data as Float32Array)).toBeLessThan(1e-6);
	await session.release();
});

describe("planted in the body of a step", () => {
	const model = modelOf(lonely[0]!); // mgu
	test("a tanh instead of a sigmoid is found at the first step of the layer, without a tensor to blame", () => {
		const file = changed(model, (given) => {
			bodyOf(given, 1).node.find(({ opType }) => opType === "Sigmoid")!.opType = "Tanh";
		});
		const report = checkOnnx(file, "file.onnx", model);
		expect(report.faults).toEqual([{ kind: "unknown" }]);
		expect(report.first).toMatchObject({ layer: 1, gate: "f", step: 0, steps: 1 });
	});
	test.each([
		[
			"another Scan",
			"E_ONNX",
			(file: Model) => {
				const scan = file.graph!.node.find(({ opType }) => opType === "Scan")!;
				bodyOf(file, 1).node.push(create(NodeSchema, scan as never));
			},
		],
		[
			"an operator that is not known",
			"E_ONNX",
			(file: Model) => {
				bodyOf(file, 0).node[0]!.opType = "Erf";
			},
		],
		[
			"a value that nothing computes",
			"E_ONNX",
			(file: Model) => {
				bodyOf(file, 0).node[0]!.input[0] = "nothing";
			},
		],
		[
			"an output that nothing computes",
			"E_ONNX",
			(file: Model) => {
				bodyOf(file, 0).output[0]!.name = "nothing";
			},
		],
		[
			"an input less",
			"E_ONNX",
			(file: Model) => {
				bodyOf(file, 0).input.pop();
			},
		],
		[
			"more scanned inputs than inputs",
			"E_ONNX",
			(file: Model) => {
				const scan = file.graph!.node.find(({ opType }) => opType === "Scan")!;
				scan.attribute.find(({ name }) => name === "num_scan_inputs")!.i = 9n;
			},
		],
		[
			"a reversed direction",
			"E_ONNX",
			(file: Model) => {
				const scan = file.graph!.node.find(({ opType }) => opType === "Scan")!;
				scan.attribute.push({ ...scan.attribute[1]!, name: "scan_input_directions", ints: [1n] });
			},
		],
	] as const)("%s is an error with code %s", (_, code, change) => {
		expect(() => checkOnnx(changed(model, change), "file.onnx", model)).toThrow(expect.objectContaining({ code }));
	});
	test("a file of a built-in cell is another cell, and the other way round", () => {
		const lstm = modelOf({ cell: "lstm", variant: "forget" });
		expect(checkOnnx(writeOnnx(lstm), "file.onnx", model).faults).toEqual([
			{ kind: "cell", got: "LSTM", wanted: "Scan" },
		]);
		expect(checkOnnx(writeOnnx(model), "file.onnx", lstm).faults).toEqual([
			{ kind: "cell", got: "Scan", wanted: "LSTM" },
		]);
	});
});

describe("an ONNX file of equations that computes anything else than its note says", () => {
	const model = modelOf(shippedSpecs.get("peephole-lstm")!);
	const node = (file: Model, opType: string) => file.graph!.node.find((one) => one.opType === opType)!;
	const tensor = (file: Model, name: string) => file.graph!.initializer.find((one) => one.name === name)!;
	const note = (file: Model) => file.metadataProps.find(({ key }) => key === "sluice.model")!;
	const noted = (file: Model, change: (spec: Record<string, unknown>) => void) => {
		const spec = JSON.parse(note(file).value);
		change(spec);
		note(file).value = JSON.stringify(spec);
	};
	const changes: Record<string, (file: Model) => void> = {
		"a sigmoid that became a tanh": (file) =>
			(bodyOf(file, 1).node.find((n) => n.opType === "Sigmoid")!.opType = "Tanh"),
		"a product that reads another value": (file) => {
			const mul = bodyOf(file, 0).node.find((n) => n.opType === "Mul")!;
			mul.input.reverse();
		},
		"a node less in a body": (file) => bodyOf(file, 0).node.pop(),
		"a node more": (file) => file.graph!.node.push(node(file, "Add")),
		"a node less": (file) => file.graph!.node.pop(),
		"two nodes exchanged": (file) => file.graph!.node.splice(0, 2, ...file.graph!.node.slice(0, 2).reverse()),
		"no Scan": (file) => (node(file, "Scan").opType = "LSTM"),
		"another number of scanned inputs": (file) => (node(file, "Scan").attribute[1]!.i = 2n),
		"states exchanged in a body": (file) => bodyOf(file, 0).input.reverse(),
		"an output less": (file) => file.graph!.output.pop(),
		"an output more": (file) => file.graph!.output.push({ ...file.graph!.output[0]!, name: "gates" }),
		"two outputs exchanged": (file) => file.graph!.output.reverse(),
		"the logits of another name": (file) => (file.graph!.output[0]!.name = "probabilities"),
		"no output": (file) => (file.graph!.output = []),
		"a missing tensor": (file) =>
			file.graph!.initializer.splice(file.graph!.initializer.indexOf(tensor(file, "l1.R")), 1),
		"a tensor of another shape": (file) => (tensor(file, "l0.W").dims = [tensor(file, "l0.W").dims[0]!, 1n]),
		"another OneHot": (file) => (tensor(file, "off_on").rawData = new Uint8Array(new Float32Array([0, 2]).buffer)),
		"other blocks": (file) => {
			const { rawData } = tensor(file, "blocks_of_W");
			const numbers = new BigInt64Array(rawData.slice().buffer);
			numbers[0] = numbers[0]! + 1n;
			numbers[1] = numbers[1]! - 1n;
			tensor(file, "blocks_of_W").rawData = new Uint8Array(numbers.buffer);
		},
		"an initial state that is not zero": (file) => {
			const { dims, dataType } = tensor(file, "head_bias");
			const numbers = new Float32Array(Number(dims[0])).fill(1);
			file.graph!.initializer.push({
				...tensor(file, "head_bias"),
				name: "initial_c",
				dataType,
				rawData: new Uint8Array(numbers.buffer),
			});
		},
		"a weight that is NaN": (file) => tensor(file, "head_bias").rawData.fill(255),
		"weights in another file": (file) => (tensor(file, "l0.W").dataLocation = 1),
		"another equation in the note": (file) =>
			noted(file, (spec) => ((spec.equations as { equations: string[] }).equations[2] = "g = sigmoid(W x + R h' + b)")),
		"another cell in the note": (file) =>
			noted(file, (spec) => Object.assign(spec, { cell: "lstm", variant: "forget", equations: undefined })),
		"no equations in the note": (file) => noted(file, (spec) => Object.assign(spec, { equations: undefined })),
		"a layer more in the note": (file) => noted(file, (spec) => (spec.layers = 3)),
		"64 layers of 16,384 units in the note": (file) =>
			noted(file, (spec) => Object.assign(spec, { layers: 64, hidden: 16384, symbols: 2 ** 21 })),
		"a note that is no JSON": (file) => (note(file).value = "{"),
		"no note": (file) => (file.metadataProps = []),
	};
	test.each(Object.entries(changes))("%s: refused by E_IMPORT, E_ONNX, E_SHAPE, E_CELL or E_JSON", (_, change) => {
		const bytes = changed(model, change);
		expect(() => readOnnx(bytes, "file.onnx")).toThrow(
			expect.objectContaining({ code: expect.stringMatching(/^E_(IMPORT|ONNX|SHAPE|CELL|JSON)$/) }),
		);
	});
	test("--cell with such a file is E_IMPORT", () => {
		const read = () => readOnnx(writeOnnx(model), "file.onnx", { cell: "lstm" });
		expect(read).toThrow(expect.objectContaining({ code: "E_IMPORT" }));
	});
});
