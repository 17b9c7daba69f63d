/**
 * Gradients of a layer and of a whole network by forward mode: an independent implementation, written from the
 * equations (docs/equations.md), to check backpropagation through time. It shares no line with the engines.
 *
 * It is not for training: it costs one forward pass per parameter.
 */

import { type CellSpec, type ModelSpec, statesOf, tensorsOf, weightBlocks } from "../cells/layout.ts";
import { ownCellOf } from "../cells/own/reader.ts";
import type { DropoutDraw } from "../cells/unroll.ts";
import type { WeightDropDraw } from "../cells/weightDrop.ts";
import { threefry2x32 } from "../kernels/random.ts";
import { cellStep } from "./tangents/cells.ts";
import { constant, type Dual, ForwardMode, type Leaf, part } from "./tangents/dual.ts";
import type { LayerLeaves } from "./tangents/stepTypes.ts";

// T steps, B sequences, D inputs, H units, V symbols, L layers, G gate blocks; row-major, the last letter moves fastest

export interface LayerTensors {
	w_ih: Float64Array; // [G*H,D]
	w_hh: Float64Array; // [G*H,H]
	b: Float64Array; // [G*H]
	p?: Float64Array; // [3H]
	b_hn?: Float64Array; // [H]
}

/** One layer, and the loss L = sum dOut h + dhLast h_T + dcLast c_T. */
export interface LayerPoint {
	spec: CellSpec;
	T: number;
	B: number;
	D: number;
	H: number;
	weights: LayerTensors;
	x: Float64Array; // [T,B,D]
	h0: Float64Array; // [B,H]
	c0: Float64Array; // [B,H], read by lstm; [S-1,B,H] of a cell given by equations, as dcLast
	dOut: Float64Array; // [T,B,H]
	dhLast: Float64Array; // [B,H]
	dcLast: Float64Array; // [B,H], read by lstm
}

/** A network with its softmax head, and the loss L = scale times the sum of the scored losses in nats. */
export interface NetworkPoint {
	spec: ModelSpec;
	T: number;
	B: number;
	ids: Int32Array; // [T,B], -1 for a row of zeros
	targets: Int32Array; // [T,B], -1 for not scored
	scale: number;
	weights: Float64Array; // [P] in layout order
	h0: Float64Array[]; // [L] of [B,H]
	c0: Float64Array[]; // [L] of [B,H], read by lstm
	dropout?: DropoutDraw;
	weightDrop?: WeightDropDraw;
}

export interface Gradient {
	loss: number;
	/** Sum of the absolute terms of the loss; errors of the loss are relative to it. */
	magnitude: number;
	/** By tensor: layout names and l{n}.h, l{n}.c for a network; the fields of LayerPoint and delta* for a layer. */
	tensors: Map<string, Float64Array>;
	/** Smallest |pre-activation| of the point: its distance from the kink of relu. */
	margin: number;
}

/** Returns the gradient of one layer's loss by weights, x, h0 (c0), and every step's pre-activations, h (and c). */
export function layerGradient(point: LayerPoint): Gradient {
	const { spec, T, B, D, H, x, weights } = point;
	const GH = weightBlocks(spec).bias * H;
	const more = statesOf(spec).length - 1; // states after h
	const leaves = new Leaves();
	const w = leavesOf(leaves, weights);
	const inBlocks = blockMask(spec, H, weights.w_hh.length);
	if (inBlocks) w.w_hh = { ...w.w_hh, v: masked(w.w_hh.v, inBlocks) };
	const xs = leaves.add("x", x);
	const h0 = leaves.add("h0", point.h0);
	const c0 = leaves.add("c0", point.c0);
	const shiftA = leaves.add("deltaGates", new Float64Array(T * B * GH));
	const shiftH = leaves.add("deltaH", new Float64Array(T * B * H));
	const shiftC = leaves.add("deltaC", new Float64Array(T * Math.max(1, more) * B * H)); // [T,S-1,B,H]
	const mode = new ForwardMode(leaves.count);
	const total = new Total(mode);
	let margin = Number.POSITIVE_INFINITY;
	let state = { h: mode.variable(h0), c: mode.variable(c0) };
	for (let t = 0; t < T; t++) {
		const rows = (leaf: Leaf, width: number) => part(leaf, t * B * width, (t + 1) * B * width);
		const shifts = { a: rows(shiftA, GH), h: rows(shiftH, H), c: rows(shiftC, Math.max(1, more) * H) };
		const step = cellStep(mode, spec, w, mode.variable(rows(xs, D)), state, B, shifts);
		state = step.state;
		margin = Math.min(margin, step.margin);
		total.addDot(point.dOut.subarray(t * B * H, (t + 1) * B * H), state.h);
	}
	total.addDot(point.dhLast, state.h);
	if (more > 0) total.addDot(point.dcLast, state.c);
	const tensors = leaves.split(total.d);
	if (inBlocks) tensors.set("w_hh", masked(tensors.get("w_hh")!, inBlocks));
	if (more === 0) for (const name of ["c0", "deltaC"]) tensors.delete(name);
	return { loss: total.v, magnitude: total.magnitude, tensors, margin };
}

