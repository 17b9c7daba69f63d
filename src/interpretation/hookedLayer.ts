/**
 * One layer of a window with hooks. After each step of the engine, the hooks see the layer's values, all lanes at once.
 * If a hook changed a number, everything that follows from it is recomputed by the equations, in float64, and rounded
 * to the engine's precision. All other numbers stay the engine's, bit for bit.
 */
import { type LayerState, stateOf } from "../cells/cell.ts";
import type { Equation, Vector } from "../cells/equation.ts";
import { gateBlocks, gateLetters, statesOf, weightBlocks } from "../cells/layout.ts";
import type { Floats } from "../kernels/kernels.ts";
import { forwardEquations } from "./equations.ts";
import { floatsOf, type Model, symbolColumn } from "./model.ts";
import type { HookPlace, Visit } from "./visit.ts";

// T steps, B lanes, D inputs, H units, G gate blocks; row-major, the last letter moves fastest

/** Location of a value: for step t and lane b it begins at array[first + t step + b lane]. */
interface Spot {
	array: Floats;
	first: number;
	step: number;
	lane: number;
	width: number;
}

export interface LayerPlace {
	layer: number;
	T: number;
	B: number;
	state: LayerState;
	/** Symbols of the first layer, [T,B], or the output of the layer below, [T,B,D]. */
	ids: Int32Array;
	below?: Floats;
}

/** Indices changed in each lane, by name: [B] of lists. */
type Changed = Map<string, (number[] | undefined)[]>;

export class HookedLayer {
	readonly #model: Model;
	readonly #place: LayerPlace;
	/** By name without the layer, `wx` for embed; only values kept in an array. */
	readonly #spots = new Map<string, Spot>();
	/** In the order in which a step computes them. */
	readonly #equations: ReadonlyMap<string, Equation>;
	readonly #visits: ReadonlyMap<string, Visit>;
	readonly #seen: Floats; // [B,G*H] at least: the values passed to a hook
	/** Whole values, of the current lane, that have no array. */
	readonly #whole = new Map<string, Vector>();
	#t = 0;
	#b = 0;

	/**
	 * Prepares the hooks of a layer.
	 * @param visits by name without the layer, `wx` for embed
	 */
	constructor(model: Model, place: LayerPlace, visits: ReadonlyMap<string, Visit>) {
		const { engine, weights } = model;
		const { spec } = weights;
		const { T, B, layer, state } = place;
		const H = spec.hidden;
		const GH = gateBlocks(spec) * H;
		const inputs = weightBlocks(spec).input * H;
		this.#model = model;
		this.#place = place;
		this.#visits = visits;
		this.#equations = new Map(forwardEquations(spec, weights.layer(layer)).map((one) => [one.name, one]));
		this.#seen = floatsOf(engine, B * Math.max(GH, inputs));
		const put = (name: string, array: Floats, first: number, width: number, lane = width) =>
			this.#spots.set(name, { array, first, step: B * lane, lane, width });
		const states = statesOf(spec);
		for (const [s, name] of states.entries()) {
			const array = stateOf(state, s, states.length);
			put(name, array, B * H, H);
			put(`${name}_prev`, array, 0, H);
		}
		for (const [block, letter] of gateLetters(spec).entries()) put(`gate.${letter}`, state.gates!, block * H, H, GH);
		if (state.aux) put("s", state.aux, 0, H);
		if (spec.cell === "lstm" && visits.has("tanh_c")) put("tanh_c", floatsOf(engine, T * B * H), 0, H);
		if (visits.has("wx")) put("wx", floatsOf(engine, T * B * inputs), 0, inputs);
	}

	/** Returns the array of a hooked value that the engine does not keep, [T,B,n]. */
	own(name: string): Floats | undefined {
		return name === "tanh_c" || name === "wx" ? this.#spots.get(name)?.array : undefined;
	}

	/** Calls the hooks for step t of the window, after the engine has computed it. */
	visit(t: number, place: HookPlace): void {
		this.#t = t;
		this.#fillOwn();
		const changed: Changed = new Map();
		this.#call("wx", place, changed);
		for (const equation of this.#equations.values()) {
			if (equation.from.some((input) => changed.has(input))) this.#renew(equation, changed);
			this.#call(equation.name, place, changed);
		}
	}

