/**
 * A stack of layers and its head, unrolled over T steps of B sequences: forward, loss, BPTT.
 *
 * Holds the arrays of one window and nothing of training. The weights are passed in and may be shared by many windows.
 * After `forward`, the gates, c and h of every step are readable in `layers`; `backward` does not change them.
 */

import { fail } from "../errors/index.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import { type Cell, type Deltas, type Ends, type LayerInput, type LayerState, stateOf } from "./cell.ts";
import { gru } from "./gru.ts";
import { headLosses } from "./heads.ts";
import { type CellSpec, type ModelSpec, outputsOf } from "./layout.ts";
import { lstm } from "./lstm.ts";
import { own } from "./own/layer.ts";
import { rnn } from "./rnn.ts";
import { WeightDrop, type WeightDropDraw } from "./weightDrop.ts";
import type { LayerWeights, Weights } from "./weights.ts";

// T steps, B sequences, D inputs, H units, V outputs, L layers; row-major, the last letter moves fastest

/** Returns the cell that a model is made of. */
export function cellOf(spec: CellSpec): Cell {
	if (spec.cell === "rnn") return rnn(spec);
	if (spec.cell === "gru") return gru(spec);
	if (spec.cell === "own") return own(spec);
	return lstm(spec);
}

export interface UnrollOptions {
	/** Steps of the window, T >= 1. */
	steps: number;
	/** Parallel sequences, B >= 1. */
	lanes: number;
	/** Allocates the arrays that `backward` needs. Default false. */
	training?: boolean;
}

/** Dropout of one forward pass: the mask is drawn from (key, counter), and again by backward. */
export interface DropoutDraw {
	rate: number;
	key: readonly [number, number];
	counter: number;
}

export interface ForwardCall {
	/** Steps to run. Default: T. */
	steps?: number;
	dropout?: DropoutDraw;
	weightDrop?: WeightDropDraw | undefined;
}

export interface BackwardCall {
	/** Steps that the forward pass ran. Default: T. */
	steps?: number;
	/** Factor of the summed losses. */
	scale: number;
	deltas?: Deltas[]; // [L]
	ends?: Ends[]; // [L]
	/** Computes the gradient of the output layer alone. */
	readoutOnly?: boolean;
}

/**
 * A stack of layers unrolled over T steps of B sequences: forward, losses, backward, with every value kept.
 * @throws E_MODEL_USE for the weights of an encoder-decoder.
 */
export class Unrolled {
	readonly engine: Engine;
	readonly weights: Weights;
	readonly T: number;
	readonly B: number;
	readonly ids: Int32Array; // [T,B] input symbols, -1 for none
	readonly x?: Floats; // [T,B,D] input values if the model's input is "values"; `ids` is then not read
	/** [T,B] symbols to predict, -1 for not scored. Heads other than softmax write it: 0 where scored. */
	readonly targets: Int32Array;
	readonly values?: Float64Array; // [T,B,V] targets of regression and binary heads, NaN for not scored
	readonly layers: readonly LayerState[]; // [L]
	readonly logits: Floats; // [T,B,V] outputs; regression: the predicted values
	readonly losses: Floats; // [T,B] nats; regression: mean squared error
	readonly #cell: Cell;
	readonly #outputs: readonly Floats[]; // [L] of [T,B,H]: h[1..T] of each layer
	readonly #up: Floats[] = []; // [L] of [T,B,H]: each layer's output after dropout
	readonly #down: Floats[] = []; // two of [T,B,H]: gradient from above, gradient passed down
	#draw: DropoutDraw | undefined;
	/** Weight-drop of the last forward pass. `#masks`: its arrays, kept for the next ones. */
	#drop: WeightDrop | undefined;
	#masks: WeightDrop | undefined;

