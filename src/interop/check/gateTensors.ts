/** The tensors of a layer cut into the blocks of its gates, of an ONNX node and of a model alike. */
import type { Floats } from "../../kernels/kernels.ts";
import { lettersOf, type Order } from "../gateOrder.ts";
import { findInput } from "../onnx/findStack.ts";
import type { Node } from "../onnx/messages_pb.ts";
import type { OnnxGraph } from "../onnx/read.ts";
import { ONNX_BLOCKS } from "../onnx/runLayer.ts";
import { foldEmbedding, type OwnStack } from "../stack.ts";

// D inputs, H units, V symbols; row-major, the last letter moves fastest

/** A tensor's blocks by gate; each has rows x columns numbers, or rows if it is a bias. */
export interface GateTensor {
	rows: number;
	columns: number;
	blocks: ReadonlyMap<string, Floats>;
}

/**
 * By PyTorch's names without the layer. "bias" is the sum of both, but for the n of a GRU with its own inner bias, whose two
 * are apart: BOTH_BIASES has that sum too.
 */
export type GateTensors = ReadonlyMap<string, GateTensor>;

export const BOTH_BIASES = "bias + bias_hn";

interface Parts {
	letters: readonly string[];
	H: number;
	D: number;
	w: Floats; // [G*H,D]
	r: Floats; // [G*H,H]
	wb: Floats; // [G*H]
	rb: Floats; // [G*H]
	/** Peepholes, with their gates in order. */
	p?: { data: Floats; letters: readonly string[] };
	/** Whether n's two biases do different things: reset-after. */
	hasInner: boolean;
}

function tensorsOf({ letters, H, D, w, r, wb, rb, p, hasInner }: Parts): GateTensors {
	const cut = (data: Floats, names: readonly string[], columns: number): GateTensor => ({
		...{ rows: H, columns },
		blocks: new Map(names.map((letter, k) => [letter, data.subarray(k * H * columns, (k + 1) * H * columns)])),
	});
	const sum = Float64Array.from(wb, (value, k) => value + rb[k]!);
	const bias = sum.map((value, k) => (hasInner && letters[Math.floor(k / H)] === "n" ? wb[k]! : value));
	const inner = hasInner ? rb.subarray(letters.indexOf("n") * H, (letters.indexOf("n") + 1) * H) : undefined;
	return new Map([
		["weight_ih", cut(w, letters, D)],
		["weight_hh", cut(r, letters, H)],
		["bias", cut(bias, letters, 1)],
		...(inner ? [["bias_hn", cut(inner, ["n"], 1)] as const, [BOTH_BIASES, cut(sum, letters, 1)] as const] : []),
		...(p ? [["weight_peephole", cut(p.data, p.letters, 1)] as const] : []),
	]);
}

/** The tensors of a model's layer. */
export function modelTensors(stack: OwnStack, l: number, hasInner: boolean): GateTensors {
	const layer = stack.layers[l]!;
	const H = stack.hidden;
	const letters = lettersOf(layer.order satisfies Order);
	return tensorsOf({
		...{ letters, H, D: l === 0 ? stack.symbols : H, hasInner },
		...{ w: layer.w_ih, r: layer.w_hh, wb: layer.b_ih, rb: layer.b_hh },
		...(layer.p && { p: { data: layer.p, letters: letters.filter((letter) => letter !== "g") } }),
	});
}

/** The tensors of a node in its first direction; undefined if they are no constants of the right shape. */
export function nodeTensors(
	graph: OnnxGraph,
	node: Node,
	{ l, V, hasInner }: { l: number; V: number; hasInner: boolean },
): GateTensors | undefined {
	const letters = ONNX_BLOCKS[node.opType as keyof typeof ONNX_BLOCKS];
	const [W, R, B] = [1, 2, 3].map((k) => graph.constant(node.input[k] ?? ""));
	const P = graph.constant(node.input[7] ?? "");
	const H = R?.shape[2] ?? 0;
	const rows = letters.length * H;
	const D = W?.shape[2] ?? 0;
	if (!W || !R || rows * D === 0 || W.shape[1] !== rows || R.shape[1] !== rows) return undefined;
	const first = (data: Floats, length: number) => data.subarray(0, length);
	let w = first(W.data, rows * D);
	let columns = D;
	if (l === 0) {
		const embedding = findInput(graph, node.input[0] ?? "", V);
		if (embedding && embedding.E !== D) return undefined;
		if (embedding) {
			w = foldEmbedding(w, embedding.data, embedding.E, graph.where);
			columns = V;
		}
	}
	const both = B?.data ?? new Float64Array(2 * rows);
	const withPeepholes = letters.filter((letter) => letter !== "g");
	return tensorsOf({
		...{ letters, H, D: columns, w, r: first(R.data, rows * H), hasInner },
		...{ wb: both.subarray(0, rows), rb: both.subarray(rows, 2 * rows) },
		...(P && { p: { data: first(P.data, 3 * H), letters: withPeepholes } }),
	});
}
