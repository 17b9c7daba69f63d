/**
 * The linear probe of a search on the state of the model: which values it reads, standardised as the bins are, and at
 * which symbols.
 */
import type { Engine, Floats } from "../../kernels/kernels.ts";
import type { Bins } from "./bins.ts";
import { sampled } from "./counts.ts";
import type { Judged } from "./parts.ts";
import { Probe } from "./probe.ts";

// N rows of a window, D inputs of the probe

/** Maximum number of rows that the probe is trained on and evaluated on. */
const PROBE_ROWS = [1 << 15, 1 << 17] as const;
/** Maximum number of state values that the probe reads, upper layers first. */
const MOST_INPUTS = 3072;
/** The probe clips values at this many standard deviations from the mean. */
const FARTHEST = 8;

/** Values of one name: their first unit, and whether they are part of the state. */
interface Placed {
	name: string;
	width: number;
	first: number;
	state: boolean;
}

/** The rows of one window that count. */
export interface ProbedRows {
	rows: Int32Array;
	/** Index in the text of the symbol of each row, [N]. */
	positions: Int32Array;
	/** Values by name, [N,width]. */
	values: ReadonlyMap<string, Floats>;
	bins: Bins;
	part: 0 | 1;
	/** Number of symbols of the part. */
	size: number;
}

export class StateProbe {
	readonly #probe: Probe;
	readonly #judged: readonly Judged[];
	readonly #inputs: { name: string; first: number; stride: number; width: number; at: number }[] = [];

	constructor(engine: Engine, values: readonly Placed[], judged: readonly Judged[]) {
		let inputs = 0;
		for (const { name, width: stride, first, state } of values.toReversed()) {
			const width = state ? Math.min(stride, MOST_INPUTS - inputs) : 0;
			if (width > 0) this.#inputs.push({ name, first, stride, width, at: inputs });
			inputs += width;
		}
		this.#judged = judged;
		this.#probe = new Probe(engine, inputs, judged.length);
	}

	/** Number of state values that it reads. */
	get inputs(): number {
		return this.#probe.D - 1;
	}

	/** Passes the state at one symbol in k to the probe: to learn in the selection part, to be judged in the held-out one. */
	take({ rows, positions, values, bins: { mean, deviation }, part, size }: ProbedRows): void {
		const probe = this.#probe;
		const every = Math.ceil(size / PROBE_ROWS[part]);
		for (const row of rows) {
			const at = positions[row]!;
			if (!sampled(at, every)) continue;
			for (const { name, first, stride, width, at: to } of this.#inputs) {
				const x = values.get(name)!;
				for (let k = 0; k < width; k++) {
					const z = (x[row * stride + k]! - mean[first + k]!) / deviation[first + k]!;
					probe.x[to + k] = z > -FARTHEST ? Math.min(FARTHEST, z) : z < 0 ? -FARTHEST : 0; // NaN, or no deviation: 0
				}
			}
			const holds = (p: number) => this.#judged[p]!.track[at]! > this.#judged[p]!.above;
			if (part === 0) probe.learn(holds);
			else probe.judge(holds);
		}
	}

	/** Solves for the weights, after the selection part. */
	solve(): void {
		this.#probe.solve();
	}

	/** Returns the area under the curve of each pattern on the held-out part. */
	areas(): ReturnType<Probe["areas"]> {
		return this.#probe.areas();
	}

	free(): void {
		this.#probe.free();
	}
}
