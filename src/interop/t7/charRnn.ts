/**
 * Checkpoints of char-rnn (2015, Torch7): protos.rnn, a graph of one step, and vocab, a table from characters to ids from 1. Each
 * layer is found by its sums of two Linear modules, one of the input and one of the previous state:
 *
 *   lstm   Linear [4H,D] + Linear [4H,H] with the gates i, f, o, g in one matrix, or four such sums with H rows
 *   gru    h = z n + (1 - z) h: z the other way round than in Sluice, so its rows are negated; the reset gate before the product
 *   rnn    tanh
 */

import type { CellSpec } from "../../cells/layout.ts";
import { Vocabulary } from "../../data/vocabulary.ts";
import { fail } from "../../errors/index.ts";
import type { T7Trouble } from "../../errors/weightFiles.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { alike, type GatedLayer, pickBlocks } from "../gateOrder.ts";
import { type AskedCell, type PortableModel, permuteSymbols } from "../portable.ts";
import { foldEmbedding, fromStack, type OwnStack } from "../stack.ts";
import { field, type GraphNode, graphOf, listOf, sourceOf, usesOf } from "./nodeGraph.ts";
import { readT7, T7Object, T7Tensor, type T7Value } from "./t7Objects.ts";
import { vocabularyFrom, widened } from "./t7Vocabulary.ts";

// D inputs, E embedded inputs, G gate blocks, H units, V symbols; row-major, the last letter moves fastest

interface Matrix {
	data: Floats; // [rows,columns]
	rows: number;
	columns: number;
	bias: Floats; // [rows]
}

/** One sum of two Linear modules. */
interface Sum {
	/** Number of the network's input that holds the previous state; decides the order of the layers. */
	state: number;
	gate: string;
	ih: Matrix;
	hh: Matrix;
}

type Wrong = (why: T7Trouble, got?: string) => Error;

/** @throws E_T7, E_IMPORT. */
export function readCharRnn(bytes: Uint8Array, where: string, asked: AskedCell = {}): PortableModel {
	const { root, numbers } = readT7(bytes, where);
	const wrong: Wrong = (why, got) => fail("E_T7", { where, why, ...(got !== undefined && { got }) });
	const protos = field(root, "protos");
	const nodes = graphOf(field(protos, "rnn"));
	if (nodes.length === 0) throw wrong("checkpoint");
	const linear = (module: T7Value): Matrix => {
		const [weight, bias] = [field(module, "weight"), field(module, "bias")];
		if (!(weight instanceof T7Tensor) || weight.shape.length !== 2) throw wrong("layers", "weight");
		const [rows = 0, columns = 0] = weight.shape;
		const data = numbers(weight);
		if (!(bias instanceof T7Tensor)) return { data, rows, columns, bias: alike(data, rows) };
		if (bias.shape.join() !== String(rows)) throw wrong("layers", `bias [${bias.shape}]`);
		return { data, rows, columns, bias: numbers(bias) };
	};
	const sums = nodes.flatMap((node) => sumAt(node, linear, wrong));
	if (sums.length === 0) throw fail("E_IMPORT", { where, why: "none" });
	const { cell, layers, H } = stackedLayers(sums, wrong);
	const head = linear(
		headOf(nodes, protos, sums.length) ??
			(() => {
				throw wrong("layers", "decoder");
			})(),
	);
	const V = head.rows;
	const embedding = field(field(protos, "embed"), "weight");
	const D = layers[0]!.w_ih.length / layers[0]!.b_ih.length;
	if (head.columns !== H) throw wrong("layers", `decoder [${head.rows},${head.columns}]`);
	if (embedding instanceof T7Tensor) {
		if (embedding.shape.join() !== `${V},${D}`) throw wrong("layers", `embedding [${embedding.shape}]`);
		layers[0]!.w_ih = foldEmbedding(layers[0]!.w_ih, numbers(embedding), D, where);
	} else if (D !== V) throw fail("E_IMPORT", { where, why: "inputs", got: `D = ${D}`, wanted: `V = ${V}` });
	const stack = { symbols: V, hidden: H, headWeight: head.data, headBias: head.bias, layers } as unknown as OwnStack;
	const model = fromStack(stack, cell, { asked, notes: {}, where });
	return withVocabulary(model, field(root, "vocab"), where);
}

