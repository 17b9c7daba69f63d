/**
 * Finds a stack of recurrent layers in an ONNX graph: RNN, GRU or LSTM nodes, each reading the one below; a
 * MatMul + Add or a Gemm on top; and ids through OneHot or Gather, or dense one-hot rows, at the bottom. Operators that only
 * shape states and outputs may occur as well; every other operator is rejected.
 */
import type { BuiltInSpec } from "../../cells/layout.ts";
import { fail } from "../../errors/index.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { alike, type GatedLayer, lettersOf, pickBlocks, reorder } from "../gateOrder.ts";
import { foldEmbedding, type OwnStack } from "../stack.ts";
import type { Node } from "./messages_pb.ts";
import { attribute, type OnnxGraph } from "./read.ts";
import type { OnnxStack } from "./write.ts";

// D inputs, E embedded inputs, G gate blocks, H units, V symbols; row-major, the last letter moves fastest

type Op = "LSTM" | "GRU" | "RNN";
const OPS: readonly string[] = ["LSTM", "GRU", "RNN"] satisfies Op[];

/** Operators allowed besides the layers and the head: they do not change what the graph computes. */
const SHAPING: readonly string[] = [
	...["Cast", "Concat", "Constant", "ConstantOfShape", "Expand", "Gather", "Identity", "OneHot", "Reshape", "Shape"],
	...["Slice", "Softmax", "LogSoftmax", "Split", "Squeeze", "Transpose", "Unsqueeze"],
];
const HEAD: readonly string[] = ["MatMul", "Gemm", "Add"];

const MAX_LAYERS = 64;

/** Returns the stack in ONNX's gate orders, and the cell that the graph itself describes. */
export function findStack(graph: OnnxGraph): { stack: OnnxStack; found: BuiltInSpec } {
	for (const { opType } of graph.nodes)
		if (![...OPS, ...SHAPING, ...HEAD].includes(opType)) throw graph.trouble("op", opType);
	const { top, headWeight, headBias, V, H } = findHead(graph);
	const nodes = findLayers(graph, top);
	const specs = nodes.map((node) => specOf(graph, node, H));
	const [found] = specs;
	if (specs.some((s) => s.cell !== found!.cell || s.variant !== found!.variant))
		throw graph.trouble("graph", nodes[0]!.name, specs.map((s) => `${s.cell} ${s.variant}`).join(", "), "equal layers");
	const embedding = findInput(graph, nodes[0]!.input[0] ?? "", V);
	const parts = nodes.map((node, l) => partsOf(graph, node, found!, l > 0 ? H : embedding ? embedding.E : V, H));
	if (embedding) parts[0]!.w_ih = foldEmbedding(parts[0]!.w_ih, embedding.data, embedding.E, graph.where);
	const head = { symbols: V, hidden: H, headWeight, headBias };
	if (found!.cell === "gru") return { stack: { ...head, layers: inOrder("zrh") }, found: found! };
	if (found!.cell === "rnn") return { stack: { ...head, layers: inOrder("a") }, found: found! };
	return { stack: { ...head, layers: inOrder("iofc") }, found: found! };

	function inOrder<O extends "iofc" | "zrh" | "a">(order: O): GatedLayer<O>[] {
		return parts.map((part) => ({ ...part, order }));
	}
}

/** Returns the stack in Sluice's and PyTorch's gate orders. */
export function fromOnnx(stack: OnnxStack): OwnStack {
	const { order } = stack.layers[0]!;
	const { layers, ...head } = stack;
	if (order === "iofc") return { ...head, layers: (layers as GatedLayer<"iofc">[]).map((l) => reorder(l, "ifgo")) };
	if (order === "zrh") return { ...head, layers: (layers as GatedLayer<"zrh">[]).map((l) => reorder(l, "rzn")) };
	return { ...head, layers: layers as GatedLayer<"a">[] };
}

/** Follows a value down through nodes that only rename or reshape it: [T,1,B,H] to [T,B,H], or lanes before steps. */
function below(graph: OnnxGraph, name: string): { name: string; maker: Node | undefined } {
	for (let at = name, steps = 0; ; steps++) {
		const maker = graph.maker(at);
		const passes =
			maker &&
			(["Identity", "Squeeze", "Cast"].includes(maker.opType) ||
				(maker.opType === "Transpose" && ["1,0,2", "1,0"].includes(String(attribute(maker, "perm")?.ints))));
		if (!passes) return { name: at, maker };
		if (steps > graph.nodes.length) throw graph.trouble("graph", name, "a circle");
		at = maker.input[0] ?? "";
	}
}

