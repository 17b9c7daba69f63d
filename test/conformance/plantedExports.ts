/** Faults of exporters, each planted in the messages of a correct ONNX file, with the name that it must get. */
import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import type { BuiltInSpec } from "../../src/cells/layout.ts";
import type { CheckFault } from "../../src/interop/check/fault.ts";
import {
	type AttributeSchema,
	type Graph,
	type Model,
	ModelSchema,
	type Node,
} from "../../src/interop/onnx/messages_pb.ts";
import { writeOnnx } from "../../src/interop/onnx.ts";
import type { PortableModel } from "../../src/interop/portable.ts";
import { modelOf } from "./exchangeModels.ts";

export interface PlantedExport {
	name: string;
	cell: BuiltInSpec;
	/** Changes the file's messages. */
	plant(model: Model): void;
	/** Facts that one of the named faults must have. */
	fault: Partial<CheckFault>;
	/** First gate that differs, and its step and layer. */
	first?: { gate?: string; step?: number; layer?: number | "head" };
}

const LSTM = { cell: "lstm", variant: "forget" } as const;
const PEEPHOLE = { cell: "lstm", variant: "peephole" } as const;
const AFTER = { cell: "gru", variant: "reset-after" } as const;
const BEFORE = { cell: "gru", variant: "reset-before" } as const;
const TANH = { cell: "rnn", variant: "tanh" } as const;
const BLOCKS = { lstm: ["i", "o", "f", "g"], gru: ["z", "r", "n"], rnn: ["a"] } as const;

/** The floats of a tensor: a view of the message's bytes. */
export function floats(model: Model, name: string): Float32Array {
	const tensor = model.graph!.initializer.find((one) => one.name === name)!;
	tensor.rawData = Uint8Array.from(tensor.rawData); // aligned
	return new Float32Array(tensor.rawData.buffer, tensor.rawData.byteOffset, tensor.rawData.length / 4);
}

const nodesOf = (model: Model) => model.graph!.node.filter(({ opType }) => /^(LSTM|GRU|RNN)$/.test(opType));
const graph = (model: Model): Graph => model.graph!;

/** Exchanges blocks a and b of W, R and both biases of a layer, or of those given. */
function exchange(cell: BuiltInSpec["cell"], a: string, b: string, names = ["W_l0", "R_l0", "B_l0"]) {
	return (model: Model) => {
		const letters: readonly string[] = BLOCKS[cell];
		for (const name of names) {
			const data = floats(model, name);
			const parts = name.startsWith("B") ? 2 : 1;
			const length = data.length / parts / letters.length;
			for (let part = 0; part < parts; part++) {
				const at = (letter: string) => (part * letters.length + letters.indexOf(letter)) * length;
				const kept = data.slice(at(a), at(a) + length);
				data.copyWithin(at(a), at(b), at(b) + length);
				data.set(kept, at(b));
			}
		}
	};
}

/** Writes the blocks in another order: `order` names the block of each place. */
function written(cell: BuiltInSpec["cell"], order: readonly string[]) {
	return (model: Model) => {
		const letters: readonly string[] = BLOCKS[cell];
		for (const name of ["W_l0", "R_l0", "B_l0"]) {
			const data = floats(model, name);
			const old = data.slice();
			const parts = name.startsWith("B") ? 2 : 1;
			const length = data.length / parts / letters.length;
			for (let part = 0; part < parts; part++)
				for (const [k, letter] of order.entries()) {
					const from = (part * letters.length + letters.indexOf(letter)) * length;
					data.set(old.subarray(from, from + length), (part * letters.length + k) * length);
				}
		}
	};
}

/** Writes the rows of a matrix [rows,columns] as its columns, in the same place. */
function turn(name: string, rows: number, columns: number, from = 0) {
	return (model: Model) => {
		const data = floats(model, name).subarray(from, from + rows * columns);
		const old = data.slice();
		for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) data[c * rows + r] = old[r * columns + c]!;
	};
}

