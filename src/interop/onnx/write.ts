/**
 * Writes a model as ONNX (opset 17): one RNN, GRU or LSTM node per layer, or of equations a Scan (equationLayers.ts), and
 * the head as MatMul + Add.
 *
 *   ids [T,B] int64 -> OneHot [T,B,V] -> layer 0 -> [T,B,H] ... -> MatMul, Add -> logits [T,B,V]
 *   initial_h [L,B,H] -> Split, one [1,B,H] per layer           final_h [L,B,H] <- Concat    (LSTM: initial_c, final_c)
 *
 * T (steps) and B (lanes) are free. An id outside 0..V-1 is a row of zeros, like an unknown symbol in Sluice; but ONNX
 * counts negative ids from the end, so pass V and not -1. All numbers are float32.
 */

import { create, toBinary } from "@bufbuild/protobuf";
import { type BuiltInSpec, type ModelSpec, statesOf } from "../../cells/layout.ts";
import { type GatedLayer, reorder } from "../gateOrder.ts";
import { notesOf, type PortableModel } from "../portable.ts";
import type { OwnStack, Stack } from "../stack.ts";
import { toStack } from "../stack.ts";
import { equationLayer, equationTensors, sharedTensors } from "./equationLayers.ts";
import {
	type Attribute,
	FLOAT,
	float,
	INT64,
	int64,
	integer,
	type Node,
	type Tensor,
	transpose,
	value,
} from "./messageParts.ts";
import { ModelSchema } from "./messages_pb.ts";

// T steps, B sequences (lanes), D inputs, G gate blocks, H units, L layers, V symbols; row-major, the last letter moves fastest

/** A stack in ONNX's gate orders. */
export type OnnxStack = Stack<"iofc"> | Stack<"zrh"> | Stack<"a">;

const OPSET = 17n;
const IR_VERSION = 8n;

export function writeOnnx(model: PortableModel): Uint8Array {
	const { spec } = model;
	const { node, initializer } = writtenGraph(model);
	const states = statesOf(spec);
	const state = (name: string) => value(name, FLOAT, [spec.layers, "lanes", spec.hidden]);
	const file = create(ModelSchema, {
		irVersion: IR_VERSION,
		opsetImport: [{ domain: "", version: OPSET }],
		producerName: "sluice",
		docString: "ids outside 0..V-1 are unknown symbols (rows of zeros); begin a text with initial states of zeros",
		graph: {
			name: `${spec.cell} ${spec.variant}`,
			node,
			initializer,
			input: [value("ids", INT64, ["steps", "lanes"]), ...states.map((s) => state(`initial_${s}`))],
			output: [value("logits", FLOAT, ["steps", "lanes", spec.symbols]), ...states.map((s) => state(`final_${s}`))],
		},
		metadataProps: Object.entries(notesOf(model)).map(([key, text]) => ({ key, value: text })),
	});
	return toBinary(ModelSchema, file);
}

/** Returns the stack in ONNX's gate orders. */
export function toOnnx(stack: OwnStack): OnnxStack {
	if (isOrder(stack, "ifgo")) return { ...stack, layers: stack.layers.map((layer) => reorder(layer, "iofc")) };
	if (isOrder(stack, "rzn")) return { ...stack, layers: stack.layers.map((layer) => reorder(layer, "zrh")) };
	return stack as Stack<"a">;
}

function isOrder<O extends "ifgo" | "rzn">(stack: OwnStack, order: O): stack is Extract<OwnStack, Stack<O>> {
	return stack.layers[0]!.order === order;
}

/** Inputs of the graph that carry states. */
export const stateInputs = (spec: ModelSpec): string[] => statesOf(spec).map((s) => `initial_${s}`);

/**
 * Returns the nodes and the constants of a file.
 * @param weights false: without the weights, of a cell given by equations.
 */
