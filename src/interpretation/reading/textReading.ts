/**
 * A text read once, so that afterwards any stretch of it is there at once: the pass keeps the state at every 1024th symbol
 * and the extremes of every unit in equal spans; a stretch is computed again from the state before it, with the same bits.
 */

import { statesOf } from "../../cells/layout.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { hooksOf } from "../hookNames.ts";
import { floatsOf, type Model, type TraceWindow, textOf, windows } from "../stream.ts";
import { emptyStretch, predictInto, type Stretch } from "./stretch.ts";
import { UnitExtremes } from "./unitExtremes.ts";
import { SPREAD_SYMBOLS, UnitSpread } from "./unitSpread.ts";

// S symbols, U units of all values, n symbols of a stretch

/** Symbols between two states that are kept, unless they would take more than MOST_STATE_BYTES. */
const STRETCH = 1024;
const MOST_STATE_BYTES = 1 << 26;

export class TextReading {
	readonly ids: Int32Array; // [S]
	/** Values that are read: every h, c and gate, in the order of `hooksOf`. */
	readonly names: readonly string[];
	/** U: units of all of them, each value's after those of the one before. */
	readonly units: number;
	/** Symbols of a stretch. */
	readonly every: number;
	readonly extremes: UnitExtremes;
	readonly spread: UnitSpread;
	/** Symbols read so far. */
	done = 0;
	readonly #model: Model;
	readonly #states: Floats[][] = []; // before the symbol k * every: h (and c) of each layer
	readonly #pass: AsyncGenerator<TraceWindow, void, void>;

	constructor(model: Model, ids: Int32Array) {
		const { spec } = model.weights;
		const hooks = hooksOf(spec).filter(({ kind }) => kind === "c" || kind === "h" || kind === "gate");
		this.#model = model;
		this.ids = ids;
		this.names = hooks.map(({ name }) => name);
		this.units = hooks.length * spec.hidden;
		const stateBytes = statesOf(spec).length * spec.layers * spec.hidden * (model.engine.precision / 8);
		let every = STRETCH;
		while ((ids.length / every) * stateBytes > MOST_STATE_BYTES) every *= 2;
		this.every = every;
		this.extremes = new UnitExtremes(this.units, ids.length);
		this.spread = new UnitSpread(this.names, spec);
		this.#pass = windows(model, textOf(ids), { names: this.names });
	}

	get complete(): boolean {
		return this.done === this.ids.length;
	}

	/** Whether the spread of the units is known: all its symbols are read. */
	get spreadKnown(): boolean {
		return this.done >= Math.min(SPREAD_SYMBOLS, this.ids.length) && this.done > 0;
	}

	/** Stretches whose state before them is known. */
	get stretches(): number {
		return this.#states.length;
	}

	/** Reads on, 64 symbols at a time, until `enough` says so or the text ends. */
	async readOn(enough: () => boolean): Promise<void> {
		while (!this.complete) {
			const { value: window } = await this.#pass.next();
			if (!window) return;
			const { unrolled, end, values } = window;
			if (this.done % this.every === 0) this.#states.push(unrolled.carried().map(({ data }) => data.slice()));
			const read = this.names.map((name) => values.get(name)!);
			this.extremes.add(this.done, end[0]!, read);
			this.spread.add(this.ids.subarray(this.done, this.done + end[0]!), read);
			this.done += end[0]!;
			if (enough()) break;
		}
		if (this.complete) await this.close();
	}

	/**
	 * Computes the stretch that begins at symbol `k * every`; undefined if the pass has not come there.
	 */
	async stretch(k: number): Promise<Stretch | undefined> {
		const state = this.#states[k];
		if (!state) return undefined;
		const from = k * this.every;
		const ids = this.ids.subarray(from, from + this.every);
		const V = this.#model.weights.tensor("head.bias").length;
		const H = this.#model.weights.spec.hidden;
		const read = emptyStretch(from, ids.length, {
			values: floatsOf(this.#model.engine, ids.length * this.units),
			top: Math.min(5, V),
		});
		for await (const window of windows(this.#model, textOf(ids), { names: [...this.names, "logits"], state })) {
			const { at, end, values } = window;
			for (let t = 0; t < end[0]!; t++) {
				const n = at[0]! + t;
				for (const [v, name] of this.names.entries())
					read.values.set(values.get(name)!.subarray(t * H, (t + 1) * H), n * this.units + v * H);
				predictInto(read, n, values.get("logits")!.subarray(t * V, (t + 1) * V), this.ids[from + n + 1]);
			}
		}
		return read;
	}

	/** Index of a unit among all, 0..U-1; -1 if it is none of them. */
	indexOf(unit: string): number {
		const [, name, digits] = /^(.*)\.(\d+)$/.exec(unit) ?? [];
		const H = this.#model.weights.spec.hidden;
		const value = this.names.indexOf(name ?? "");
		return value < 0 || Number(digits) >= H ? -1 : value * H + Number(digits);
	}

	/** Ends the pass and frees its arrays. */
	async close(): Promise<void> {
		await this.#pass.return();
	}
}
