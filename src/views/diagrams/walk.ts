/**
 * A diagram computed, node by node along its lines, in float64: what the picture says the cell does. Its layers take the
 * learned weights; the rest needs none, so that a picture can fill in the lines that a step's explanation leaves out.
 */
import type { Activation, Diagram, DiagramLine, DiagramNode } from "./diagram.ts";

// D inputs, H units; row-major

/** The tensors of a layer, as src/cells names them. */
export interface DiagramWeights {
	w_ih: ArrayLike<number>; // [G*H,D]
	w_hh: ArrayLike<number>; // [G*H,H]
	b: ArrayLike<number>; // [G*H]
	p?: ArrayLike<number>; // [3H] peepholes i|f|o
	b_hn?: ArrayLike<number>; // [H]
}

export interface WalkInput {
	/** Vectors known from the start, by name: "x", "h_prev", "c_prev". */
	known: ReadonlyMap<string, ArrayLike<number>>;
	units: number;
	/** Without them, a layer whose value is not known gives none. */
	weights?: DiagramWeights;
	/** C and g of a reservoir. Default 1. */
	gain?: number;
	leak?: number;
}

const ACTIVATIONS: Record<Activation, (a: number) => number> = {
	sigmoid: (a) => 1 / (1 + Math.exp(-a)),
	tanh: Math.tanh,
	relu: (a) => Math.max(0, a),
	linear: (a) => a,
};

/** Returns every vector of the diagram that can be computed, by name. */
export function walk({ nodes, lines }: Diagram, input: WalkInput): Map<string, ArrayLike<number>> {
	const found = new Map(input.known);
	const done = new Map<string, ArrayLike<number>>();
	for (let more = true; more; ) {
		more = false;
		for (const node of nodes) {
			if (done.has(node.id)) continue;
			const into = lines.filter(({ to }) => to === node.id);
			const given = into.map(({ from }) => done.get(from));
			const known = found.get(node.value);
			const value = known ?? (given.every((x) => x !== undefined) ? vectorOf(node, into, given, input) : undefined);
			if (!value) continue;
			done.set(node.id, value);
			if (!found.has(node.value)) found.set(node.value, value);
			more = true;
		}
	}
	return found;
}

type Vectors = readonly ArrayLike<number>[];

function vectorOf(node: DiagramNode, into: DiagramLine[], given: Vectors, input: WalkInput) {
	const { units: H, gain = 1, leak = 1 } = input;
	const first = given[0];
	switch (node.kind) {
		case "input":
			return undefined; // not known
		case "constant":
			if (node.constant === "learned") return undefined;
			if (typeof node.constant === "number") return new Float64Array(H).fill(node.constant);
			return new Float64Array(H).fill(node.constant === "gain" ? gain : 1 - gain * leak);
		case "join":
			return Float64Array.from(given.flatMap((x) => Array.from(x)));
		case "fork":
		case "output":
			return first;
		case "layer":
			return input.weights && layerOf(node, into, given, input.weights, H);
		case "point": {
			const second = given[1];
			const of: Record<typeof node.op, (k: number) => number> = {
				times: (k) => first![k]! * second![k]!,
				copy: (k) => first![k]!,
				product: (k) => first![k]! * second![k]!,
				plus: (k) => first![k]! + second![k]!,
				minus: (k) => first![k]! - second![k]!,
				over: (k) => first![k]! / second![k]!,
				rest: (k) => 1 - first![k]!,
				negative: (k) => -first![k]!,
				tanh: (k) => Math.tanh(first![k]!),
				sigmoid: (k) => ACTIVATIONS.sigmoid(first![k]!),
				relu: (k) => ACTIVATIONS.relu(first![k]!),
				exp: (k) => Math.exp(first![k]!),
				norm: (k) => normed(first!)[k]!,
				softplus: (k) => Math.max(first![k]!, 0) + Math.log1p(Math.exp(-Math.abs(first![k]!))),
			};
			return Float64Array.from({ length: H }, (_, k) => of[node.op](k));
		}
	}
}

/** Layer normalisation of a vector. */
function normed(u: ArrayLike<number>): number[] {
	const mean = Array.from(u).reduce((sum, x) => sum + x, 0) / u.length;
	const dev = Array.from(u, (x) => x - mean);
	const root = Math.sqrt(dev.reduce((sum, x) => sum + x * x, 0) / u.length + 1e-5);
	return dev.map((x) => x / root);
}

type Layer = Extract<DiagramNode, { kind: "layer" }>;

function layerOf(node: Layer, into: DiagramLine[], given: Vectors, w: DiagramWeights, H: number) {
	const { block, bias, activation, id } = node;
	const D = (w.w_ih.length * H) / w.w_hh.length;
	const peep = "ifo".indexOf(id) * H;
	return Float64Array.from({ length: H }, (_, k) => {
		const row = block * H + k;
		let a = bias === "b" ? w.b[row]! : w.b_hn![k]!;
		for (const [n, { weighting }] of into.entries()) {
			const v = given[n]!;
			if (weighting === "peep") a += w.p![peep + k]! * v[k]!;
			if (weighting === "recurrent") a += dot(w.w_hh, row * H, v, 0, H);
			if (weighting === "joined") a += dot(w.w_ih, row * D, v, 0, D) + dot(w.w_hh, row * H, v, D, H);
			if (weighting === "input") a += dot(w.w_ih, row * D, v, 0, D) + v[D + k]!;
		}
		return ACTIVATIONS[activation](a);
	});
}

function dot(w: ArrayLike<number>, at: number, v: ArrayLike<number>, from: number, length: number): number {
	let sum = 0;
	for (let j = 0; j < length; j++) sum += w[at + j]! * v[from + j]!;
	return sum;
}