export function writtenGraph(model: PortableModel, weights = true): { node: Node[]; initializer: Tensor[] } {
	const { spec, tensors } = model;
	const { symbols: V, hidden: H, layers: L } = spec;
	const states = statesOf(spec);
	const node: Node[] = [];
	const initializer: Tensor[] = [
		int64("symbols", [], [V]),
		float("off_on", [2], [0, 1]),
		...(spec.cell === "own" ? sharedTensors(model) : [int64("direction_axis", [1], [1])]),
		int64("one_each", [L], new Array<number>(L).fill(1)),
	];
	node.push({ opType: "OneHot", name: "one_hot", input: ["ids", "symbols", "off_on"], output: ["x_l0"] });
	for (const s of states) {
		const output = Array.from({ length: L }, (_, l) => `initial_${s}_l${l}`);
		const attribute = [integer("axis", 0)];
		node.push({ opType: "Split", name: `split_${s}`, input: [`initial_${s}`, "one_each"], output, attribute });
	}
	const layers = spec.cell === "own" ? equationLayers(model, weights) : recurrentLayers(spec, toOnnx(toStack(model)));
	node.push(...layers.node);
	initializer.push(...layers.initializer);
	const head = (name: string) => tensors.find((tensor) => tensor.name === name)!.data;
	if (weights) {
		initializer.push(float("head_weight_transposed", [H, V], transpose(head("head.weight"), V, H)));
		initializer.push(float("head_bias", [V], head("head.bias")));
	}
	const product = ["scores"];
	node.push({ opType: "MatMul", name: "head", input: [`x_l${L}`, "head_weight_transposed"], output: product });
	node.push({ opType: "Add", name: "head_add", input: [...product, "head_bias"], output: ["logits"] });
	for (const s of states) {
		const input = Array.from({ length: L }, (_, l) => `final_${s}_l${l}`);
		const attribute = [integer("axis", 0)];
		node.push({ opType: "Concat", name: `concat_${s}`, input, output: [`final_${s}`], attribute });
	}
	return { node, initializer };
}

function equationLayers(model: PortableModel, weights: boolean): { node: Node[]; initializer: Tensor[] } {
	const each = Array.from({ length: model.spec.layers }, (_, l) => l);
	return {
		node: each.flatMap((l) => equationLayer(model, l)),
		initializer: weights ? each.flatMap((l) => equationTensors(model, l)) : [],
	};
}

function recurrentLayers(spec: ModelSpec & BuiltInSpec, stack: OnnxStack): { node: Node[]; initializer: Tensor[] } {
	const { symbols: V, hidden: H } = spec;
	const states = statesOf(spec);
	const node: Node[] = [];
	const initializer: Tensor[] = [];
	for (const [l, layer] of (stack.layers as GatedLayer<OnnxStack["layers"][number]["order"]>[]).entries()) {
		initializer.push(...layerTensors(layer, l, l === 0 ? V : H, H));
		const input = [`x_l${l}`, `W_l${l}`, `R_l${l}`, `B_l${l}`, "", ...states.map((s) => `initial_${s}_l${l}`)];
		if (layer.p) input.push(`P_l${l}`);
		const output = [`Y_l${l}`, ...states.map((s) => `final_${s}_l${l}`)];
		const op = { lstm: "LSTM", gru: "GRU", rnn: "RNN" }[spec.cell];
		const attribute = [integer("hidden_size", H), ...settingsOf(spec)];
		node.push({ opType: op, name: `layer_${l}`, input, output, attribute });
		const up = `x_l${l + 1}`;
		node.push({ opType: "Squeeze", name: `squeeze_${l}`, input: [`Y_l${l}`, "direction_axis"], output: [up] });
	}
	return { node, initializer };
}

/** W [1,G*H,D], R [1,G*H,H], B [1,2*G*H], P [1,3*H] in ONNX's gate orders; other orders do not compile. */
function layerTensors(layer: GatedLayer<"iofc" | "zrh" | "a">, l: number, D: number, H: number): Tensor[] {
	const { w_ih, w_hh, b_ih, b_hh, p } = layer;
	const rows = b_ih.length;
	const tensors = [float(`W_l${l}`, [1, rows, D], w_ih), float(`R_l${l}`, [1, rows, H], w_hh)];
	const B = new Float64Array(2 * rows);
	B.set(b_ih);
	B.set(b_hh, rows);
	tensors.push(float(`B_l${l}`, [1, 2 * rows], B));
	if (p) tensors.push(float(`P_l${l}`, [1, 3 * H], p));
	return tensors;
}

function settingsOf({ cell, variant }: ModelSpec): Attribute[] {
	if (cell === "gru") return [integer("linear_before_reset", variant === "reset-after" ? 1 : 0)];
	if (cell === "lstm") return [];
	if (variant !== "linear") {
		const name = { tanh: "Tanh", relu: "Relu", sigmoid: "Sigmoid" }[variant];
		return [{ name: "activations", type: 8, strings: [new TextEncoder().encode(name)] }];
	}
	return [
		{ name: "activations", type: 8, strings: [new TextEncoder().encode("Affine")] },
		{ name: "activation_alpha", type: 6, floats: [1] },
		{ name: "activation_beta", type: 6, floats: [0] },
	];
}
