/** Hostile ONNX files: each gives a model or one coded error, quickly, and no other file is opened. */
import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, test } from "vitest";
import { SluiceError } from "../../src/errors/index.ts";
import { type Model, ModelSchema } from "../../src/interop/onnx/messages_pb.ts";
import { readOnnx, writeOnnx } from "../../src/interop/onnx.ts";
import { readTorch, writeTorch } from "../../src/interop/torch.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { modelOf, SPECS } from "../conformance/exchangeModels.ts";

const LONG = process.env.SLUICE_LONG === "1" ? 50 : 1;
const file = (cell = SPECS.find((s) => s.variant === "forget")!) => writeOnnx(modelOf(cell));

/** The LSTM's file with its messages changed. */
function changed(change: (model: Model) => void): Uint8Array {
	const model = fromBinary(ModelSchema, file());
	change(model);
	return toBinary(ModelSchema, model);
}
const graphOf = (model: Model) => model.graph!;
const node = (model: Model, opType: string) => graphOf(model).node.find((n) => n.opType === opType)!;
const tensor = (model: Model, name: string) => graphOf(model).initializer.find((t) => t.name === name)!;
const refuse = (change: (model: Model) => void) => expect(() => readOnnx(changed(change), "m.onnx"));

/** Either outcome is right; anything that is not a coded error of the user's is not. */
function readsOrRefuses(read: () => unknown): "read" | "refused" {
	try {
		read();
		return "read";
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === "E_INTERNAL") throw error;
		expect(error.message).toMatch(/\(E_\w+\)$/);
		expect(error.text("ko")).toMatch(/\(E_\w+\)$/);
		return "refused";
	}
}

describe("changed at random", () => {
	test(`${600 * LONG} files with bytes flipped, cut, doubled or moved are read or refused by one coded error`, () => {
		const rng = new RandomStream(8, "onnx");
		const files = SPECS.map((cell) => file(cell));
		const counts = { read: 0, refused: 0 };
		for (let n = 0; n < 600 * LONG; n++) {
			let bytes = Uint8Array.from(files[n % files.length]!);
			const kind = rng.below(5);
			const at = rng.below(bytes.length);
			if (kind === 0) bytes = bytes.slice(0, at);
			else if (kind === 1) bytes.copyWithin(at, rng.below(bytes.length));
			else if (kind === 2) bytes = Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - 40)));
			else for (let k = rng.below(4); k >= 0; k--) bytes[rng.below(bytes.length)]! ^= 1 << rng.below(8);
			counts[readsOrRefuses(() => readOnnx(bytes, "m.onnx"))]++;
		}
		expect(counts.read).toBeGreaterThan(50);
		expect(counts.refused).toBeGreaterThan(200);
	});

	test(`${400 * LONG} graphs with names, operators, settings and sizes exchanged are read or refused`, () => {
		const rng = new RandomStream(9, "graphs");
		const pick = <T>(list: readonly T[]): T => list[rng.below(list.length)]!;
		for (let n = 0; n < 400 * LONG; n++) {
			const bytes = changed((model) => {
				const graph = graphOf(model);
				const values = graph.node.flatMap((one) => [...one.input, ...one.output]);
				for (let k = rng.below(3); k >= 0; k--) {
					const one = pick(graph.node);
					const weight = pick(graph.initializer);
					const change = rng.below(8);
					if (change === 0 && one.input.length > 0) one.input[rng.below(one.input.length)] = pick(values);
					else if (change === 1 && one.output.length > 0) one.output[rng.below(one.output.length)] = pick(values);
					else if (change === 2) one.opType = pick(graph.node).opType;
					else if (change === 3) one.attribute = pick(graph.node).attribute;
					else if (change === 4) weight.dims = pick(graph.initializer).dims;
					else if (change === 5) weight.dims = weight.dims.map((dim) => dim * BigInt(rng.below(5) - 2) ** 9n);
					else if (change === 6) weight.dataType = rng.below(18);
					else graph.node.splice(rng.below(graph.node.length), 1);
				}
			});
			readsOrRefuses(() => readOnnx(bytes, "m.onnx"));
		}
	});

	test(`${600 * LONG} state dicts with bytes changed are read or refused by one coded error`, () => {
		const rng = new RandomStream(10, "torch");
		const good = writeTorch(modelOf({ cell: "gru", variant: "reset-after" }));
		for (let n = 0; n < 600 * LONG; n++) {
			const bytes = Uint8Array.from(good);
			for (let k = rng.below(3); k >= 0; k--) bytes[rng.below(900)] = 32 + rng.below(96);
			readsOrRefuses(() => readTorch(bytes, "m.safetensors"));
		}
	});
});

