/** One RNN, GRU or LSTM node of ONNX, step by step in float64, with the letters of ONNX's operator specification. */
import type { Budget } from "./graphBudget.ts";
import { sized } from "./graphValues.ts";
import type { Node } from "./messages_pb.ts";
import { attribute, type OnnxGraph, type Values } from "./read.ts";

// T steps, B sequences (lanes), D inputs, G gate blocks, H units, N directions; row-major, the last letter moves fastest

/** Operators of a recurrent layer. */
export type RecurrentOp = "LSTM" | "GRU" | "RNN";

/** Every value of a layer: of its first direction, if it has two. */
export interface LayerTape {
	op: RecurrentOp | "Scan";
	name: string;
	T: number;
	B: number;
	H: number;
	/** By Sluice's letters i, f, g, o, r, z, n, and c and h, or by the names of equations: [T,B,H]. */
	values: Record<string, Float64Array>;
	/** Whether a lane started from another state than zeros. */
	started: boolean;
	/** Whether a lane ended before the last step. */
	cut: boolean;
}

/** Gate blocks of each operator in ONNX's order, in Sluice's letters. */
export const ONNX_BLOCKS = {
	LSTM: ["i", "o", "f", "g"],
	GRU: ["z", "r", "n"],
	RNN: ["a"],
} as const;

type Activation = (x: number) => number;
const sigmoid: Activation = (x) => 1 / (1 + Math.exp(-x));

interface Direction {
	reverse: boolean;
	w: Float64Array | Float32Array; // [G*H,D]
	r: Float64Array | Float32Array; // [G*H,H]
	wb: Float64Array | Float32Array; // [G*H]
	rb: Float64Array | Float32Array; // [G*H]
	p?: Float64Array | Float32Array; // [3*H]: i, o, f
	h: Float64Array; // [B,H]
	c: Float64Array; // [B,H]
	activations: Activation[];
}

/** Settings of a node that hold for both directions. */
interface Setting {
	op: RecurrentOp;
	T: number;
	B: number;
	D: number;
	H: number;
	x: (t: number, b: number) => { data: ArrayLike<number>; at: number };
	lengths: ArrayLike<number>;
	clip: number;
	linearBeforeReset: boolean;
	inputForget: boolean;
}

