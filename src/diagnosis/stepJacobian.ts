/**
 * The Jacobian of one step of one layer, J = d s_t / d s_{t-1} with s = [h], or [h,c] for an LSTM, or the states of
 * equations one after the other, with input and lower layers constant: products u^T J by the engine's own backward pass, and J v by central differences of its forward
 * pass.
 *
 * The engine's lanes hold the vectors: p products cost one step of p lanes, 4 G p H^2 operations.
 */
import { type Cell, type LayerInput, type LayerState, stateOf } from "../cells/cell.ts";
import { statesOf } from "../cells/layout.ts";
import { cellOf, type Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Floats } from "../kernels/kernels.ts";

// p vectors, H units, S states, n = S H size of a state

/** Returns the size of a layer's state, n. */
export function stateSize({ weights: { spec } }: Unrolled): number {
	return statesOf(spec).length * spec.hidden;
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
	readonly #arrays: Record<"dOut" | "dhLast" | "dhFirst" | "dcLast" | "dcFirst", Floats>; // [p,H], of c [S-1,p,H]
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
		const rows = (width = H) => engine.floats(p * width);
		const c = () => rows(Math.max(H, this.n - H));
		this.#arrays = { dOut: rows(), dhLast: rows(), dhFirst: rows(), dcLast: c(), dcFirst: c() };
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
				for (let at = H; at < n; at += H) dcLast[(at - H) * p + r * H + k] = u[r * n + at + k]!;
			}
		}
		const ends = n > H ? { dhLast, dcLast, dhFirst, dcFirst } : { dhLast, dhFirst };
		this.#cell.backward({ ...this.#call(), dOut, dx: this.#dx, gradients: this.#gradients.layer(this.#l), ends });
		return Float64Array.from({ length: p * n }, (_, at) => {
			const [r, k] = [Math.floor(at / n), at % n];
			const s = Math.floor(k / H); // number of the state
			return k < H ? dhFirst[r * H + k]! : dcFirst[((s - 1) * p + r) * H + k - s * H]!;
		});
	}

	/**
	 * Returns J v at step t of lane b for one v [n], by a central difference of step 2^-7 |v|_max: relative error about
	 * 1e-4 in float32. Needs p >= 2; does not change the window.
	 */
	ahead(t: number, b: number, v: ArrayLike<number>): Float64Array {
		const { n, p } = this;
		const H = this.#state.h.length / (2 * p);
		const states = Array.from({ length: n / H }, (_, s) => stateOf(this.#state, s, n / H)); // [S] of [2,p,H]
		this.#take(t, b);
		let most = 0;
		for (let k = 0; k < n; k++) most = Math.max(most, Math.abs(v[k]!));
		const step = 2 ** -7 / (most || 1);
		for (const [row, sign] of [step, -step].entries()) {
			for (const [s, x] of states.entries()) for (let k = 0; k < H; k++) x[row * H + k]! += sign * v[s * H + k]!;
		}
		this.#cell.forward(this.#call());
		return Float64Array.from({ length: n }, (_, at) => {
			const [x, k] = [states[Math.floor(at / H)]!, at % H];
			return (x[p * H + k]! - x[(p + 1) * H + k]!) / (2 * step);
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
		const { T, B, x, ids, layers, weights } = this.#window;
		const layer = layers[this.#l]!;
		const H = weights.spec.hidden;
		const copy = (from: Floats, to: Floats, steps: number, width: number) => {
			for (let s = 0; s < steps; s++) {
				const row = from.subarray(((t + s) * B + b) * width, ((t + s) * B + b + 1) * width);
				for (let r = 0; r < this.p; r++) to.set(row, (s * this.p + r) * width);
			}
		};
		const S = this.n / H;
		for (let k = 0; k < S; k++) copy(stateOf(layer, k, S), stateOf(this.#state, k, S), 2, H);
		for (const name of ["gates", "aux"] as const) {
			const [from, to] = [layer[name], this.#state[name]];
			if (from && to) copy(from, to, 1, from.length / (T * B));
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