/** Returns the head's weights, and the recurrent node below it. */
export function findHead(graph: OnnxGraph) {
	const heads = graph.nodes.filter(({ opType }) => opType === "MatMul" || opType === "Gemm");
	const [head] = heads;
	if (!head || heads.length > 1)
		throw graph.trouble("graph", undefined, `${heads.length} MatMul or Gemm`, "1, the head");
	const { name: y, maker: top } = below(graph, head.input[0] ?? "");
	if (!top || !OPS.includes(top.opType) || y !== top.output[0])
		throw graph.trouble("graph", head.name, top?.opType ?? "an input", "the top layer's output under the head");
	const gemm = head.opType === "Gemm";
	const number = (name: string, otherwise: number) => {
		const given = attribute(head, name);
		return given ? (given.type === 2 ? Number(given.i) : given.f) : otherwise;
	};
	if (gemm && (number("transA", 0) !== 0 || number("alpha", 1) !== 1 || number("beta", 1) !== 1))
		throw graph.trouble("attribute", head.name, "transA, alpha or beta");
	const isTransposed = gemm && number("transB", 0) !== 0; // [V,H] in the file
	const weight = graph.constant(head.input[1] ?? "");
	const [first = 0, second = 0] = weight?.shape ?? [];
	const [V, H] = isTransposed ? [first, second] : [second, first];
	if (weight?.shape.length !== 2 || V * H === 0)
		throw graph.trouble("tensor", head.input[1] ?? "", weight ? `[${weight.shape.join(",")}]` : "no constant", "[H,V]");
	const headWeight = isTransposed ? weight.data : transposed(weight.data, H, V);

	let biasName = gemm ? (head.input[2] ?? "") : "";
	const adds = graph.nodes.filter(({ opType }) => opType === "Add");
	const [add] = adds;
	const product = head.output[0] ?? "";
	if (add && (adds.length > 1 || gemm || !add.input.includes(product)))
		throw graph.trouble("graph", add.name, "an Add", "no Add but the head's");
	if (add) biasName = (add.input[0] === product ? add.input[1] : add.input[0]) ?? "";
	const headBias = biasName === "" ? alike(headWeight, V) : graph.wanted(biasName, [V]);
	return { top, headWeight, headBias, V, H };
}

/** Returns the recurrent nodes, first layer first. */
function findLayers(graph: OnnxGraph, top: Node): Node[] {
	const all = graph.nodes.filter(({ opType }) => OPS.includes(opType));
	const chain: Node[] = [];
	for (let node: Node | undefined = top; node && OPS.includes(node.opType); ) {
		if (chain.includes(node)) throw graph.trouble("graph", node.name, "a circle");
		chain.unshift(node);
		if (chain.length > MAX_LAYERS) throw graph.trouble("limit", node.name, "more layers", String(MAX_LAYERS));
		const { name, maker } = below(graph, node.input[0] ?? "");
		if (maker && OPS.includes(maker.opType) && name !== maker.output[0])
			throw graph.trouble("graph", node.name, "a last state", "the output of the layer below");
		node = maker;
	}
	if (chain.length !== all.length)
		throw graph.trouble("graph", undefined, `${all.length} layers`, `${chain.length} in a stack`);
	return chain;
}

/** How symbols enter: undefined for one-hot rows, else the embedding [V,E]. */
export function findInput(graph: OnnxGraph, x: string, V: number): { data: Floats; E: number } | undefined {
	const { name, maker } = below(graph, x);
	if (!maker) {
		if (graph.constant(name)) throw graph.trouble("graph", name, "a constant", "an input");
		return undefined;
	}
	if (maker.opType === "OneHot") {
		const depth = graph.constant(maker.input[1] ?? "");
		const levels = graph.constant(maker.input[2] ?? "");
		if (depth?.data.length !== 1 || depth.data[0] !== V || levels?.data.join() !== "0,1")
			throw graph.trouble("graph", maker.name, "another OneHot", `depth ${V}, values 0 and 1`);
		return undefined;
	}
	const table = maker.opType === "Gather" ? graph.constant(maker.input[0] ?? "") : undefined;
	const [rows, E] = table?.shape ?? [];
	if (table?.shape.length !== 2 || rows !== V || Number(attribute(maker, "axis")?.i ?? 0) !== 0)
		throw graph.trouble("graph", maker.name, maker.opType, "OneHot, or Gather from an embedding [V,E]");
	return { data: table.data, E: E! };
}

/**
 * Returns the cell that a node computes.
 * @throws an error for attributes that no cell of Sluice has.
 */
