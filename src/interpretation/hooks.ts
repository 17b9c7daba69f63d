/**
 * A text read one step at a time, with every named value open to be read and changed on its way. What a hook does not
 * change stays the engine's, bit for bit; what follows from a changed value is computed anew by the equations, in float64,
 * and rounded to the engine's precision. One step a call: several times slower than a stream of windows.
 */
import type { Cell, LayerState } from "../cells/cell.ts";
import { gateBlocks, gateLetters, outputsOf } from "../cells/layout.ts";
import { cellOf } from "../cells/unroll.ts";
import type { Floats } from "../kernels/kernels.ts";
import { type Equation, times, type Vector } from "./equations/equation.ts";
import { forwardEquations } from "./equations.ts";
import { hookOf } from "./names.ts";
import { floatsOf, type Model, symbolColumn } from "./stream.ts";

// B = 1 lane, T = 1 step; D inputs, H units, G gate blocks, V symbols, L layers

/** Where in the text a hook is called. */
export interface HookPlace {
	/** From 0. */
	step: number;
	/** Symbol that is read, -1 for one that the vocabulary lacks. */
	id: number;
}

/** Reads `values`, and changes them by writing into the array. The next step overwrites it: copy what is to be kept. */
export type Visit = (values: Floats, place: HookPlace) => void;

/** A visit for each name. Within a step they are called in the order of hooksOf; of a peephole LSTM, o comes after c. */
export type Hooks = Readonly<Record<string, Visit>>;

interface Layer {
	state: LayerState;
	/** In the order in which a step computes them. */
	equations: ReadonlyMap<string, Equation>;
	/** What hooks see, by name without the layer; `wx` for embed. */
	views: ReadonlyMap<string, Floats>;
	/** Hooks on it, by the same names. */
	visits: ReadonlyMap<string, Visit>;
}

export class Hooked {
	readonly logits: Floats; // [V]
	readonly #model: Model;
	readonly #cell: Cell;
	readonly #ids: Int32Array; // [1]
	readonly #layers: readonly Layer[]; // [L]
	readonly #onLogits: Visit | undefined;
	/** Steps read. */
	#step = 0;

	/** Starts from a zero state. @throws E_HOOK_NAME for a hook on a value that the model lacks. */
	constructor(model: Model, hooks: Hooks = {}) {
		const { engine, weights } = model;
		const { spec } = weights;
		this.#model = model;
		this.#cell = cellOf(spec);
		this.#ids = engine.ints(1);
		this.logits = engine.floats(outputsOf(spec));
		const visits = Array.from({ length: spec.layers + 1 }, () => new Map<string, Visit>());
		for (const [name, visit] of Object.entries(hooks)) {
			const hook = hookOf(spec, name);
			visits[hook.layer]!.set(ownName(name), visit);
		}
		this.#onLogits = visits[spec.layers]!.get("logits");
		this.#layers = Array.from({ length: spec.layers }, (_, l) => this.#layer(l, visits[l]!));
	}

	/** A value of the last step: the next one overwrites it. @throws E_HOOK_NAME. */
	value(name: string): Floats {
		const { layer } = hookOf(this.#model.weights.spec, name);
		return this.#layers[layer]?.views.get(ownName(name)) ?? this.logits;
	}

	/** Reads one symbol. */
	step(id: number): void {
		const { engine, weights } = this.#model;
		const { symbols, hidden: H } = weights.spec;
		const place = { step: this.#step++, id };
		this.#ids[0] = id;
		let below: Floats | undefined;
		for (const [l, { state, views, visits }] of this.#layers.entries()) {
			state.h.copyWithin(0, H, 2 * H); // the state after the step before
			state.c?.copyWithin(0, H, 2 * H);
			const size = { T: 1, B: 1, H, D: l === 0 ? symbols : H };
			const input = below ? { x: below } : { ids: this.#ids };
			this.#cell.forward({ engine, size, input, weights: weights.layer(l), state });
			if (l === 0) symbolColumn(weights, id, views.get("wx")!);
			const c = views.get("c");
			if (c) views.get("tanh_c")!.set(c.map(Math.tanh));
			if (visits.size > 0) this.#visit(l, below, place);
			below = views.get("h")!;
		}
		const head = { w: weights.tensor("head.weight"), b: weights.tensor("head.bias") };
		engine.denseForward({ N: 1, D: H, V: this.logits.length, x: below!, ...head, y: this.logits });
		this.#onLogits?.(this.logits, place);
	}

	/** Gives all arrays back to the engine. */
	free(): void {
		const states = this.#layers.flatMap(({ state: { h, c, gates, aux } }) => [h, c, gates, aux]);
		this.#model.engine.free(this.#ids, this.logits, ...states.filter((array) => array !== undefined));
	}

	#layer(l: number, visits: ReadonlyMap<string, Visit>): Layer {
		const { engine, weights } = this.#model;
		const { spec } = weights;
		const H = spec.hidden;
		const state = this.#cell.allocate(engine, { T: 1, B: 1, H, D: l === 0 ? spec.symbols : H });
		const views = new Map<string, Floats>([["h", state.h.subarray(H)]]);
		for (const [block, letter] of gateLetters(spec).entries())
			views.set(`gate.${letter}`, state.gates!.subarray(block * H, (block + 1) * H));
		if (state.c) views.set("c", state.c.subarray(H)).set("tanh_c", floatsOf(engine, H));
		if (l === 0) views.set("wx", floatsOf(engine, gateBlocks(spec) * H));
		const equations = new Map(forwardEquations(spec, weights.layer(l)).map((equation) => [equation.name, equation]));
		return { state, equations, views, visits };
	}

	/** Calls the hooks of a layer; computes anew whatever follows from a value that one of them changed. */
	#visit(l: number, below: Floats | undefined, place: HookPlace): void {
		const { state, equations, views, visits } = this.#layers[l]!;
		const { hidden: H } = this.#model.weights.spec;
		const changed = new Set<string>();
		const found = new Map<string, Vector>();
		const numbersOf = (name: string): Vector => {
			const view = views.get(name);
			if (view) return Float64Array.from(view);
			let value = found.get(name);
			if (!value) {
				if (name === "wx") value = times(this.#model.weights.layer(l).w_ih, below!);
				else if (name === "h_prev") value = Float64Array.from(state.h.subarray(0, H));
				else if (name === "c_prev") value = Float64Array.from(state.c!.subarray(0, H));
				else value = evaluate(equations.get(name)!);
				found.set(name, value);
			}
			return value;
		};
		const evaluate = ({ from, of }: Equation) => of(...from.map(numbersOf));
		const call = (name: string) => {
			const visit = visits.get(name);
			if (!visit) return;
			const view = views.get(name)!;
			const before = view.slice();
			visit(view, place);
			if (before.some((x, k) => !Object.is(x, view[k]))) changed.add(name);
		};
		call("wx");
		for (const equation of equations.values()) {
			const { name, from } = equation;
			if (from.some((input) => changed.has(input))) {
				changed.add(name);
				views.get(name)?.set(evaluate(equation));
			}
			call(name);
		}
	}
}

/** Without its layer; `embed` is `wx` there. */
function ownName(name: string): string {
	return name === "embed" ? "wx" : name.replace(/^l\d+\./, "");
}

/**
 * Reads ids from a zero state with hooks that live for this call, and gives the values `names` of every step, [S,n].
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
