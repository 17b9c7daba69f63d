/**
 * Simpler explanations of a pattern (rivals): the current symbol, and the position in the line. A rival's score is how
 * often the pattern held with it on the selection part; it is evaluated on the held-out part as a unit is.
 */
import { areaUnderCurve } from "./ranking.ts";

// K kinds (symbols, positions), P patterns

export class Rival {
	readonly name: string;
	readonly #kinds: number;
	/** [2 parts] of [P] of [K] */
	readonly #holds: Float64Array[][];
	readonly #all: Float64Array[]; // [2] of [K]

	constructor(name: string, kinds: number, P: number) {
		this.name = name;
		this.#kinds = kinds;
		this.#holds = [0, 1].map(() => Array.from({ length: P }, () => new Float64Array(kinds)));
		this.#all = [0, 1].map(() => new Float64Array(kinds));
	}

	/** Counts a symbol of kind `k` in part 0 (selection) or 1 (held-out). */
	seen(part: 0 | 1, k: number): void {
		this.#all[part]![k]!++;
	}

	/** Counts that pattern p held at a symbol of kind `k`. */
	held(part: 0 | 1, p: number, k: number): void {
		this.#holds[part]![p]![k]!++;
	}

	/** Returns the area under the curve on the held-out part. */
	area(p: number): number {
		const [chosen, heldOut] = [this.#holds[0]![p]!, this.#holds[1]![p]!];
		const [n, m] = [this.#all[0]!, this.#all[1]!];
		const mean = sum(chosen) / Math.max(1, sum(n));
		const share = Float64Array.from(chosen, (c, k) => (c + mean) / (n[k]! + 1)); // an unseen kind has the mean
		const order = Array.from({ length: this.#kinds }, (_, k) => k).sort((a, b) => share[a]! - share[b]!);
		// kinds with the same fraction form one bin
		const holds: number[] = [];
		const not: number[] = [];
		for (const [place, k] of order.entries()) {
			if (place === 0 || share[k] !== share[order[place - 1]!]) {
				holds.push(0);
				not.push(0);
			}
			holds[holds.length - 1]! += heldOut[k]!;
			not[not.length - 1]! += m[k]! - heldOut[k]!;
		}
		return areaUnderCurve(holds, not);
	}
}

const sum = (x: Float64Array) => x.reduce((a, b) => a + b, 0);