describe("refused:", () => {
	test("weights in another file, wherever it is said", () => {
		refuse((m) => void (tensor(m, "W_l0").dataLocation = 1)).toThrow(/"W_l0".*another file.*E_ONNX/);
		const elsewhere: MessageInitShape<typeof ModelSchema> = {
			graph: { initializer: [{ externalData: [{ key: "location", value: "/etc/passwd" }] }] },
		};
		const { externalData } = create(ModelSchema, elsewhere).graph!.initializer[0]!;
		refuse((m) => void (tensor(m, "R_l1").externalData = externalData)).toThrow(/never opened.*E_ONNX/);
	});

	test("sizes that contradict their bytes, negative ones, and products beyond 2^64", () => {
		for (const dims of [
			[1n, 16n, 6n],
			[-1n, -16n, 5n],
			[2n ** 62n, 2n ** 62n, 16n],
			[1n, 16n, 5n, 1n, 1n, 1n, 1n, 1n, 1n],
		])
			refuse((m) => void (tensor(m, "W_l0").dims = dims)).toThrow(/"W_l0".*E_ONNX/);
		refuse((m) => void (tensor(m, "symbols").dims = [2n ** 40n])).toThrow(/E_ONNX/);
	});

	test("operators and settings that would change what the model computes", () => {
		refuse((m) => void (node(m, "Squeeze").opType = "Relu")).toThrow(/"Relu".*operator is not supported.*E_ONNX/);
		refuse((m) => void (node(m, "Squeeze").domain = "com.microsoft")).toThrow(/com.microsoft.*E_ONNX/);
		const reverse = { name: "direction", type: 3, s: new TextEncoder().encode("reverse") };
		const clip = { name: "clip", type: 1, f: 3 };
		for (const [setting, message] of [
			[reverse, /bidirectional.*E_IMPORT/],
			[clip, /clip.*E_ONNX/],
		] as const) {
			const made = create(ModelSchema, { graph: { node: [{ attribute: [setting] }] } }).graph!.node[0]!.attribute[0]!;
			refuse((m) => void node(m, "LSTM").attribute.push(made)).toThrow(message);
		}
		refuse((m) => void (node(m, "LSTM").input[4] = "one_each")).toThrow(/sequence_lens.*E_ONNX/);
		refuse((m) => void (tensor(m, "off_on").rawData = new Uint8Array(8))).toThrow(/another OneHot.*E_ONNX/);
	});

	test("a start from another state than zeros, a last state as a layer's input, circles, and a second head", () => {
		refuse((m) => void (node(m, "LSTM").input[5] = "one_each")).toThrow(/initial state is not zero.*E_ONNX/);
		refuse((m) => void (node(m, "Squeeze").input[0] = "final_h_l0")).toThrow(/last state.*E_ONNX/);
		refuse((m) => void (node(m, "Squeeze").input[0] = "x_l1")).toThrow(/circle.*E_ONNX/);
		refuse((m) => void (node(m, "LSTM").input[0] = "x_l2")).toThrow(/circle.*E_ONNX/);
		refuse((m) => void graphOf(m).node.push({ ...node(m, "MatMul"), output: ["more"] })).toThrow(/2 MatMul/);
		refuse((m) => void graphOf(m).node.push(node(m, "MatMul"))).toThrow(/given twice.*E_ONNX/);
	});

	test("17 MB of what is not weights, before any of it becomes objects", () => {
		const bomb = new BinaryWriter();
		const dims = new BinaryWriter();
		for (let n = 0; n < 17; n++) dims.tag(1, WireType.LengthDelimited).bytes(new Uint8Array(1 << 20));
		const graph = new BinaryWriter().tag(5, WireType.LengthDelimited).bytes(dims.finish());
		bomb.tag(7, WireType.LengthDelimited).bytes(graph.finish());
		expect(() => readOnnx(bomb.finish(), "m.onnx")).toThrow(/fields in its graph; at most 200,000.*E_LIMIT/);
	});

	test("nothing, text, a zip, and groups nested 100,000 deep", () => {
		for (const bytes of [new Uint8Array(), new TextEncoder().encode("hello"), Uint8Array.of(0x50, 0x4b, 3, 4)])
			expect(() => readOnnx(bytes, "m.onnx")).toThrow(/E_ONNX/);
		expect(() => readOnnx(new Uint8Array(100_000).fill(0x0b), "m.onnx")).toThrow(/not an ONNX file.*E_ONNX/);
	});
});