	#fillOwn(): void {
		const { B, ids } = this.#place;
		const wx = this.#spots.get("wx");
		for (let b = 0; wx && b < B; b++) {
			const from = this.#at(wx, b);
			symbolColumn(this.#model.weights, ids[this.#t * B + b]!, wx.array.subarray(from, from + wx.width));
		}
		const y = this.#spots.get("tanh_c");
		const c = this.#spots.get("c");
		if (!y || !c) return;
		const [from, to] = [this.#at(c, 0), this.#at(y, 0)];
		for (let i = 0; i < B * y.width; i++) y.array[to + i] = Math.tanh(c.array[from + i]!);
	}

	/** Passes all lanes of a value to its hook and stores what it wrote. */
	#call(name: string, place: HookPlace, changed: Changed): void {
		const visit = this.#visits.get(name);
		if (!visit) return;
		const { B } = this.#place;
		const spot = this.#spots.get(name)!;
		const { array, width: n } = spot;
		const seen = this.#seen.subarray(0, B * n);
		for (let b = 0; b < B; b++) {
			const from = this.#at(spot, b);
			seen.set(array.subarray(from, from + n), b * n);
		}
		visit(seen, place);
		for (let b = 0; b < B; b++) {
			const from = this.#at(spot, b);
			for (let k = 0; k < n; k++) {
				const was = array[from + k]!;
				const now = seen[b * n + k]!;
				if (was === now ? was !== 0 || Object.is(was, now) : Object.is(was, now)) continue;
				array[from + k] = now;
				mark(changed, name, B, b).push(k);
			}
		}
	}

	/** Recomputes a dependent value in each lane in which an input changed. */
	#renew(equation: Equation, changed: Changed): void {
		const { name, from, unit, reach } = equation;
		const { B } = this.#place;
		const spot = this.#spots.get(name);
		const inputs = from.filter((input) => changed.has(input));
		for (let b = 0; b < B; b++) {
			this.#b = b;
			this.#whole.clear();
			let reached: number[] = [];
			for (const input of inputs) {
				const numbers = changed.get(input)![b];
				if (!numbers) continue;
				if (!unit || !reach) reached = Array.from({ length: this.#model.weights.spec.hidden }, (_, k) => k);
				else for (const j of numbers) if (reach(input, j) >= 0) reached.push(reach(input, j));
			}
			if (reached.length === 0) continue;
			const units = inputs.length > 1 ? [...new Set(reached)] : reached;
			mark(changed, name, B, b).push(...units);
			if (!spot) continue; // a value without an array is computed when it is read
			const at = this.#at(spot, b);
			for (const k of units) spot.array[at + k] = unit ? unit(k, this.#read) : this.#vector(name, true)[k]!;
		}
	}

	/** Returns a number of the current lane and step. */
	readonly #read = (name: string, k: number): number => {
		const spot = this.#spots.get(name);
		if (spot) return spot.array[this.#at(spot, this.#b) + k]!;
		if (name === "wx") return this.#input(k);
		const equation = this.#equations.get(name)!;
		return equation.unit ? equation.unit(k, this.#read) : this.#vector(name)[k]!;
	};

	/** Returns a whole value; with `anew`, recomputed by its equation, whatever its array holds. */
	#vector(name: string, anew = false): Vector {
		const known = this.#whole.get(name);
		if (known) return known;
		const equation = this.#equations.get(name);
		const spot = anew ? undefined : this.#spots.get(name);
		const { spec } = this.#model.weights;
		let values: Vector;
		if (spot) {
			const from = this.#at(spot, this.#b);
			values = Float64Array.from(spot.array.subarray(from, from + spot.width));
		} else if (name === "wx")
			values = Float64Array.from({ length: weightBlocks(spec).input * spec.hidden }, (_, row) => this.#input(row));
		else values = equation!.of(...equation!.from.map((input) => this.#vector(input)));
		this.#whole.set(name, values);
		return values;
	}

	/** One row of W_ih x_t. */
	#input(row: number): number {
		const { layer, B, ids, below } = this.#place;
		const w = this.#model.weights.layer(layer).w_ih; // [G*H,D]
		const lane = this.#t * B + this.#b;
		if (!below) return ids[lane]! < 0 ? 0 : w[row * this.#model.weights.spec.symbols + ids[lane]!]!;
		const D = this.#model.weights.spec.hidden;
		let sum = 0;
		for (let j = 0; j < D; j++) sum += w[row * D + j]! * below[lane * D + j]!;
		return sum;
	}

	#at({ first, step, lane }: Spot, b: number): number {
		return first + this.#t * step + b * lane;
	}
}

/** Returns the list of a lane's changed indices; creates it if there is none. */
function mark(changed: Changed, name: string, B: number, b: number): number[] {
	let lanes = changed.get(name);
	if (!lanes) changed.set(name, (lanes = new Array(B)));
	return (lanes[b] ??= []);
}
