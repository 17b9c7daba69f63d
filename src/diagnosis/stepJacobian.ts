/**
 * The Jacobian of one step of one layer, J = d s_t / d s_{t-1} with s = [h], or [h,c] for an LSTM, with input and lower
 * layers constant: products u^T J by the engine's own backward pass, and J v by central differences of its forward
 * pass.
 *
 * The engine's lanes hold the vectors: p products cost one step of p lanes, 4 G p H^2 operations.
 */
import type { Cell, LayerInput, LayerState } from "../cells/cell.ts";
import { cellOf, type Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Floats } from "../kernels/kernels.ts";
import { stateOf } from "./backflow.ts";

// p vectors, H units, n = H or 2H size of a state

/** Returns the size of a layer's state, n. */
export function stateSize({ weights: { spec } }: Unrolled): number {
	return spec.cell === "lstm" ? 2 * spec.hidden : spec.hidden;
}

/** Products with the step Jacobians of layer `l` of a window after its forward pass; allocates arrays for p vectors. */
export class StepProducts {
	readonly n: number;
	readonly p: number;
	readonly #window: Unrolled;
	readonly #l: number;
	readonly #cell: Cell;
	readonly #state: LayerState;
	readonly #input: { x: Floats } | { ids: Int32Array };
	readonly #gradients: Weights;
	readonly #arrays: Record<"dOut" | "dhLast" | "dcLast" | "dhFirst" | "dcFirst", Floats>; // each [p,H]
	readonly #dx: Floats | undefined;

	constructor(window: Unrolled, l: number, p: number) {
		const { engine, weights } = window;
		const { hidden: H, symbols: D } = weights.spec;
		this.#window = window;
		this.#l = l;
		this.n = stateSize(window);
		this.p = p;
		this.#cell = cellOf(weights.spec);
		this.#state = this.#cell.allocate(engine, { T: 1, B: p, H, D: l === 0 ? D : H });
		this.#input = l === 0 && !window.x ? { ids: engine.ints(p) } : { x: engine.floats(p * (l === 0 ? D : H)) };
		this.#gradients = new Weights(engine, weights.spec);
		const rows = () => engine.floats(p * H);
		this.#arrays = { dOut: rows(), dhLast: rows(), dcLast: rows(), dhFirst: rows(), dcFirst: rows() };
		this.#dx = l === 0 ? undefined : rows();
	}

	/**
	 * Returns U J at step t of lane b: rows of U [p,n] and of the result are dL/ds_t and dL/ds_{t-1}. Exact, in the
	 * engine's floats.
	 */
	back(t: number, b: number, u: ArrayLike<number>): Float64Array {
		const { n, p } = this;
		const { dOut, dhLast, dcLast, dhFirst, dcFirst } = this.#arrays;
		const H = dhLast.length / p;
		this.#take(t, b);
		for (let r = 0; r < p; r++) {
			for (let k = 0; k < H; k++) {
				dhLast[r * H + k] = u[r * n + k]!;
				if (n > H) dcLast[r * H + k] = u[r * n + H + k]!;
			}
		}
		const ends = n > H ? { dhLast, dcLast, dhFirst, dcFirst } : { dhLast, dhFirst };
		this.#cell.backward({ ...this.#call(), dOut, dx: this.#dx, gradients: this.#gradients.layer(this.#l), ends });
		return Float64Array.from({ length: p * n }, (_, at) => {
			const [r, k] = [Math.floor(at / n), at % n];
			return k < H ? dhFirst[r * H + k]! : dcFirst[r * H + k - H]!;
		});
	}

	/**
	 * Returns J v at step t of lane b for one v [n], by a central difference of step 2^-7 |v|_max: relative error about
	 * 1e-4 in float32. Needs p >= 2; does not change the window.
	 */
	ahead(t: number, b: number, v: ArrayLike<number>): Float64Array {
		const { h, c } = this.#state;
		const n = this.n;
		const H = h.length / (2 * this.p);
		this.#take(t, b);
		let most = 0;
		for (let k = 0; k < n; k++) most = Math.max(most, Math.abs(v[k]!));
		const step = 2 ** -7 / (most || 1);
		for (const [row, sign] of [step, -step].entries()) {
			for (let k = 0; k < H; k++) h[row * H + k]! += sign * v[k]!;
			if (c) for (let k = 0; k < H; k++) c[row * H + k]! += sign * v[H + k]!;
		}
		this.#cell.forward(this.#call());
		const after = (x: Floats, row: number, k: number) => x[(this.p + row) * H + k]!;
		return Float64Array.from({ length: n }, (_, at) => {
			const [x, k] = at < H ? [h, at] : [c!, at - H];
			return (after(x, 0, k) - after(x, 1, k)) / (2 * step);
		});
	}

	free(): void {
		const { h, c, gates, aux } = this.#state;
		const state = [h, c, gates, aux, this.#dx, ...Object.values(this.#input)].filter((x) => x !== undefined);
		this.#window.engine.free(...state, this.#gradients.flat, ...Object.values(this.#arrays));
	}

	#call() {
		const { engine, weights } = this.#window;
		const { hidden: H, symbols: D } = weights.spec;
		const size = { T: 1, B: this.p, H, D: this.#l === 0 ? D : H };
		const call = { engine, size, weights: weights.layer(this.#l), state: this.#state };
		return { ...call, input: this.#input as LayerInput };
	}

	/** Copies lane b of the window's step t to every lane of our own arrays. */
	#take(t: number, b: number): void {
		const { B, x, ids, layers } = this.#window;
		const from = stateOf(this.#window, this.#l, t);
		for (const name of ["h", "c", "gates", "aux"] as const) {
			const [source, target] = [from[name], this.#state[name]];
			if (!source || !target) continue;
			const steps = name === "h" || name === "c" ? 2 : 1;
			const width = source.length / (steps * B);
			for (let s = 0; s < steps; s++) {
				const row = source.subarray((s * B + b) * width, (s * B + b + 1) * width);
				for (let r = 0; r < this.p; r++) target.set(row, (s * this.p + r) * width);
			}
		}
		if ("ids" in this.#input) this.#input.ids.fill(ids[t * B + b]!);
		else {
			const width = this.#input.x.length / this.p;
			const at = this.#l === 0 ? (t * B + b) * width : ((t + 1) * B + b) * width; // h[0] is the state before the window
			const row = (this.#l === 0 ? x! : layers[this.#l - 1]!.h).subarray(at, at + width);
			for (let r = 0; r < this.p; r++) this.#input.x.set(row, r * width);
		}
	}
}
