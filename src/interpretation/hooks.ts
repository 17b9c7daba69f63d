/**
 * A text read one step at a time, with every named value readable and changeable. What hooks do not change stays the
 * engine's, bit for bit; what follows from a changed value is recomputed by the equations, in float64, and rounded to
 * the engine's precision. `windows` accepts hooks too, and reads many lanes at once.
 */

import { stateOf } from "../cells/cell.ts";
import { statesOf } from "../cells/layout.ts";
import type { Floats } from "../kernels/kernels.ts";
import { HookedWindow } from "./hookedWindow.ts";
import { hookOf } from "./hookNames.ts";
import { floatsOf, type Model, symbolColumn } from "./model.ts";
import type { Hooks } from "./visit.ts";

// B lanes, n numbers of a value, V symbols

/** A network that steps through symbols while hooks read and change its values. */
export class Hooked {
	readonly #model: Model;
	readonly #window: HookedWindow;
	readonly #at = new Float64Array(1);
	/** Arrays, filled on request, of values that the engine does not keep and that have no hook. */
	readonly #others = new Map<string, Floats>();
	/** Number of steps read. */
	#step = 0;

	/**
	 * Starts from a zero state.
	 * @throws E_HOOK_NAME for a hook on a value that the model does not have.
	 */
	constructor(model: Model, hooks: Hooks = {}) {
		this.#model = model;
		this.#window = new HookedWindow(model, hooks, { steps: 1, lanes: 1 });
	}

	/** Outputs of the last step, [V]. */
	get logits(): Floats {
		return this.#window.logits;
	}

	/**
	 * Returns a value of the last step; the next step overwrites it.
	 * @throws E_HOOK_NAME.
	 */
	value(name: string): Floats {
		const { engine, weights } = this.#model;
		const { kind, layer, block, width } = hookOf(weights.spec, name);
		const window = this.#window;
		if (kind === "logits") return window.logits;
		const H = weights.spec.hidden;
		const { gates, ...states } = window.layers[layer]!;
		if (kind === "h") return states.h.subarray(H);
		if (kind === "c") return stateOf(states, block + 1, statesOf(weights.spec).length).subarray(H);
		if (kind === "gate") return gates!.subarray(block * H, (block + 1) * H);
		const own = window.own(name);
		if (own) return own;
		let other = this.#others.get(name);
		if (!other) this.#others.set(name, (other = floatsOf(engine, width)));
		if (kind === "embed") symbolColumn(weights, window.ids[0]!, other);
		else other.set(states.c!.subarray(H).map(Math.tanh));
		return other;
	}

	/** Reads one symbol. */
	step(id: number): void {
		if (this.#step > 0) this.#window.carry();
		this.#window.ids[0] = id;
		this.#at[0] = this.#step;
		this.#window.forwardHooked({ step: this.#step++, at: this.#at });
	}

	/** Frees all arrays. */
	free(): void {
		this.#window.free();
	}
}

/**
 * Reads ids from a zero state with hooks for this call only, and returns the values `names` of every step, [S,n].
 * @throws E_HOOK_NAME.
 */
export function runWithHooks(
	model: Model,
	ids: ArrayLike<number>,
	hooks: Hooks,
	{ names = ["logits"] }: { names?: readonly string[] } = {},
): Map<string, Floats> {
	const widths = names.map((name) => hookOf(model.weights.spec, name).width);
	const values = new Map(names.map((name, i) => [name, floatsOf(model.engine, ids.length * widths[i]!)]));
	const hooked = new Hooked(model, hooks);
	try {
		for (let t = 0; t < ids.length; t++) {
			hooked.step(ids[t]!);
			for (const [i, name] of names.entries()) values.get(name)!.set(hooked.value(name), t * widths[i]!);
		}
	} finally {
		hooked.free();
	}
	return values;
}