/** Returns the gradient of a network's loss by every parameter and by the state before the window. */
export function networkGradient(point: NetworkPoint): Gradient {
	const { spec, T, B, ids, targets, scale, dropout, weightDrop } = point;
	const { symbols: V, hidden: H } = spec;
	const leaves = new Leaves();
	const tensor = new Map(
		tensorsOf(spec).map(({ name, offset, length }) => [
			name,
			leaves.add(name, point.weights.subarray(offset, offset + length)),
		]),
	);
	const masks = recurrentMasks(spec, weightDrop);
	for (const [name, mask] of masks) {
		const { v, at } = tensor.get(name)!;
		tensor.set(name, { v: masked(v, mask), at });
	}
	const h0 = point.h0.map((h, l) => leaves.add(`l${l}.h`, h));
	const c0 = point.c0.map((c, l) => leaves.add(`l${l}.c`, c));
	const mode = new ForwardMode(leaves.count);
	const total = new Total(mode);
	let margin = Number.POSITIVE_INFINITY;
	const states = h0.map((h, l) => ({ h: mode.variable(h), c: mode.variable(c0[l]) }));
	for (let t = 0; t < T; t++) {
		let x = constant(oneHot(ids.subarray(t * B, (t + 1) * B), V));
		for (const [l, state] of states.entries()) {
			const w = {
				w_ih: tensor.get(`weight_ih_l${l}`)!,
				w_hh: tensor.get(`weight_hh_l${l}`) ?? NO_WEIGHTS,
				b: tensor.get(`bias_l${l}`)!,
				p: tensor.get(`weight_peephole_l${l}`) ?? parametersOf(spec, l, tensor),
				b_hn: tensor.get(`bias_hn_l${l}`),
			};
			const step = cellStep(mode, spec, w, x, state, B);
			states[l] = step.state;
			margin = Math.min(margin, step.margin);
			x = step.state.h;
			if (dropout) x = mode.multiply(x, constant(keep(dropout, l, T, t, B * H)));
		}
		const bias = mode.repeat(tensor.get("head.bias")!, B);
		const logits = mode.add(mode.product(tensor.get("head.weight")!, x, B), bias); // y = W x + b
		for (let b = 0; b < B; b++) {
			const target = targets[t * B + b];
			if (target >= 0) total.addCrossEntropy(scale, mode.slice(logits, b * V, (b + 1) * V), target);
		}
	}
	const tensors = leaves.split(total.d);
	for (const [name, mask] of masks) tensors.set(name, masked(tensors.get(name)!, mask)); // by the masked matrix, so far
	if (statesOf(spec).length === 1) for (const l of states.keys()) tensors.delete(`l${l}.c`);
	return { loss: total.v, magnitude: total.magnitude, tensors, margin };
}

/** The parameters of a cell given by equations, whose tensors follow each other: [P,H]. */
function parametersOf(spec: ModelSpec, l: number, tensor: ReadonlyMap<string, Leaf>): Leaf | undefined {
	if (spec.cell !== "own") return undefined;
	const own = ownCellOf(spec.equations).parameters.map((name) => tensor.get(`${name}_l${l}`)!);
	if (own.length === 0) return undefined;
	const v = new Float64Array(own.flatMap((leaf) => [...leaf.v]));
	return { v, at: own[0]!.at };
}

/** No recurrent weights, where a cell given by equations has none. */
const NO_WEIGHTS: Leaf = { v: new Float64Array(0), at: 0 };

/** Numbers the directions: one for each element of each tensor to differentiate by. */
class Leaves {
	count = 0;
	readonly #at = new Map<string, Leaf>();

	add(name: string, v: Float64Array): Leaf {
		const leaf = { v, at: this.count };
		this.#at.set(name, leaf);
		this.count += v.length;
		return leaf;
	}

