/** Runs a node of ONNX's RNN, GRU or LSTM on an engine: layouts and gate orders of the operator specification. */
import type { CellSpec, GateOrder } from "../../src/cells/layout.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { type PlainWeights, runStack } from "./stack.ts";

interface Tensor {
	shape: number[];
	data: number[];
}
export interface OnnxCase {
	name: string;
	op: "RNN" | "GRU" | "LSTM";
	attributes: {
		hidden_size: number;
		layout?: number;
		linear_before_reset?: number;
		input_forget?: number;
		activations?: string[];
	};
	inputs: { [name: string]: Tensor };
	outputs: { [name: string]: Tensor };
}

/** Our blocks, each by its number in ONNX's order. */
const fromOnnx = {
	ifgo: [0, 2, 3, 1], // of i,o,f,c
	igo: [0, 3, 1],
	rzn: [1, 0, 2], // of z,r,h
} satisfies Partial<Record<GateOrder, number[]>>;

/** Outputs by ONNX's names, flat, in the layout of the node. One direction, sequences of full length. */
export function runOnnx(engine: Engine, node: OnnxCase): { [name: string]: number[] } {
	const { op, attributes, inputs } = node;
	const { hidden_size: H, layout = 0 } = attributes;
	const [first, second, D] = inputs.X.shape;
	const [T, B] = layout === 1 ? [second, first] : [first, second];
	const timeFirst = (rows: number[], width: number) => (layout === 1 ? transpose(rows, B, T, width) : rows);
	const zeros = new Array<number>(B * H).fill(0);
	const { output, hLast, cLast } = runStack(engine, {
		...{ spec: specOf(node), T, B, D, H, layers: [weightsOf(node, D, H)] },
		...{ x: timeFirst(inputs.X.data, D), h0: [inputs.initial_h?.data ?? zeros], c0: [inputs.initial_c?.data ?? zeros] },
	});
	const Y = layout === 1 ? transpose([...output], T, B, H) : [...output];
	return op === "LSTM" ? { Y, Y_h: [...hLast[0]], Y_c: [...cLast[0]] } : { Y, Y_h: [...hLast[0]] };
}

function specOf({ op, attributes, inputs }: OnnxCase): CellSpec {
	if (op === "GRU") return { cell: "gru", variant: attributes.linear_before_reset ? "reset-after" : "reset-before" };
	if (op === "LSTM")
		return { cell: "lstm", variant: inputs.P ? "peephole" : attributes.input_forget ? "coupled" : "forget" };
	const [activation = "Tanh"] = attributes.activations ?? [];
	return { cell: "rnn", variant: activation.toLowerCase() as "tanh" | "relu" | "sigmoid" };
}

function weightsOf(node: OnnxCase, D: number, H: number): PlainWeights {
	const { op, inputs } = node;
	const spec = specOf(node);
	let order = [0];
	if (op === "GRU") order = fromOnnx.rzn;
	if (op === "LSTM") order = spec.variant === "coupled" ? fromOnnx.igo : fromOnnx.ifgo;
	const blocks = (data: number[], length: number, from = 0) =>
		order.flatMap((block) => data.slice(from + block * length, from + (block + 1) * length));
	const half = inputs.W.shape[1];
	const biases = inputs.B?.data ?? new Array<number>(2 * half).fill(0);
	const Wb = blocks(biases, H);
	const Rb = blocks(biases, H, half);
	const apart = spec.variant === "reset-after"; // the inner bias of n stays apart
	return {
		w_ih: blocks(inputs.W.data, H * D),
		w_hh: blocks(inputs.R.data, H * H),
		b: Wb.map((v, k) => (apart && k >= 2 * H ? v : v + Rb[k])),
		b_hn: apart ? Rb.slice(2 * H) : undefined,
		p: inputs.P && [0, 2, 1].flatMap((block) => inputs.P.data.slice(block * H, (block + 1) * H)), // of i,o,f
	};
}

/** [N,M,width] -> [M,N,width] */
function transpose(rows: number[], N: number, M: number, width: number): number[] {
	return Array.from({ length: N * M * width }, (_, j) => {
		const m = Math.floor(j / (N * width));
		const n = Math.floor(j / width) % N;
		return rows[(n * M + m) * width + (j % width)];
	});
}
