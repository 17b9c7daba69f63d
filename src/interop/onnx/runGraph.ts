/**
 * Computes an ONNX graph of recurrent layers operator by operator in float64, and keeps every gate of every step. Unlike
 * the reader, it also computes what a run cannot hold: reversed layers, clipped gates, initial states that are not zero.
 *
 * The graph is untrusted: each value's size is checked before memory is asked for, and the sum of all is bounded.
 */
import { elementwise } from "./elementwise.ts";
import { Budget } from "./graphBudget.ts";
import { sizeOf } from "./graphValues.ts";
import type { Node } from "./messages_pb.ts";
import { attribute, type OnnxGraph, type Values } from "./read.ts";
import { reduceMean } from "./reduceMean.ts";
import { type LayerTape, runLayer } from "./runLayer.ts";
import { runScan } from "./runScan.ts";
import { SHAPE_OPS } from "./shapeOps.ts";

// T steps, B sequences (lanes), D inputs, H units, V symbols; row-major, the last letter moves fastest

/** What one run of a graph gave. */
export interface Executed {
	/** The recurrent layers in the order of the graph. */
	layers: LayerTape[];
	/** Output of the head: MatMul, Gemm, or the Add after it. */
	logits: Values | undefined;
	/** Layer whose input is not [T,B,D], at which the run ended. */
	axes?: number;
}

export interface ExecuteCall {
	/** Values of the graph's inputs. */
	feeds: ReadonlyMap<string, Values>;
	/** Steps and lanes, which each layer must see in this order. */
	steps: number;
	lanes: number;
	/** Number of layers after which the run may end. Default: all. */
	upTo?: number;
}

/** Runs the nodes in the order of the file, which ONNX requires to be that of the computation. */
export function execute(graph: OnnxGraph, { feeds, steps, lanes, upTo }: ExecuteCall): Executed {
	const budget = new Budget(graph);
	const known = new Map<string, Values>(feeds);
	const layers: LayerTape[] = [];
	let logits: Values | undefined;
	for (const node of graph.nodes) {
		const input = inputsOf(node, known);
		const { opType } = node;
		if (opType === "Scan") {
			const shape = input.at(-1)?.shape ?? [];
			if (shape.length !== 3 || shape[0] !== steps || shape[1] !== lanes)
				return { layers, logits: undefined, axes: layers.length };
			const { tape, outputs } = runScan(graph, node, input, runBody);
			layers.push(tape);
			if (layers.length === upTo) break;
			for (const [k, values] of outputs.entries()) define(node.output[k], values);
			continue;
		}
		if (opType === "LSTM" || opType === "GRU" || opType === "RNN") {
			const shape = input[0]?.shape ?? [];
			const ordered = attribute(node, "layout")?.i === 1n ? [shape[1], shape[0]] : shape;
			if (shape.length !== 3 || ordered[0] !== steps || ordered[1] !== lanes)
				return { layers, logits: undefined, axes: layers.length };
			const { tape, outputs } = runLayer(graph, node, input, budget);
			layers.push(tape);
			if (layers.length === upTo) break;
			for (const [k, values] of outputs.entries()) define(node.output[k], values);
			continue;
		}
		const made = compute(graph, node, input, budget);
		for (const [k, values] of made.entries()) define(node.output[k], values);
		if (opType === "MatMul" || opType === "Gemm" || opType === "Add") logits = made[0];
	}
	return { layers, logits };

	function define(name: string | undefined, values: Values): void {
		if (name === undefined || name === "") return;
		known.set(name, values);
	}

	/** Values of a node's inputs; `inner` are those of a body, which also reads the graph around it. */
	function inputsOf(node: Node, inner: ReadonlyMap<string, Values>): (Values | undefined)[] {
		return node.input.map((name) => {
			if (name === "") return undefined;
			const values = inner.get(name) ?? known.get(name) ?? graph.constant(name);
			if (!values) throw graph.trouble("graph", name, "no value");
			return values;
		});
	}

	function runBody(nodes: readonly Node[], inner: Map<string, Values>): void {
		for (const node of nodes)
			for (const [k, values] of compute(graph, node, inputsOf(node, inner), budget).entries())
				if (node.output[k]) inner.set(node.output[k], values);
	}
}

type Input = readonly (Values | undefined)[];

function compute(graph: OnnxGraph, node: Node, input: Input, budget: Budget): Values[] {
	const { opType } = node;
	const shaped = Object.hasOwn(SHAPE_OPS, opType) ? SHAPE_OPS[opType as keyof typeof SHAPE_OPS] : undefined;
	if (shaped) return shaped({ graph, node, input, budget });
	if (opType === "Constant") {
		const values = graph.constant(node.output[0] ?? "");
		if (!values) throw graph.trouble("tensor", node.name);
		return [values];
	}
	const need = (k: number): Values => {
		const values = input[k];
		if (!values) throw graph.trouble("graph", node.name, `input ${k} is absent`);
		return values;
	};
	if (opType === "MatMul") return [product(need(0), need(1), false)];
	if (opType === "Gemm") {
		const flag = (name: string) => (attribute(node, name)?.i ?? 0n) !== 0n;
		const factor = (name: string) => attribute(node, name)?.f ?? 1;
		if (flag("transA") || factor("alpha") !== 1 || factor("beta") !== 1)
			throw graph.trouble("attribute", node.name, "transA, alpha or beta");
		const made = product(need(0), need(1), flag("transB"));
		return [input[2] ? elementwise(graph, "Add", [made, input[2]], budget)! : made];
	}
	if (opType === "ReduceMean") return [reduceMean({ graph, node, x: need(0), axes: input[1], budget })];
	const found = elementwise(graph, opType, input, budget);
	if (found) return [found];
	throw graph.trouble("op", opType);

	/** [...,K] x [K,N], or [N,K] if turned. */
	function product(x: Values, w: Values, isTurned: boolean): Values {
		const K = x.shape.at(-1) ?? 0;
		const [rows = 0, columns = 0] = isTurned ? [...w.shape].reverse() : w.shape;
		if (w.shape.length !== 2 || rows !== K || x.shape.length < 2)
			throw graph.trouble("tensor", node.name, `[${x.shape}] x [${w.shape}]`);
		const shape = [...x.shape.slice(0, -1), columns];
		budget.numbers(sizeOf(shape));
		budget.products(sizeOf(shape) * K);
		const y = new Float64Array(sizeOf(shape));
		for (let row = 0; row * columns < y.length; row++)
			for (let n = 0; n < columns; n++) {
				let total = 0;
				for (let k = 0; k < K; k++) total += x.data[row * K + k]! * w.data[isTurned ? n * K + k : k * columns + n]!;
				y[row * columns + n] = total;
			}
		return { shape, data: y };
	}
}
