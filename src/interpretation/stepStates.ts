/**
 * The states that a step starts from, for a reader who goes back and forth in a text: the bits are those of `windows`
 * from a zero state, whatever was asked before.
 */
import { stateOf } from "../cells/cell.ts";
import { statesOf } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import type { Floats } from "../kernels/kernels.ts";
import type { Model, SymbolText } from "./model.ts";

// T steps of a window, H units

/** Steps of a window, as of `windows`. */
const T = 64;
/** A state is kept every so many windows, so that a text of any length needs little memory. */
const KEPT = 16;

type States = ReadonlyMap<string, Float64Array>;

/** Keeps the states of a model in a text, so that one step after another can be explained quickly. */
export class StepStates {
	readonly #model: Model;
	readonly #text: SymbolText;
	/** States at the start of a window, by its number; always that of window 0. */
	readonly #starts = new Map<number, States>();
	/** Window that was run last, and its states after each step, [T+1,H] each. */
	#last: { window: number; states: States } | undefined;

	constructor(model: Model, text: SymbolText) {
		this.#model = model;
		this.#text = text;
	}

	/** Returns every state of every layer before step N, by name such as `l0.h`, [H] each. */
	async before(N: number, signal?: AbortSignal): Promise<States> {
		const H = this.#model.weights.spec.hidden;
		const window = N === 0 ? 0 : Math.floor((N - 1) / T);
		const { states } = this.#last?.window === window ? this.#last : await this.#run(window, signal);
		const row = (N - window * T) * H;
		return new Map([...states].map(([name, all]) => [name, all.slice(row, row + H)]));
	}

	/** Runs the windows up to number `to`, from the nearest one whose start is known. */
	async #run(to: number, signal?: AbortSignal) {
		const { engine, weights } = this.#model;
		const names = statesOf(weights.spec);
		const unrolled = new Unrolled(engine, weights, { steps: T, lanes: 1 });
		try {
			let from = to;
			while (from > 0 && !this.#starts.has(from)) from--;
			for (const { name, data } of unrolled.carried()) {
				const known = this.#starts.get(from)?.get(name);
				if (known) data.set(known);
			}
			const reader = this.#text.reader(from * T);
			for (let window = from; ; window++) {
				signal?.throwIfAborted();
				const ids = await reader.read(T);
				unrolled.ids.fill(-1);
				unrolled.ids.set(ids);
				unrolled.forward();
				if (window === to) break;
				unrolled.carry();
				if ((window + 1) % KEPT === 0) this.#starts.set(window + 1, copied(unrolled.carried()));
			}
			const states = unrolled.layers.flatMap((layer, l) =>
				names.map((name, s) => ({ name: `l${l}.${name}`, data: stateOf(layer, s, names.length) })),
			);
			this.#last = { window: to, states: copied(states) };
			return this.#last;
		} finally {
			unrolled.free();
		}
	}
}

function copied(states: readonly { name: string; data: Floats }[]): States {
	return new Map(states.map(({ name, data }) => [name, Float64Array.from(data)]));
}
