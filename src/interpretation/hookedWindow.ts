/**
 * A window of lanes with hooks. A layer without hooks runs over all steps in one call, as in any window; one with hooks
 * runs step by step, all lanes in one call. The hooks of one layer are called for all steps, then those of the layer
 * above.
 */

import { type Cell, type LayerSize, type LayerState, stateOf } from "../cells/cell.ts";
import { gateBlocks, outputsOf, statesOf } from "../cells/layout.ts";
import { cellOf, Unrolled } from "../cells/unroll.ts";
import type { Floats } from "../kernels/kernels.ts";
import { HookedLayer } from "./hookedLayer.ts";
import { hookOf } from "./hookNames.ts";
import type { Model } from "./model.ts";
import type { HookPlace, Hooks, Visit } from "./visit.ts";

// T steps, B lanes, D inputs, H units, G gate blocks, S states, V symbols, L layers; row-major, the last letter moves fastest

export interface HookedForward {
	/** Number of the window's first step, as passed to the hooks. */
	step: number;
	at: Float64Array; // [B]
	/** First layer to compute; `layers` must hold the output of the one below it. Default 0. */
	from?: number;
	/** One past the last layer to compute; the head runs only if it is L. Default L. */
	to?: number;
}

export class HookedWindow extends Unrolled {
	readonly #cell: Cell;
	readonly #hooked: readonly (HookedLayer | undefined)[]; // [L]
	readonly #onLogits: Visit | undefined;
	readonly #at: Float64Array; // [B]
	/** The states after h of one step and the step before, if there are several; the window keeps those of all steps. */
	readonly #pair: Floats | undefined; // [S-1,2,B,H]

	/** @throws E_HOOK_NAME for a hook on a value that the model does not have. */
	constructor(model: Model, hooks: Hooks, { steps: T, lanes: B }: { steps: number; lanes: number }) {
		const { spec } = model.weights;
		const visits = Array.from({ length: spec.layers + 1 }, () => new Map<string, Visit>());
		for (const [name, visit] of Object.entries(hooks)) visits[hookOf(spec, name).layer]!.set(ownName(name), visit);
		super(model.engine, model.weights, { steps: T, lanes: B });
		this.#cell = cellOf(spec);
		this.#onLogits = visits[spec.layers]!.get("logits");
		this.#at = new Float64Array(B);
		const others = statesOf(spec).length - 1;
		this.#pair = others > 1 ? model.engine.floats(others * 2 * B * spec.hidden) : undefined;
		this.#hooked = this.layers.map((state, layer) => {
			if (visits[layer]!.size === 0) return undefined;
			const below = layer > 0 ? this.#output(layer - 1) : undefined;
			return new HookedLayer(model, { layer, T, B, state, ids: this.ids, below }, visits[layer]!);
		});
	}

	/** Returns the array of `tanh_c` or `embed`, [T,B,n], if there is a hook on it: the values as the hook left them. */
	own(name: string): Floats | undefined {
		return this.#hooked[hookOf(this.weights.spec, name).layer]?.own(ownName(name));
	}

	/** Runs the steps of the window from the state in h[0] (and c[0]). */
	forwardHooked({ step, at, from = 0, to = this.layers.length }: HookedForward): void {
		const { engine, weights, T, B } = this;
		const { hidden: H, layers } = weights.spec;
		const place = (t: number): HookPlace => {
			for (let b = 0; b < B; b++) this.#at[b] = at[b]! + t;
			const ids = this.ids.subarray(t * B, (t + 1) * B);
			return { step: step + t, id: ids[0]!, ids, at: this.#at };
		};
		for (let l = from; l < to; l++) {
			const hooked = this.#hooked[l];
			if (!hooked) this.#run(l, 0, T);
			for (let t = 0; hooked && t < T; t++) {
				this.#run(l, t, 1);
				hooked.visit(t, place(t));
			}
		}
		if (to < layers) return;
		const V = outputsOf(weights.spec);
		const head = { w: weights.tensor("head.weight"), b: weights.tensor("head.bias") };
		engine.denseForward({ N: T * B, D: H, V, x: this.#output(layers - 1), ...head, y: this.logits });
		for (let t = 0; this.#onLogits && t < T; t++)
			this.#onLogits(this.logits.subarray(t * B * V, (t + 1) * B * V), place(t));
	}

	/** Runs steps [t, t + n) of layer l on the engine. */
	#run(l: number, t: number, n: number): void {
		const { engine, weights, B } = this;
		const { symbols, hidden: H } = weights.spec;
		const size: LayerSize = { T: n, B, H, D: l === 0 ? symbols : H };
		const part = (array: Floats, width: number, rows = n) => array.subarray(t * B * width, (t + rows) * B * width);
		const input = l === 0 ? { ids: this.ids.subarray(t * B, (t + n) * B) } : { x: part(this.#output(l - 1), H) };
		const { h, c, gates, aux } = this.layers[l]!;
		const several = this.#pair && n < this.T;
		if (several) this.#copyStates(l, t, "in");
		const state: LayerState = {
			h: part(h, H, n + 1),
			c: several ? this.#pair : this.#pair ? c : c && part(c, H, n + 1),
			gates: gates && part(gates, gateBlocks(weights.spec) * H),
			aux: aux && part(aux, H),
		};
		this.#cell.forward({ engine, size, input, weights: weights.layer(l), state });
		if (several) this.#copyStates(l, t, "out");
	}

	/** Copies the states after h before step t of layer l to the pair, or those after it from the pair. */
	#copyStates(l: number, t: number, way: "in" | "out"): void {
		const S = statesOf(this.weights.spec).length;
		const BH = this.B * this.weights.spec.hidden;
		for (let s = 1; s < S; s++) {
			const [all, at] = [stateOf(this.layers[l]!, s, S), 2 * (s - 1) * BH];
			if (way === "in") this.#pair!.set(all.subarray(t * BH, (t + 1) * BH), at);
			else all.set(this.#pair!.subarray(at + BH, at + 2 * BH), (t + 1) * BH);
		}
	}

	override free(): void {
		super.free();
		if (this.#pair) this.engine.free(this.#pair);
	}

	/** h[1..T] of layer l, [T,B,H]. */
	#output(l: number): Floats {
		return this.layers[l]!.h.subarray(this.B * this.weights.spec.hidden);
	}
}

/** The name without its layer; `embed` becomes `wx`. */
function ownName(name: string): string {
	return name === "embed" ? "wx" : name.replace(/^l\d+\./, "");
}