function withVocabulary(model: PortableModel, vocab: T7Value, where: string): PortableModel {
	if (vocab === undefined) return model;
	const { unit, order } = vocabularyFrom(vocab, model.spec.symbols, where);
	if (unit === "byte") return { ...widened(model, order), vocabulary: new Vocabulary("byte") };
	const sorted = order.map((point, id) => ({ point, id })).sort((a, b) => a.point - b.point);
	const vocabulary = new Vocabulary(
		"codepoint",
		Int32Array.from(sorted, ({ point }) => point),
	);
	return {
		...permuteSymbols(
			model,
			sorted.map(({ id }) => id),
		),
		vocabulary,
	};
}

/** A CAddTable of two Linear modules of equal size, one of which reads a previous state. */
function sumAt(node: GraphNode, linear: (module: T7Value) => Matrix, wrong: Wrong): Sum[] {
	if (node.className !== "nn.CAddTable" || node.parents.length !== 2) return [];
	const parts = node.parents.map(sourceOf);
	if (!parts.every((part) => part?.className === "nn.Linear")) return [];
	const read = parts.map((part) => ({ part: part!, state: stateOf(sourceOf(part!.parents[0])) }));
	const [hh, other] = read.filter(({ state }) => state !== undefined);
	const ih = read.find(({ state }) => state === undefined);
	if (!hh || other || !ih) throw wrong("layers", "which Linear reads the state");
	const sum = { state: hh.state!, gate: gateOf(node, wrong), ih: linear(ih.part.module), hh: linear(hh.part.module) };
	if (sum.ih.rows !== sum.hh.rows) throw wrong("layers", `${sum.ih.rows} and ${sum.hh.rows} rows`);
	return [sum];
}

/** The number of the previous state that a value is: an input but the first, or its product with the reset gate. */
function stateOf(source: GraphNode | undefined): number | undefined {
	if (source?.input !== undefined) return source.input > 1 ? source.input : undefined;
	if (source?.className !== "nn.CMulTable") return undefined;
	const factors = source.parents.map(sourceOf);
	if (!factors.some((factor) => factor?.className === "nn.Sigmoid")) return undefined;
	return factors.find((factor) => (factor?.input ?? 0) > 1)?.input;
}

/** Which gate a sum becomes: "all" for the four of an LSTM in one matrix, or i, f, o, g, z, r, n by how it is used. */
function gateOf(sum: GraphNode, wrong: Wrong): string {
	const uses = usesOf(sum);
	const names = new Set(uses.map(({ className }) => className));
	if (names.has("nn.Sigmoid") && names.has("nn.Tanh")) return "all";
	if (names.size !== 1) throw wrong("layers", [...names].join(", "));
	if (names.has("nn.Tanh")) return "candidate";
	if (!names.has("nn.Sigmoid")) throw wrong("layers", [...names].join(", "));
	const gate = uses[0]!;
	if (usesOf(gate).some(({ className }) => className === "nn.MulConstant")) return "z";
	const products = usesOf(gate).filter(({ className }) => className === "nn.CMulTable");
	const [other] = products.flatMap((product) => product.parents.map(sourceOf)).filter((one) => one !== gate);
	const isReset = products.some((product) => usesOf(product).some(({ className }) => className === "nn.Linear"));
	if (other?.input !== undefined) return isReset ? "r" : "f";
	if (other?.className !== "nn.Tanh") throw wrong("layers", other?.className ?? "a gate");
	const below = sourceOf(other.parents[0]);
	const isCandidate = below?.parents.map(sourceOf).every((part) => part?.className === "nn.Linear");
	return isCandidate ? "i" : "o";
}

type Parts = { -readonly [K in "w_ih" | "w_hh" | "b_ih" | "b_hh" | "order"]: GatedLayer<"ifgo" | "rzn" | "a">[K] };