export function runLayer(
	graph: OnnxGraph,
	node: Node,
	input: readonly (Values | undefined)[],
	budget: Budget,
): { tape: LayerTape; outputs: Values[] } {
	const op = node.opType as RecurrentOp;
	const [X, W, R, bias, lengths, h0, c0, P] = input;
	const batchFirst = attribute(node, "layout")?.i === 1n;
	const [first = 0, second = 0, D = 0] = X?.shape ?? [];
	const [T, B] = batchFirst ? [second, first] : [first, second];
	const direction = new TextDecoder().decode(attribute(node, "direction")?.s.subarray(0, 40)) || "forward";
	const N = direction === "bidirectional" ? 2 : 1;
	const G = ONNX_BLOCKS[op].length;
	const H = R?.shape[2] ?? 0;
	const shaped = (values: Values | undefined, what: string, shape: number[]) => {
		if (values && values.shape.join() !== shape.join())
			throw graph.trouble("tensor", `${node.name} ${what}`, `[${values.shape}]`, `[${shape}]`);
		return values?.data;
	};
	if (!X || !W || !R || T * B * D * H === 0) throw graph.trouble("graph", node.name, "an input is absent");
	const rows = G * H;
	const states = batchFirst ? [B, N, H] : [N, B, H];
	const w = shaped(W, "W", [N, rows, D])!;
	const r = shaped(R, "R", [N, rows, H])!;
	const b = shaped(bias, "B", [N, 2 * rows]) ?? new Float64Array(N * 2 * rows);
	const p = shaped(P, "P", [N, 3 * H]);
	const initial = (values: Values | undefined, n: number) => {
		const data = shaped(values, "initial state", states);
		return Float64Array.from({ length: B * H }, (_, k) => {
			const [lane, unit] = [Math.floor(k / H), k % H];
			return data?.[batchFirst ? (lane * N + n) * H + unit : (n * B + lane) * H + unit] ?? 0;
		});
	};
	budget.numbers(T * B * H * (G + 4) * N);
	budget.products(T * B * rows * (D + H) * N);
	const flag = (name: string) => (attribute(node, name)?.i ?? 0n) !== 0n;
	const setting: Setting = {
		...{ op, T, B, D, H, clip: attribute(node, "clip")?.f || Number.POSITIVE_INFINITY },
		x: (t, lane) => ({ data: X.data, at: (batchFirst ? lane * T + t : t * B + lane) * D }),
		lengths: shaped(lengths, "sequence_lens", [B]) ?? new Float64Array(B).fill(T),
		...{ linearBeforeReset: flag("linear_before_reset"), inputForget: flag("input_forget") },
	};
	const made = Array.from({ length: N }, (_, n) => {
		const blocks = (data: Values["data"], length: number) => data.subarray(n * length, (n + 1) * length);
		const both = blocks(b, 2 * rows);
		return runDirection(setting, {
			reverse: direction === "reverse" || n === 1,
			...{ w: blocks(w, rows * D), r: blocks(r, rows * H), wb: both.subarray(0, rows), rb: both.subarray(rows) },
			...(p && { p: blocks(p, 3 * H) }),
			...{ h: initial(h0, n), c: initial(c0, n), activations: activationsOf(graph, node, n) },
		});
	});
	const y = new Float64Array(T * N * B * H);
	for (const [n, { values }] of made.entries())
		for (let t = 0; t < T; t++)
			for (let lane = 0; lane < B; lane++) {
				const from = (t * B + lane) * H;
				const to = batchFirst ? ((lane * T + t) * N + n) * H : ((t * N + n) * B + lane) * H;
				y.set(values.h!.subarray(from, from + H), to);
			}
	const last = (kind: "h" | "c") => {
		const data = new Float64Array(N * B * H);
		for (const [n, end] of made.entries())
			for (let lane = 0; lane < B; lane++)
				data.set(end[kind].subarray(lane * H, (lane + 1) * H), (batchFirst ? lane * N + n : n * B + lane) * H);
		return sized(states, data);
	};
	const shape = batchFirst ? [B, T, N, H] : [T, N, B, H];
	const outputs = [sized(shape, y), last("h"), ...(op === "LSTM" ? [last("c")] : [])];
	const started = [h0, c0].some((values) => values?.data.some((value) => value !== 0));
	const cut = Array.from(setting.lengths).some((length) => length < T);
	return { tape: { op, name: node.name, T, B, H, values: made[0]!.values, started, cut }, outputs };
}

