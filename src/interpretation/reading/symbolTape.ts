/**
 * A text that is read while it is typed. The state after every symbol is kept, so that going back is taking an earlier
 * one; the bits are those of `windows` from a zero state, however the text came about.
 */
import { Unrolled } from "../../cells/unroll.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { hooksOf } from "../hookNames.ts";
import { floatsOf, type Model } from "../model.ts";

// T steps of a window, H units, U units of all values, V symbols

/** Steps of the window that reads one symbol: with fewer than 4 the fast engines sum in another order than `windows`. */
const T = 4;

/** What is known after a symbol. */
export interface Moment {
	/** The symbol read last; -1 for an unknown one, and before the first. */
	id: number;
	/** h (and c) of every layer, [H] each, in the order of `Unrolled.carried`. */
	state: readonly Floats[];
	/** Value of every unit, each value's after those of the one before, [U]. */
	values: Floats;
	/** Outputs, [V]: what is expected next. Before the first symbol nothing was computed: empty. */
	logits: Floats;
}

/** How a reading followed the text: steps back, then the symbols that were read. */
export interface Moves {
	/** Symbols that were taken back, last first. */
	back: number[];
	/** Symbols that were read. */
	on: number[];
}

export class SymbolTape {
	/** Values that are kept: every h, c and gate, in the order of `hooksOf`. */
	readonly names: readonly string[];
	/** U */
	readonly units: number;
	readonly #model: Model;
	readonly #window: Unrolled;
	readonly #moments: Moment[];

	constructor(model: Model) {
		const { engine, weights } = model;
		const { spec } = weights;
		const hooks = hooksOf(spec).filter(({ kind }) => kind === "c" || kind === "h" || kind === "gate");
		this.#model = model;
		this.names = hooks.map(({ name }) => name);
		this.units = hooks.length * spec.hidden;
		this.#window = new Unrolled(engine, weights, { steps: T, lanes: 1 });
		const state = this.#window.carried().map(({ data }) => floatsOf(engine, data.length));
		this.#moments = [{ id: -1, state, values: floatsOf(engine, this.units), logits: floatsOf(engine, 0) }];
	}

	/** Symbols read. */
	get length(): number {
		return this.#moments.length - 1;
	}

	/** What is known after `n` symbols, 0 to `length`. */
	after(n: number): Moment {
		return this.#moments[n]!;
	}

	/** Goes back to the last symbol that `ids` begins with as well, and reads the rest of it. */
	follow(ids: ArrayLike<number>): Moves {
		let same = 0;
		while (same < ids.length && same < this.length && this.#moments[same + 1]!.id === ids[same]) same++;
		const back = this.#moments
			.splice(same + 1)
			.map(({ id }) => id)
			.reverse();
		const on: number[] = [];
		for (let n = same; n < ids.length; n++) {
			on.push(ids[n]!);
			this.#moments.push(this.next(this.#moments[n]!, ids[n]!));
		}
		return { back, on };
	}

	/** What would be known if `id` came after a moment. Nothing is kept. */
	next({ state }: Moment, id: number): Moment {
		const window = this.#window;
		const H = this.#model.weights.spec.hidden;
		const V = window.logits.length / T;
		for (const [n, { data }] of window.carried().entries()) data.set(state[n]!);
		window.ids.fill(-1);
		window.ids[0] = id;
		window.forward();
		const values = floatsOf(this.#model.engine, this.units);
		let at = 0;
		for (const { gates, h, c } of window.layers) {
			if (gates) {
				const blocks = gates.length / (T * H);
				values.set(gates.subarray(0, blocks * H), at);
				at += blocks * H;
			}
			for (const after of [c, h]) {
				if (!after) continue;
				values.set(after.subarray(H, 2 * H), at);
				at += H;
			}
		}
		const after = window.layers.flatMap(({ h, c }) => [h, c]).filter((one) => one !== undefined);
		return {
			...{ id, values, logits: window.logits.slice(0, V) },
			state: after.map((one) => one.slice(H, 2 * H)),
		};
	}

	/** Frees the arrays of the engine. */
	close(): void {
		this.#window.free();
	}
}