function stackedLayers(sums: readonly Sum[], wrong: Wrong): { cell: CellSpec; layers: Parts[]; H: number } {
	const H = sums[0]!.hh.columns;
	const states = [...new Set(sums.map(({ state }) => state))].sort((a, b) => a - b);
	const gates = (state: number) => sums.filter((one) => one.state === state);
	const found = gates(states[0]!)
		.map(({ gate }) => gate)
		.sort()
		.join();
	const form = FORMS[found];
	if (!form) throw wrong("layers", found);
	const layers = states.map((state, l): Parts => {
		const own = gates(state);
		if (
			own
				.map(({ gate }) => gate)
				.sort()
				.join() !== found
		)
			throw wrong("layers", `layer ${l + 1}`);
		const pick = (of: (sum: Sum) => Floats) => {
			const parts = form.gates.map((gate) => of(own.find((one) => one.gate === gate)!));
			const joined = alike(
				parts[0]!,
				parts.reduce((length, part) => length + part.length, 0),
			);
			let at = 0;
			for (const part of parts) {
				joined.set(part, at);
				at += part.length;
			}
			return pickBlocks(joined, form.written, form.order);
		};
		const [ih, hh] = [own[0]!.ih, own[0]!.hh];
		const blocks = form.written.length / form.gates.length;
		const fits = own.every((s) => s.ih.columns === ih.columns && s.hh.columns === H && s.hh.rows === blocks * H);
		if (!fits || hh.columns !== H || (l > 0 && ih.columns !== H)) throw wrong("layers", `layer ${l + 1}`);
		const layer = {
			...{ order: form.name, w_ih: pick((s) => s.ih.data), w_hh: pick((s) => s.hh.data) },
			...{ b_ih: pick((s) => s.ih.bias), b_hh: pick((s) => s.hh.bias) },
		};
		if (form.name === "rzn")
			for (const data of [layer.w_ih, layer.w_hh, layer.b_ih, layer.b_hh]) {
				const length = data.length / 3;
				for (let k = length; k < 2 * length; k++) data[k] = -data[k]!;
			}
		return layer;
	});
	return { cell: form.cell, layers, H };
}

/** By the gates that were found: where each block is, and the order in which Sluice needs them. */
const FORMS: Readonly<
	Record<string, { cell: CellSpec; gates: string[]; written: string[]; order: string[]; name: "ifgo" | "rzn" | "a" }>
> = {
	all: {
		...{ cell: { cell: "lstm", variant: "forget" }, gates: ["all"], written: ["i", "f", "o", "g"] },
		...{ order: ["i", "f", "g", "o"], name: "ifgo" },
	},
	"candidate,f,i,o": {
		...{ cell: { cell: "lstm", variant: "forget" }, gates: ["i", "f", "candidate", "o"] },
		...{ written: ["i", "f", "g", "o"], order: ["i", "f", "g", "o"], name: "ifgo" },
	},
	"candidate,r,z": {
		...{ cell: { cell: "gru", variant: "reset-before" }, gates: ["r", "z", "candidate"] },
		...{ written: ["r", "z", "n"], order: ["r", "z", "n"], name: "rzn" },
	},
	candidate: {
		...{ cell: { cell: "rnn", variant: "tanh" }, gates: ["candidate"], written: ["a"], order: ["a"], name: "a" },
	},
};

/** The Linear to the symbols: the one of the graph that is in no sum, or the first of protos.softmax. */
function headOf(nodes: readonly GraphNode[], protos: T7Value, sums: number): T7Value {
	const linears = nodes.filter(({ className }) => className === "nn.Linear");
	const heads = linears.filter((node) => !usesOf(node).some(({ className }) => className === "nn.CAddTable"));
	if (heads.length === 1 && linears.length === 2 * sums + 1) return heads[0]!.module;
	const modules = listOf(field(field(protos, "softmax"), "modules"));
	return modules.find((one) => one instanceof T7Object && one.className === "nn.Linear");
}
