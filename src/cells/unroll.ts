/**
 * A stack of layers and its softmax head, unrolled over T steps of B sequences: forward, loss, and back through time.
 *
 * Holds the arrays of one window and nothing of training: the weights are handed in, and may be shared by many windows.
 * After `forward` every gate, c and h of every step is readable in `layers`; `backward` leaves them as they are.
 */
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { Cell, Deltas, Ends, LayerInput, LayerState } from "./cell.ts";
import { gru } from "./gru.ts";
import type { CellSpec } from "./layout.ts";
import { lstm } from "./lstm.ts";
import { rnn } from "./rnn.ts";
import type { Weights } from "./weights.ts";

// T steps, B sequences, H units, V symbols, L layers; row-major, the last letter moves fastest

export function cellOf(spec: CellSpec): Cell {
	if (spec.cell === "rnn") return rnn(spec);
	if (spec.cell === "gru") return gru(spec);
	return lstm(spec);
}

export interface UnrollOptions {
	/** Steps of the window, T >= 1. */
	steps: number;
	/** Sequences side by side, B >= 1. */
	lanes: number;
	/** Allocate what backward needs. Default false. */
	training?: boolean;
}

/** Dropout of one forward pass: the mask is drawn from (key, counter) and drawn again by backward. */
export interface DropoutDraw {
	rate: number;
	key: readonly [number, number];
	counter: number;
}

export class Unrolled {
	readonly engine: Engine;
	readonly weights: Weights;
	readonly T: number;
	readonly B: number;
	readonly ids: Int32Array; // [T,B] input symbols, -1 for none
	readonly targets: Int32Array; // [T,B] symbols to predict, -1 for not scored
	readonly layers: readonly LayerState[]; // [L]
	readonly logits: Floats; // [T,B,V]
	readonly losses: Floats; // [T,B] nats
	readonly #cell: Cell;
	readonly #outputs: readonly Floats[]; // [L] of [T,B,H]: h[1..T] of each layer
	readonly #up: Floats[] = []; // [L] of [T,B,H]: each layer's output after dropout
	readonly #down: Floats[] = []; // two of [T,B,H]: gradient from above, gradient on its way down
	#draw: DropoutDraw | undefined;

	constructor(engine: Engine, weights: Weights, { steps: T, lanes: B, training = false }: UnrollOptions) {
		const { symbols: V, hidden: H, layers, dropout } = weights.spec;
		this.engine = engine;
		this.weights = weights;
		this.T = T;
		this.B = B;
		this.#cell = cellOf(weights.spec);
		this.ids = engine.ints(T * B);
		this.targets = engine.ints(T * B);
		this.logits = engine.floats(T * B * V);
		this.losses = engine.floats(T * B);
		this.layers = Array.from({ length: layers }, (_, l) =>
			this.#cell.allocate(engine, { T, B, H, D: l === 0 ? V : H }),
		);
		this.#outputs = this.layers.map(({ h }) => h.subarray(B * H));
		if (training) {
			this.#down = [engine.floats(T * B * H), engine.floats(T * B * H)];
			if (dropout > 0) this.#up = this.layers.map(() => engine.floats(T * B * H));
		}
	}