function specOf(graph: OnnxGraph, node: Node, H: number): BuiltInSpec {
	const { name, opType } = node;
	const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes.subarray(0, 40));
	const direction = attribute(node, "direction");
	if (direction && text(direction.s) !== "forward")
		throw fail("E_IMPORT", { where: graph.where, why: "bidirectional", name });
	for (const refused of ["clip", "layout"]) {
		const given = attribute(node, refused);
		if (given && (given.f !== 0 || given.i !== 0n)) throw graph.trouble("attribute", name, refused, "none");
	}
	const units = attribute(node, "hidden_size")?.i;
	if (units !== undefined && units !== BigInt(H))
		throw graph.trouble("attribute", name, `hidden_size ${units}`, String(H));
	if ((node.input[4] ?? "") !== "") throw graph.trouble("attribute", name, "sequence_lens", "none");
	for (const state of node.input.slice(5, 7)) checkZeros(graph, state);
	const activations = (attribute(node, "activations")?.strings ?? []).map((s) => text(s).toLowerCase());
	const flag = (setting: string) => (attribute(node, setting)?.i ?? 0n) !== 0n;
	const refuse = (got: string) => graph.trouble("attribute", name, got);
	if (opType === "RNN") return { cell: "rnn", variant: activationOf(node, activations[0] ?? "tanh", refuse) };
	const usual = opType === "GRU" ? "sigmoid,tanh" : "sigmoid,tanh,tanh";
	if (activations.length > 0 && activations.join() !== usual) throw refuse(`activations ${activations.join()}`);
	if (opType === "GRU") return { cell: "gru", variant: flag("linear_before_reset") ? "reset-after" : "reset-before" };
	const hasPeepholes = (node.input[7] ?? "") !== "";
	if (flag("input_forget") && hasPeepholes) throw refuse("input_forget with peepholes");
	return { cell: "lstm", variant: flag("input_forget") ? "coupled" : hasPeepholes ? "peephole" : "forget" };
}

function activationOf(node: Node, activation: string, refuse: (got: string) => Error) {
	if (activation === "tanh" || activation === "relu" || activation === "sigmoid") return activation;
	const alpha = attribute(node, "activation_alpha")?.floats[0];
	const beta = attribute(node, "activation_beta")?.floats[0] ?? 0;
	if (activation === "affine" && alpha === 1 && beta === 0) return "linear";
	throw refuse(`activation ${activation}`);
}

/** Requires an initial state to be zeros or an input of the graph. */
function checkZeros(graph: OnnxGraph, state: string): void {
	const seen = new Set<string>();
	const open = [state];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		if (name === "" || seen.has(name)) continue;
		seen.add(name);
		const maker = graph.maker(name);
		if (!maker) {
			if (graph.constant(name)?.data.some((value) => value !== 0)) throw graph.trouble("state", name);
		} else if (OPS.includes(maker.opType)) {
			throw graph.trouble("state", maker.name, "another layer's state");
		} else if (maker.opType === "ConstantOfShape") {
			const fill = attribute(maker, "value")?.t;
			const isZero = (bytes: Uint8Array | undefined) => !bytes?.some((byte) => byte !== 0);
			if (!isZero(fill?.rawData) || !isZero(fill?.floatData)) throw graph.trouble("state", name);
		} else {
			// The first input of a shaping operator is the data and the others are sizes; all inputs of Concat are data.
			open.push(...(maker.opType === "Concat" ? maker.input : maker.input.slice(0, 1)));
		}
	}
}

function partsOf(graph: OnnxGraph, node: Node, found: BuiltInSpec, D: number, H: number) {
	const blocks = { lstm: 4, gru: 3, rnn: 1 }[found.cell];
	const rows = blocks * H;
	const [, W = "", R = "", B = "", , , , P = ""] = node.input;
	const w_ih = graph.wanted(W, [1, rows, D]);
	const w_hh = graph.wanted(R, [1, rows, H]);
	const biases = B === "" ? alike(w_hh, 2 * rows) : graph.wanted(B, [1, 2 * rows]);
	const b_ih = biases.slice(0, rows);
	const b_hh = biases.slice(rows);
	const couple = found.variant === "coupled" ? coupleForget : (data: Floats) => data;
	const parts = { w_ih: couple(w_ih), w_hh: couple(w_hh), b_ih: couple(b_ih), b_hh: couple(b_hh) };
	return { ...parts, ...(P !== "" && { p: graph.wanted(P, [1, 3 * H]) }) };
}

/** input_forget: f = 1 - i, whatever f's own rows hold. Written as rows of f, these are i's rows negated. */
function coupleForget(data: Floats): Floats {
	const letters = lettersOf("iofc");
	const coupled = data.slice();
	const i = pickBlocks(data, letters, ["i"]);
	coupled.set(
		i.map((value) => -value),
		letters.indexOf("f") * i.length,
	);
	return coupled;
}

/** [N,M] -> [M,N] */
function transposed(data: Floats, N: number, M: number): Floats {
	const out = alike(data, N * M);
	for (let n = 0; n < N; n++) for (let m = 0; m < M; m++) out[m * N + n] = data[n * M + m]!;
	return out;
}