const scale =
	(name: string, factor: number, from = 0, to?: number) =>
	(model: Model) => {
		const data = floats(model, name).subarray(from, to);
		data.set(data.map((value) => value * factor));
	};

function set(attribute: MessageInitShape<typeof AttributeSchema>, at = 0) {
	return (model: Model) => {
		const node = nodesOf(model)[at]!;
		node.attribute = node.attribute.filter(({ name }) => name !== attribute.name);
		node.attribute.push(
			create(ModelSchema, { graph: { node: [{ attribute: [attribute] }] } }).graph!.node[0]!.attribute[0]!,
		);
	};
}

const word = (text: string) => new TextEncoder().encode(text);
const words = (name: string, ...list: string[]) => ({ name, type: 8, strings: list.map(word) });

function addTensor(model: Model, name: string, dims: number[], data: Float32Array | Int32Array): void {
	const made = create(ModelSchema, {
		graph: {
			initializer: [
				{
					...{ name, dims: dims.map(BigInt), dataType: data instanceof Int32Array ? 6 : 1 },
					rawData: new Uint8Array(data.buffer.slice(0)) as Uint8Array<ArrayBuffer>,
				},
			],
		},
	});
	graph(model).initializer.push(made.graph!.initializer[0]!);
}

/** Puts a node before another. */
function insert(
	model: Model,
	before: Node,
	node: { opType: string; input: string[]; output: string[]; perm?: number[] },
) {
	const { perm, ...rest } = node;
	const attribute = perm ? [{ name: "perm", type: 7, ints: perm.map(BigInt) }] : [];
	const made = create(ModelSchema, { graph: { node: [{ ...rest, name: node.output[0]!, attribute }] } });
	graph(model).node.splice(graph(model).node.indexOf(before), 0, made.graph!.node[0]!);
}

function exchangeLayers(...names: string[]) {
	return (model: Model) => {
		for (const name of names) {
			const [a, b] = [floats(model, `${name}_l0`), floats(model, `${name}_l1`)];
			const kept = a.slice();
			a.set(b);
			b.set(kept);
		}
	};
}

const H = 4;
const V = 5;
const L = { layer: 0 };
const three = ["weight_ih", "weight_hh", "bias"];

const swaps = (cell: BuiltInSpec, letters: readonly string[]): PlantedExport[] =>
	letters.flatMap((a, k) =>
		letters.slice(k + 1).map((b) => ({
			...{ name: `${cell.cell} ${cell.variant}: ${a} and ${b} exchanged`, cell, plant: exchange(cell.cell, a, b) },
			fault: { kind: "gateOrder", ...L, tensors: three, gates: [a, b].sort(inOrder(cell.cell)) } as const,
			first: { layer: 0, step: 0 },
		})),
	);
const inOrder = (cell: BuiltInSpec["cell"]) => (a: string, b: string) => {
	const order = cell === "lstm" ? "ifgo" : "rzn";
	return order.indexOf(a) - order.indexOf(b);
};