	/** Runs `steps` steps from the state in h[0] (and c[0]) over `ids`, up to the logits. */
	forward({ steps: T = this.T, dropout }: { steps?: number; dropout?: DropoutDraw } = {}): void {
		const { engine, weights, B } = this;
		const { symbols: V, hidden: H } = weights.spec;
		this.#draw = dropout && dropout.rate > 0 ? dropout : undefined;
		for (const [l, state] of this.layers.entries()) {
			const size = { T, B, H, D: l === 0 ? V : H };
			this.#cell.forward({ engine, size, input: this.#input(l), weights: weights.layer(l), state });
			if (this.#draw) engine.dropout({ ...this.#mask(l, T), x: this.#outputs[l]!, y: this.#up[l]! });
		}
		const w = weights.tensor("head.weight");
		const x = this.#output(this.layers.length - 1);
		engine.denseForward({ N: T * B, D: H, V, x, w, b: weights.tensor("head.bias"), y: this.logits });
	}

	/** Losses of the targets, [T,B] nats, and their sum over the scored ones. */
	loss(T = this.T): { lossNats: number; scored: number } {
		this.#crossEntropy(T, 1, false);
		return this.sumLosses(T);
	}

	/**
	 * Losses, then back through all `steps` steps: adds dL/dw to `gradients`, L being `scale` times the sum of the losses.
	 * Overwrites the logits with dL/dlogits.
	 */
	backward(
		gradients: Weights,
		{ steps: T = this.T, scale, deltas, ends }: { steps?: number; scale: number; deltas?: Deltas[]; ends?: Ends[] },
	): { lossNats: number; scored: number } {
		const { engine, weights, B } = this;
		const { symbols: V, hidden: H } = weights.spec;
		this.#crossEntropy(T, scale, true);
		let [above, below] = this.#down as [Floats, Floats];
		const top = this.layers.length - 1;
		engine.denseBackward({
			...{ N: T * B, D: H, V, x: this.#output(top), w: weights.tensor("head.weight"), dy: this.logits },
			...{ dx: above, dw: gradients.tensor("head.weight"), db: gradients.tensor("head.bias") },
		});
		for (let l = top; l >= 0; l--) {
			if (this.#draw) engine.dropout({ ...this.#mask(l, T), x: above, y: above });
			this.#cell.backward({
				...{ engine, size: { T, B, H, D: l === 0 ? V : H }, input: this.#input(l), weights: weights.layer(l) },
				...{ state: this.layers[l]!, dOut: above, dx: l === 0 ? undefined : below, gradients: gradients.layer(l) },
				...{ deltas: deltas?.[l], ends: ends?.[l] },
			});
			[above, below] = [below, above];
		}
		return this.sumLosses(T);
	}

	/** Sum and number of the scored losses of the last `loss` or `backward`. */
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

	/** Makes the state after `steps` steps the state before the next window. */
	carry(steps = this.T): void {
		for (const state of this.#states()) {
			const BH = this.B * this.weights.spec.hidden;
			state.copyWithin(0, steps * BH, (steps + 1) * BH);
		}
	}

	/** Zeroes the state before the window, of one lane or of all. */
	resetState(lane?: number): void {
		const H = this.weights.spec.hidden;
		const [from, to] = lane === undefined ? [0, this.B * H] : [lane * H, (lane + 1) * H];
		for (const state of this.#states()) state.fill(0, from, to);
	}

	/** The carried state, named `l{n}.h` and `l{n}.c`: views of h[0] and c[0], each [B,H]. */
	carried(): { name: string; data: Floats }[] {
		const BH = this.B * this.weights.spec.hidden;
		return this.layers.flatMap((layer, l) =>
			this.#cell.states.map((s) => ({ name: `l${l}.${s}`, data: layer[s]!.subarray(0, BH) })),
		);
	}

	/** Gives all arrays back to the engine. */
	free(): void {
		const layers = this.layers.flatMap((s) => [s.h, s.c, s.gates, s.aux].filter((a) => a !== undefined));
		this.engine.free(this.ids, this.targets, this.logits, this.losses, ...layers, ...this.#up, ...this.#down);
	}

	*#states(): Generator<Floats> {
		for (const layer of this.layers) for (const s of this.#cell.states) yield layer[s]!;
	}

	#crossEntropy(T: number, scale: number, training: boolean): void {
		const { logits, targets, losses } = this;
		const N = T * this.B;
		const dlogits = training ? logits : undefined;
		this.engine.softmaxCrossEntropy({ N, V: this.weights.spec.symbols, logits, targets, scale, losses, dlogits });
	}

	#input(l: number): LayerInput {
		return l === 0 ? { ids: this.ids } : { x: this.#output(l - 1) };
	}

	/** What layer l hands up: h[1..T], through dropout where that is on. */
	#output(l: number): Floats {
		return this.#draw ? this.#up[l]! : this.#outputs[l]!;
	}

	#mask(l: number, T: number) {
		const n = T * this.B * this.weights.spec.hidden;
		const { rate, key, counter } = this.#draw!;
		return { n, rate, key, counter: counter + l * Math.ceil(n / 2) };
	}
}

/** Counter blocks that one forward pass of `steps` steps draws for dropout. */
export function dropoutBlocks(window: Unrolled, steps = window.T): number {
	const { hidden, layers } = window.weights.spec;
	return layers * Math.ceil((steps * window.B * hidden) / 2);
}