	split(d: Float64Array): Map<string, Float64Array> {
		return new Map([...this.#at].map(([name, { v, at }]) => [name, d.slice(at, at + v.length)]));
	}
}

function leavesOf(leaves: Leaves, { w_ih, w_hh, b, p, b_hn }: LayerTensors): LayerLeaves {
	return {
		w_ih: leaves.add("w_ih", w_ih),
		w_hh: leaves.add("w_hh", w_hh),
		b: leaves.add("b", b),
		p: p && leaves.add("p", p),
		b_hn: b_hn && leaves.add("b_hn", b_hn),
	};
}

/** The loss: one value and its P derivatives. */
class Total {
	v = 0;
	magnitude = 0;
	readonly d: Float64Array; // [P]

	constructor({ directions }: ForwardMode) {
		this.d = new Float64Array(directions);
	}

	/** L += sum_j r[j] x[j] */
	addDot(r: Float64Array, x: Dual): void {
		const P = this.d.length;
		for (let j = 0; j < r.length; j++) {
			this.#add(r[j] * x.v[j]);
			for (let p = 0; p < P; p++) this.d[p] += r[j] * x.d[j * P + p];
		}
	}

	/** L += scale (log sum_v e^{y_v} - y_target); derivative: scale (sum_v softmax(y)_v y_v' - y_target') */
	addCrossEntropy(scale: number, y: Dual, target: number): void {
		const most = Math.max(...y.v);
		const exps = y.v.map((v) => Math.exp(v - most));
		const sum = exps.reduce((a, b) => a + b, 0);
		this.#add(scale * (Math.log(sum) + most - y.v[target]));
		const P = this.d.length;
		for (let p = 0; p < P; p++) {
			let slope = -y.d[target * P + p];
			for (let v = 0; v < exps.length; v++) slope += (exps[v] / sum) * y.d[v * P + p];
			this.d[p] += scale * slope;
		}
	}

	#add(term: number): void {
		this.v += term;
		this.magnitude += Math.abs(term);
	}
}

function oneHot(ids: Int32Array, V: number): Float64Array {
	const x = new Float64Array(ids.length * V); // [B,V]
	for (const [b, id] of ids.entries()) if (id >= 0) x[b * V + id] = 1;
	return x;
}

/**
 * Returns the dropout factors of step t of layer l, [B,H]: 0, or 1 / (1 - rate). Layer l's mask starts
 * l ceil(T B H / 2) blocks later.
 */
function keep(draw: DropoutDraw, l: number, T: number, t: number, BH: number): Float64Array {
	return Float64Array.from({ length: BH }, (_, k) => factor(draw, l * Math.ceil((T * BH) / 2), t * BH + k));
}

/**
 * Returns the masks of weight-drop and of the blocks of units by name of R: 0, 1 or 1 / (1 - rate). Those of weight-drop
 * start l ceil(n / 2) blocks later for layer l.
 */
function recurrentMasks(spec: ModelSpec, draw: WeightDropDraw | undefined): Map<string, Float64Array> {
	const matrices = tensorsOf(spec).filter(({ name }) => name.startsWith("weight_hh"));
	return new Map(
		matrices.flatMap(({ name, length }, l): [string, Float64Array][] => {
			const inBlocks = blockMask(spec, spec.hidden, length);
			const dropped = draw && Float64Array.from({ length }, (_, k) => factor(draw, l * Math.ceil(length / 2), k));
			if (dropped && inBlocks) return [[name, masked(dropped, inBlocks)]];
			return dropped || inBlocks ? [[name, dropped ?? inBlocks!]] : [];
		}),
	);
}

/** 1 where row and column of R, [G*H,H], are units of one block, else 0; undefined for one block. */
function blockMask({ blocks }: CellSpec, H: number, length: number): Float64Array | undefined {
	if (blocks === undefined) return undefined;
	const blockOf = (unit: number) => Math.floor((unit * blocks) / H);
	return Float64Array.from({ length }, (_, k) => (blockOf(Math.floor(k / H) % H) === blockOf(k % H) ? 1 : 0));
}

const masked = (x: Float64Array, mask: Float64Array) => x.map((v, k) => v * mask[k]!);

/** Factor of an element of a mask whose first block is `first` blocks after the draw's counter. */
function factor({ rate, key, counter }: DropoutDraw, first: number, element: number): number {
	const block = BigInt(counter) + BigInt(first + Math.floor(element / 2));
	const [low, high] = [Number(block & 0xffffffffn), Number(block >> 32n)];
	const word = threefry2x32(key[0], key[1], low, high)[element % 2];
	return word / 2 ** 32 < rate ? 0 : 1 / (1 - rate);
}