function runDirection(setting: Setting, of: Direction) {
	const { op, T, B, D, H, clip } = setting;
	const letters = ONNX_BLOCKS[op];
	const kept = [...(op === "RNN" ? [] : letters), ...(op === "LSTM" ? ["c"] : []), "h"];
	const values = Object.fromEntries(kept.map((letter) => [letter, new Float64Array(T * B * H)]));
	const { h, c } = of;
	const [f0, f1 = f0!, f2 = f1] = of.activations as [Activation, Activation?, Activation?];
	const clipped = (a: number) => Math.min(clip, Math.max(-clip, a));
	const inputs = new Float64Array(letters.length * H); // x W^T + Wb
	const inner = new Float64Array(letters.length * H); // h R^T + Rb
	const dot = (row: number, weights: ArrayLike<number>, width: number, data: ArrayLike<number>, at: number) => {
		let total = 0;
		for (let k = 0; k < width; k++) total += weights[row * width + k]! * data[at + k]!;
		return total;
	};
	for (let lane = 0; lane < B; lane++) {
		const length = Math.min(T, Math.max(0, setting.lengths[lane]!));
		for (let step = 0; step < length; step++) {
			const t = of.reverse ? length - 1 - step : step;
			const { data, at } = setting.x(t, lane);
			for (let row = 0; row < inputs.length; row++) {
				inputs[row] = dot(row, of.w, D, data, at) + of.wb[row]!;
				inner[row] = dot(row, of.r, H, h, lane * H) + of.rb[row]!;
			}
			const out: Record<string, number>[] = [];
			for (let u = 0; u < H; u++) out.push(unit(u, lane));
			if (op === "GRU") candidates(out, lane);
			for (const [u, gates] of out.entries()) {
				for (const letter of kept) values[letter]![(t * B + lane) * H + u] = gates[letter]!;
				h[lane * H + u] = gates.h!;
				if (op === "LSTM") c[lane * H + u] = gates.c!;
			}
		}
	}
	return { values, h, c };

	function unit(u: number, lane: number): Record<string, number> {
		const sum = (block: number) => inputs[block * H + u]! + inner[block * H + u]!;
		if (op === "RNN") return { h: f0(clipped(sum(0))) };
		if (op === "GRU") return { z: f0(clipped(sum(0))), r: f0(clipped(sum(1))) };
		const before = c[lane * H + u]!;
		const peep = (block: number, state: number) => (of.p ? of.p[block * H + u]! * state : 0);
		const i = f0(clipped(sum(0) + peep(0, before)));
		const f = setting.inputForget ? 1 - i : f0(clipped(sum(2) + peep(2, before)));
		const g = f1(clipped(sum(3)));
		const now = f * before + i * g;
		const o = f0(clipped(sum(1) + peep(1, now)));
		return { i, o, f, g, c: now, h: o * f2(now) };
	}

	/** n and h of a GRU: n needs r of every unit if the reset gate comes before the product. */
	function candidates(out: Record<string, number>[], lane: number): void {
		const reset = Float64Array.from(out, (gates, u) => gates.r! * h[lane * H + u]!);
		for (const [u, gates] of out.entries()) {
			const row = 2 * H + u;
			const recurrent = setting.linearBeforeReset ? gates.r! * inner[row]! : dot(row, of.r, H, reset, 0) + of.rb[row]!;
			gates.n = f1(clipped(inputs[row]! + recurrent));
			gates.h = (1 - gates.z!) * gates.n + gates.z! * h[lane * H + u]!;
		}
	}
}

const USUAL = { LSTM: ["sigmoid", "tanh", "tanh"], GRU: ["sigmoid", "tanh"], RNN: ["tanh"] } as const;

/** Names of the activations of direction n, in small letters. */
export function activationNames(node: Node, n = 0): string[] {
	const usual = USUAL[node.opType as RecurrentOp];
	const given = attribute(node, "activations")?.strings ?? [];
	if (given.length === 0) return [...usual];
	const names = given.slice(0, 6).map((bytes) => new TextDecoder().decode(bytes.subarray(0, 40)).toLowerCase());
	return names.slice(n * usual.length, (n + 1) * usual.length);
}

function activationsOf(graph: OnnxGraph, node: Node, n: number): Activation[] {
	const names = activationNames(node, n);
	if (names.length !== USUAL[node.opType as RecurrentOp].length)
		throw graph.trouble("attribute", node.name, `activations ${names}`);
	const alpha = attribute(node, "activation_alpha")?.floats[0] ?? 1;
	const beta = attribute(node, "activation_beta")?.floats[0] ?? 0;
	const known: Record<string, Activation> = {
		...{ sigmoid, tanh: Math.tanh, relu: (x) => Math.max(0, x), affine: (x) => alpha * x + beta },
		hardsigmoid: (x) => Math.min(1, Math.max(0, 0.2 * x + 0.5)),
		softsign: (x) => x / (1 + Math.abs(x)),
	};
	return names.map((name) => {
		const activation = Object.hasOwn(known, name) ? known[name] : undefined;
		if (!activation) throw graph.trouble("attribute", node.name, `activation ${name.slice(0, 40)}`);
		return activation;
	});
}