	constructor(engine: Engine, weights: Weights, { steps: T, lanes: B, training = false }: UnrollOptions) {
		const { symbols: D, hidden: H, layers, dropout, input, head = "softmax", attention } = weights.spec;
		if (attention) throw fail("E_MODEL_USE", { use: "reading" });
		const V = outputsOf(weights.spec);
		this.engine = engine;
		this.weights = weights;
		this.T = T;
		this.B = B;
		this.#cell = cellOf(weights.spec);
		this.ids = engine.ints(T * B);
		if (input === "values") this.x = engine.floats(T * B * D);
		this.targets = engine.ints(T * B);
		if (head !== "softmax") this.values = new Float64Array(T * B * V);
		this.logits = engine.floats(T * B * V);
		this.losses = engine.floats(T * B);
		this.layers = Array.from({ length: layers }, (_, l) =>
			this.#cell.allocate(engine, { T, B, H, D: l === 0 ? D : H }),
		);
		this.#outputs = this.layers.map(({ h }) => h.subarray(B * H));
		if (training) {
			this.#down = [engine.floats(T * B * H), engine.floats(T * B * H)];
			if (dropout > 0) this.#up = this.layers.map(() => engine.floats(T * B * H));
		}
	}

	/** Runs the first `steps` steps over `ids` or `x` from the state in h[0] (and c[0]), up to the logits. */
	forward({ steps: T = this.T, dropout, weightDrop }: ForwardCall = {}): void {
		const { engine, weights, B } = this;
		const { symbols: D, hidden: H } = weights.spec;
		const V = outputsOf(weights.spec);
		this.#draw = dropout && dropout.rate > 0 ? dropout : undefined;
		this.#drop = undefined;
		if (weightDrop && weightDrop.rate > 0) {
			this.#masks ??= new WeightDrop(engine, weights);
			this.#masks.draw(weightDrop);
			this.#drop = this.#masks;
		}
		for (const [l, state] of this.layers.entries()) {
			const size = { T, B, H, D: l === 0 ? D : H };
			this.#cell.forward({ engine, size, input: this.#input(l), weights: this.layerWeights(l), state });
			if (this.#draw) engine.dropout({ ...this.#mask(l, T), x: this.#outputs[l]!, y: this.#up[l]! });
		}
		const [w, w16] = [weights.tensor("head.weight"), weights.head16];
		const x = this.#output(this.layers.length - 1);
		engine.denseForward({ N: T * B, D: H, V, x, w, w16, b: weights.tensor("head.bias"), y: this.logits });
	}

	/** Computes the losses, [T,B] nats, and returns their sum over the scored steps. */
	loss(T = this.T): { lossNats: number; scored: number } {
		this.#lossesOf(T, 1, false);
		return this.sumLosses(T);
	}

	/**
	 * Computes the losses and backpropagates through all `steps` steps: adds dL/dw to `gradients`, where L is `scale`
	 * times the sum of the losses. Overwrites the logits with dL/dlogits.
	 */
	backward(
		gradients: Weights,
		{ steps: T = this.T, scale, deltas, ends, readoutOnly }: BackwardCall,
	): { lossNats: number; scored: number } {
		const { engine, weights, B } = this;
		const { symbols: D, hidden: H } = weights.spec;
		const V = outputsOf(weights.spec);
		this.#lossesOf(T, scale, true);
		let [above, below] = this.#down as [Floats, Floats];
		const top = this.layers.length - 1;
		engine.denseBackward({
			...{ N: T * B, D: H, V, x: this.#output(top), w: weights.tensor("head.weight"), dy: this.logits },
			...{ dx: above, dw: gradients.tensor("head.weight"), db: gradients.tensor("head.bias") },
		});
		for (let l = readoutOnly ? -1 : top; l >= 0; l--) {
			if (this.#draw) engine.dropout({ ...this.#mask(l, T), x: above, y: above });
			this.#cell.backward({
				...{ engine, size: { T, B, H, D: l === 0 ? D : H }, input: this.#input(l), weights: this.layerWeights(l) },
				...{ state: this.layers[l]!, dOut: above, dx: l === 0 ? undefined : below },
				...{ gradients: this.#drop?.gradients(l, gradients) ?? gradients.layer(l) },
				...{ deltas: deltas?.[l], ends: ends?.[l] },
			});
			this.#drop?.add(l, gradients);
			[above, below] = [below, above];
		}
		return this.sumLosses(T);
	}

	/** Returns the sum and the number of the scored losses of the last `loss` or `backward`. */
	sumLosses(T = this.T): { lossNats: number; scored: number } {
		let lossNats = 0;
		let scored = 0;
		for (let n = 0; n < T * this.B; n++) {
			if (this.targets[n]! < 0) continue;
			lossNats += this.losses[n]!;
			scored++;
		}
		return { lossNats, scored };
	}

	/** Returns the factors of layer l's output in the last forward pass, 0 or 1/(1-rate), [steps,B,H]; undefined without dropout. */
	dropoutFactors(l: number, steps = this.T): Floats | undefined {
		if (!this.#draw) return undefined;
		const { engine, B } = this;
		const x = engine.floats(steps * B * this.weights.spec.hidden).fill(1);
		engine.dropout({ ...this.#mask(l, steps), x, y: x });
		const factors = x.slice();
		engine.free(x);
		return factors;
	}

	/** Returns the weights that the last forward pass ran layer l with: R masked if it had weight-drop. */
	layerWeights(l: number): LayerWeights {
		return this.#drop?.weights(l) ?? this.weights.layer(l);
	}

	/** Turns the gradient by layer l's R as the last forward pass had it into that by R itself: times the mask, if any. */
	maskRecurrent(l: number, dw_hh: Floats): void {
		this.#drop?.mask(l, dw_hh, dw_hh);
	}

	/** Copies the state after `steps` steps to h[0] and c[0], where the next window starts. */
	carry(steps = this.T): void {
		for (const state of this.#states()) {
			const BH = this.B * this.weights.spec.hidden;
			state.copyWithin(0, steps * BH, (steps + 1) * BH);
		}
	}

	/** Sets the state before the window to zero, for one lane or for all. */
	resetState(lane?: number): void {
		const H = this.weights.spec.hidden;
		const [from, to] = lane === undefined ? [0, this.B * H] : [lane * H, (lane + 1) * H];
		for (const state of this.#states()) state.fill(0, from, to);
	}

	/** Returns the carried state, named `l{n}.h` and `l{n}.c` (or as the equations name it): views of h[0] and c[0], each [B,H]. */
	carried(): { name: string; data: Floats }[] {
		const BH = this.B * this.weights.spec.hidden;
		return this.layers.flatMap((layer, l) =>
			this.#cell.states.map((s, k) => ({ name: `l${l}.${s}`, data: this.#state(layer, k).subarray(0, BH) })),
		);
	}

	/** Frees all arrays. */
	free(): void {
		const layers = this.layers.flatMap((s) => [s.h, s.c, s.gates, s.aux].filter((a) => a !== undefined));
		if (this.x) this.engine.free(this.x);
		this.#masks?.free();
		this.engine.free(this.ids, this.targets, this.logits, this.losses, ...layers, ...this.#up, ...this.#down);
	}

	*#states(): Generator<Floats> {
		for (const layer of this.layers) for (const k of this.#cell.states.keys()) yield this.#state(layer, k);
	}

	/** State number k of a layer, [T+1,B,H]. */
	#state(layer: LayerState, k: number): Floats {
		return stateOf(layer, k, this.#cell.states.length);
	}

	#lossesOf(T: number, scale: number, training: boolean): void {
		const { engine, logits, targets, values, losses } = this;
		const { spec } = this.weights;
		const sizes = { N: T * this.B, V: outputsOf(spec) };
		const dlogits = training ? logits : undefined;
		headLosses(spec.head, { engine, ...sizes, logits, targets, values, scale, losses, dlogits });
	}

	#input(l: number): LayerInput {
		if (l > 0) return { x: this.#output(l - 1) };
		return this.x ? { x: this.x } : { ids: this.ids };
	}

	/** Output of layer l to the next: h[1..T], after dropout if it is on. */
	#output(l: number): Floats {
		return this.#draw ? this.#up[l]! : this.#outputs[l]!;
	}

	#mask(l: number, T: number) {
		const n = T * this.B * this.weights.spec.hidden;
		const { rate, key, counter } = this.#draw!;
		return { n, rate, key, counter: counter + l * Math.ceil(n / 2) };
	}
}

/** Returns the number of counter blocks that one forward pass of `steps` steps draws for dropout. */
export function dropoutBlocks({ hidden, layers }: ModelSpec, lanes: number, steps: number): number {
	return layers * Math.ceil((steps * lanes * hidden) / 2);
}