export const PLANTED: PlantedExport[] = [
	...swaps(LSTM, BLOCKS.lstm),
	...swaps(AFTER, BLOCKS.gru),
	{
		...{ name: "lstm: PyTorch's order i,f,g,o as it is", cell: LSTM, plant: written("lstm", ["i", "f", "g", "o"]) },
		fault: { kind: "gateOrder", ...L, tensors: three, gates: ["f", "g", "o"] },
	},
	{
		...{ name: "lstm: Keras's order i,f,c,o in W alone", cell: LSTM, plant: exchange("lstm", "f", "o", ["W_l0"]) },
		fault: { kind: "gateOrder", ...L, tensors: ["weight_ih"], gates: ["f", "o"] },
	},
	{
		...{ name: "lstm: R's i and g exchanged in layer 1", cell: LSTM, plant: exchange("lstm", "i", "g", ["R_l1"]) },
		fault: { kind: "gateOrder", layer: 1, tensors: ["weight_hh"], gates: ["i", "g"] },
		first: { layer: 1, step: 1 },
	},
	{
		...{ name: "lstm: biases of i and f exchanged", cell: LSTM, plant: exchange("lstm", "i", "f", ["B_l0"]) },
		fault: { kind: "gateOrder", ...L, tensors: ["bias"], gates: ["i", "f"] },
		first: { layer: 0, step: 0, gate: "i" },
	},
	{
		...{ name: "gru: PyTorch's order r,z,n as it is", cell: AFTER, plant: written("gru", ["r", "z", "n"]) },
		fault: { kind: "gateOrder", ...L, gates: ["r", "z"] },
	},
	{
		...{ name: "gru: R's z and r exchanged", cell: AFTER, plant: exchange("gru", "z", "r", ["R_l0"]) },
		fault: { kind: "gateOrder", ...L, tensors: ["weight_hh"], gates: ["r", "z"] },
		first: { layer: 0, step: 1, gate: "r" },
	},
	{
		...{ name: "gru reset-before: z and n exchanged", cell: BEFORE, plant: exchange("gru", "z", "n") },
		fault: { kind: "gateOrder", ...L, gates: ["z", "n"] },
	},
	{
		...{ name: "gru: linear_before_reset 0", cell: AFTER, plant: set({ name: "linear_before_reset", type: 2, i: 0n }) },
		fault: { kind: "resetOrder", ...L, got: "reset-before", wanted: "reset-after" },
		first: { layer: 0, step: 0, gate: "n" },
	},
	{
		...{
			name: "gru: linear_before_reset 1",
			cell: BEFORE,
			plant: set({ name: "linear_before_reset", type: 2, i: 1n }),
		},
		fault: { kind: "resetOrder", ...L, got: "reset-after", wanted: "reset-before" },
		first: { layer: 0, step: 1, gate: "n" },
	},
	{
		name: "gru: linear_before_reset absent in layer 1",
		cell: AFTER,
		plant: (model) => {
			nodesOf(model)[1]!.attribute = nodesOf(model)[1]!.attribute.filter(({ name }) => name === "hidden_size");
		},
		fault: { kind: "resetOrder", layer: 1 },
		first: { layer: 1, gate: "n" },
	},
	{
		name: "gru: the inner bias added to the outer",
		cell: AFTER,
		plant: (model) => {
			const B = floats(model, "B_l0");
			for (let k = 2 * H; k < 3 * H; k++) {
				B[k] = B[k]! + B[3 * H + k]!;
				B[3 * H + k] = 0;
			}
		},
		fault: { kind: "innerBias", ...L, got: "sum", gates: ["n"] },
		first: { layer: 0, step: 0, gate: "n" },
	},
	{
		name: "gru: the outer bias added to the inner",
		cell: AFTER,
		plant: (model) => {
			const B = floats(model, "B_l0");
			for (let k = 2 * H; k < 3 * H; k++) {
				B[3 * H + k] = B[k]! + B[3 * H + k]!;
				B[k] = 0;
			}
		},
		fault: { kind: "innerBias", ...L, got: "inner" },
	},
	{
		name: "gru: n's two biases exchanged",
		cell: AFTER,
		plant: (model) => {
			const B = floats(model, "B_l1");
			const kept = B.slice(2 * H, 3 * H);
			B.copyWithin(2 * H, 5 * H, 6 * H);
			B.set(kept, 5 * H);
		},
		fault: { kind: "innerBias", layer: 1, got: "exchanged" },
	},
	{
		name: "gru: no inner bias",
		cell: AFTER,
		plant: (model) => void floats(model, "B_l0").fill(0, 5 * H),
		fault: { kind: "biasMissing", ...L, tensors: ["bias_hn"], gates: ["n"] },
		first: { layer: 0, step: 0, gate: "n" },
	},
	{
		name: "lstm: the bias added twice",
		cell: LSTM,
		plant: (model) => {
			const B = floats(model, "B_l0");
			B.copyWithin(4 * H, 0, 4 * H);
		},
		fault: { kind: "biasTwice", ...L, tensors: ["bias"] },
		first: { layer: 0, step: 0, gate: "i" },
	},
	{
		name: "gru: the bias of the gates added twice",
		cell: BEFORE,
		plant: (model) => void floats(model, "B_l0").copyWithin(3 * H, 0, 3 * H),
		fault: { kind: "biasTwice", ...L, tensors: ["bias"] },
	},
	{
		...{ name: "rnn: the bias added twice", cell: TANH },
		plant: (model) => void floats(model, "B_l1").copyWithin(H, 0, H),
		fault: { kind: "biasTwice", layer: 1, tensors: ["bias"] },
		first: { layer: 1, gate: "h", step: 0 },
	},
	{
		...{ name: "lstm: no bias", cell: LSTM, plant: (model) => void (nodesOf(model)[0]!.input[3] = "") },
		fault: { kind: "biasMissing", ...L, tensors: ["bias"] },
	},
	{
		...{ name: "rnn: no bias", cell: TANH, plant: (model) => void floats(model, "B_l0").fill(0) },
		fault: { kind: "biasMissing", ...L },
	},
	{
		...{ name: "lstm: no forget bias of 1", cell: LSTM },
		plant: (model) => void floats(model, "B_l0").fill(0, 2 * H, 3 * H),
		fault: { kind: "biasMissing", ...L, gates: ["f"] },
		first: { layer: 0, step: 0, gate: "f" },
	},
	{
		...{ name: "lstm: R transposed gate by gate", cell: LSTM },
		plant: (model) => {
			for (let k = 0; k < 4; k++) turn("R_l0", H, H, k * H * H)(model);
		},
		fault: { kind: "transposed", ...L, tensors: ["weight_hh"] },
		first: { layer: 0, step: 1, gate: "i" },
	},
	{
		...{ name: "lstm: W of layer 1 transposed as a whole", cell: LSTM, plant: turn("W_l1", 4 * H, H) },
		fault: { kind: "transposed", layer: 1, tensors: ["weight_ih"] },
	},
	{
		...{ name: "lstm: Keras's matrix in Keras's order", cell: LSTM },
		plant: (model) => {
			exchange("lstm", "f", "o", ["W_l0"])(model);
			turn("W_l0", 4 * H, V)(model);
		},
		fault: { kind: "transposed", ...L, tensors: ["weight_ih"] },
	},
	{
		...{ name: "gru: R transposed as a whole", cell: AFTER, plant: turn("R_l0", 3 * H, H) },
		fault: { kind: "transposed", ...L, tensors: ["weight_hh"] },
		first: { step: 1, gate: "r" },
	},
	{
		...{ name: "rnn: R transposed", cell: TANH, plant: turn("R_l0", H, H) },
		fault: { kind: "transposed", ...L, tensors: ["weight_hh"] },
		first: { layer: 0, step: 1, gate: "h" },
	},
	{
		...{ name: "lstm: the recurrent weights of the layers exchanged", cell: LSTM, plant: exchangeLayers("R", "B") },
		fault: { kind: "layerOrder", ...L, got: "1" },
	},
	{
		...{ name: "gru: the recurrent weights of the layers exchanged", cell: AFTER, plant: exchangeLayers("R", "B") },
		fault: { kind: "layerOrder", layer: 1, got: "0" },
	},
	{
		...{ name: "rnn: layer 0's weights also in layer 1", cell: TANH },
		plant: (model) => {
			floats(model, "R_l1").set(floats(model, "R_l0"));
			floats(model, "B_l1").set(floats(model, "B_l0"));
		},
		fault: { kind: "layerOrder", layer: 1, got: "0" },
		first: { layer: 1 },
	},
	...[LSTM, AFTER, TANH].map(
		(cell): PlantedExport => ({
			...{ name: `${cell.cell}: read backwards`, cell },
			plant: set({ name: "direction", type: 3, s: word("reverse") }),
			fault: { kind: "direction", ...L, got: "reverse", wanted: "forward" },
			first: { layer: 0, step: 0 },
		}),
	),
	{
		...{ name: "rnn: relu for tanh", cell: TANH, plant: set(words("activations", "Relu")) },
		fault: { kind: "activation", ...L, got: "relu", wanted: "tanh" },
	},
	{
		...{ name: "lstm: g by sigmoid", cell: LSTM, plant: set(words("activations", "Sigmoid", "Sigmoid", "Tanh"), 1) },
		fault: { kind: "activation", layer: 1 },
		first: { layer: 1, step: 0, gate: "g" },
	},
	{
		name: "lstm: Keras's old hard sigmoid",
		cell: LSTM,
		plant: set(words("activations", "HardSigmoid", "Tanh", "Tanh")),
		fault: { kind: "activation", ...L, got: "hardsigmoid,tanh,tanh" },
		first: { gate: "i", step: 0 },
	},
	{
		...{ name: "gru: n by relu", cell: AFTER, plant: set(words("activations", "Sigmoid", "Relu")) },
		fault: { kind: "activation", ...L },
		first: { gate: "n" },
	},
	{
		...{ name: "lstm: gates clipped at 0.1", cell: LSTM, plant: set({ name: "clip", type: 1, f: 0.1 }) },
		fault: { kind: "clip", ...L, got: "0.1" },
	},
	{
		...{ name: "lstm: input_forget", cell: LSTM, plant: set({ name: "input_forget", type: 2, i: 1n }) },
		fault: { kind: "inputForget", ...L },
		first: { gate: "f", step: 0, layer: 0 },
	},
	{
		name: "peephole: the peepholes in PyTorch's order",
		cell: PEEPHOLE,
		plant: (model) => {
			const P = floats(model, "P_l0");
			const kept = P.slice(H, 2 * H);
			P.copyWithin(H, 2 * H);
			P.set(kept, 2 * H);
		},
		fault: { kind: "gateOrder", ...L, tensors: ["weight_peephole"], gates: ["f", "o"] },
		first: { step: 0, gate: "o" },
	},
	{
		...{ name: "peephole: none", cell: PEEPHOLE, plant: (model) => void (nodesOf(model)[1]!.input[7] = "") },
		fault: { kind: "missing", layer: 1, tensors: ["weight_peephole"] },
	},
	{
		name: "lstm: starts from a state of ones",
		cell: LSTM,
		plant: (model) => {
			addTensor(model, "ones", [1, 1, H], new Float32Array(H).fill(1));
			insert(model, nodesOf(model)[0]!, { opType: "Expand", input: ["ones", "like"], output: ["start"] });
			const shape = { opType: "Shape", input: ["initial_h_l0"], output: ["like"] };
			insert(model, graph(model).node.find(({ opType }) => opType === "Expand")!, shape);
			nodesOf(model)[0]!.input[5] = "start";
		},
		fault: { kind: "initialState", ...L },
		first: { step: 0, gate: "i", layer: 0 },
	},
	{
		...{ name: "gru: layer 1 starts from layer 0's last state", cell: AFTER },
		plant: (model) => void (nodesOf(model)[1]!.input[5] = "final_h_l0"),
		fault: { kind: "initialState", layer: 1 },
		first: { layer: 1, step: 0 },
	},
	{
		name: "rnn: ends after one step",
		cell: TANH,
		plant: (model) => {
			addTensor(model, "half", [], Int32Array.of(2));
			addTensor(model, "lane_axis", [1], Int32Array.of(1));
			nodesOf(model)[0]!.input[4] = "lengths";
			const before = nodesOf(model)[0]!;
			insert(model, before, { opType: "Shape", input: ["ids"], output: ["size"] });
			insert(model, before, { opType: "Gather", input: ["size", "lane_axis"], output: ["lane_count"] });
			insert(model, before, { opType: "ConstantOfShape", input: ["lane_count"], output: ["zeros"] });
			addTensor(model, "one", [], new Float32Array([1]));
			insert(model, before, { opType: "Add", input: ["zeros", "one"], output: ["lengths"] });
		},
		fault: { kind: "sequenceLengths", ...L },
		first: { layer: 0, step: 1 },
	},
	{
		name: "lstm: steps and lanes exchanged between the layers",
		cell: LSTM,
		plant: (model) => {
			insert(model, nodesOf(model)[1]!, { opType: "Transpose", input: ["x_l1"], output: ["turned"], perm: [1, 0, 2] });
			nodesOf(model)[1]!.input[0] = "turned";
		},
		fault: { kind: "axes", layer: 1 },
	},
	{
		...{ name: "head: no bias", cell: LSTM, plant: (model) => void floats(model, "head_bias").fill(0) },
		fault: { kind: "biasMissing", tensors: ["head.bias"] },
		first: { layer: "head", gate: "logit", step: 0 },
	},
	{
		...{ name: "head: symbols in reverse", cell: AFTER },
		plant: (model) => void floats(model, "head_bias").reverse(),
		fault: { kind: "symbolOrder", tensors: ["head.bias"] },
		first: { layer: "head" },
	},
	{
		...{ name: "head: transposed as a whole", cell: TANH, plant: turn("head_weight_transposed", H, V) },
		fault: { tensors: ["head.weight"] },
		first: { layer: "head" },
	},
	{
		name: "input: symbols in reverse",
		cell: LSTM,
		plant: (model) => {
			const W = floats(model, "W_l0");
			for (let row = 0; row < W.length; row += V) W.subarray(row, row + V).reverse();
		},
		fault: { kind: "symbolOrder", ...L, tensors: ["weight_ih"] },
	},
	{
		...{ name: "rnn: R negated", cell: TANH, plant: scale("R_l0", -1) },
		fault: { kind: "scaled", ...L, tensors: ["weight_hh"], got: "-1" },
		first: { step: 1 },
	},
	{
		...{ name: "lstm: g scaled as if sigmoid were tanh", cell: LSTM, plant: scale("R_l1", 2, 3 * H * H) },
		fault: { kind: "scaled", layer: 1, tensors: ["weight_hh"], gates: ["g"], got: "2" },
	},
	{
		name: "gru: the units of r in another order",
		cell: AFTER,
		plant: (model) => {
			const R = floats(model, "R_l0").subarray(H * H, 2 * H * H);
			const kept = R.slice(0, H);
			R.copyWithin(0, H, 2 * H);
			R.set(kept, H);
		},
		fault: { kind: "unitOrder", ...L, tensors: ["weight_hh"], gates: ["r"] },
		first: { step: 1, gate: "r" },
	},
	{
		...{ name: "lstm: one weight changed by 0.01", cell: LSTM },
		plant: (model) => void (floats(model, "R_l0")[3 * H * H + 6]! += 0.01),
		fault: { kind: "values", ...L, tensors: ["weight_hh"], gates: ["g"] },
		first: { step: 1, gate: "g" },
	},
	{
		name: "lstm: rounded to 8 bits of fraction",
		cell: LSTM,
		plant: (model) => {
			for (const name of ["R_l0", "W_l0"]) {
				const data = floats(model, name);
				data.set(
					data.map(
						(x) =>
							Math.round(x * 2 ** (9 - Math.ceil(Math.log2(Math.abs(x))))) /
							2 ** (9 - Math.ceil(Math.log2(Math.abs(x)))),
					),
				);
			}
		},
		fault: { kind: "rounded", ...L },
	},
	{
		...{ name: "gru for an lstm", cell: LSTM },
		plant: (model) => Object.assign(model, fromBinary(ModelSchema, writeOnnx(modelOf(AFTER)))),
		fault: { kind: "cell", got: "GRU", wanted: "LSTM" },
	},
];

/** The correct model, and the file with the fault. */
export function plantedFile({ cell, plant }: Pick<PlantedExport, "cell" | "plant">): {
	model: PortableModel;
	bytes: Uint8Array;
} {
	const model = modelOf(cell);
	const file = fromBinary(ModelSchema, writeOnnx(model));
	plant(file);
	return { model, bytes: toBinary(ModelSchema, file) };
}
