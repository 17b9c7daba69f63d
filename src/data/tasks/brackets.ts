/**
 * Balanced brackets of k kinds (the Dyck language): after every bracket, predict which may come next: all opening
 * brackets and the matching closing one. Targets and success rule as in Suzgun, Gehrmann, Belinkov & Shieber 2019.
 * Strings are uniform among all balanced ones of their length (Arnold & Sleep 1980), so depth grows like the root of
 * the length.
 */
import type { RandomStream } from "../../kernels/random.ts";
import { checkRequest, checkWhole, LONGEST } from "./checks.ts";
import { wrongSides } from "./scoring.ts";
import type { Task } from "./task.ts";

export interface BracketsOptions {
	/** Number of kinds k, 1..100. One kind needs only a counter, two need a stack. */
	kinds?: number;
}

/**
 * Brackets task. Symbols: opening 0..k-1, their closing k..2k-1. Outputs: the same, 1 where the symbol may come next.
 */
export function brackets({ kinds: k = 3 }: BracketsOptions = {}): Task {
	checkWhole("kinds", k, 1, 100);
	const V = 2 * k;
	const task: Task = {
		name: "brackets",
		inputs: V,
		outputs: V,
		input: "symbols",
		head: "binary",
		// An odd length is rounded down: a balanced string has an even number of brackets.
		lengths: { min: 2, max: LONGEST, default: [50, 50] },
		/**
		 * Opening brackets are always allowed and cost nothing. A closing bracket is allowed if its kind is the innermost
		 * open one: a uniform string of n pairs returns to depth 0 in 3n/(n + 2) of its 2n steps; elsewhere all kinds are
		 * equally likely.
		 */
		baselineAt(length) {
			const n = Math.floor(length / 2);
			const p = (1 - 3 / (2 * (n + 2))) / k;
			const cost = (q: number) => (q > 0 ? -q * Math.log(q) : 0);
			return k * (cost(p) + cost(1 - p));
		},
		draw(random, request) {
			checkRequest(task, request);
			const { batch: B } = request;
			const T = request.length - (request.length % 2);
			const ids = new Int32Array(T * B); // [T,B]
			const values = new Float64Array(T * B * V); // [T,B,V]
			for (let b = 0; b < B; b++) {
				const open: number[] = []; // kinds that are open, the innermost last
				for (let t = 0; t < T; t++) {
					if (opens(random, open.length, T - t)) {
						const kind = random.below(k);
						open.push(kind);
						ids[t * B + b] = kind;
					} else ids[t * B + b] = k + open.pop()!;
					const step = (t * B + b) * V;
					values.fill(1, step, step + k);
					if (open.length > 0) values[step + k + open.at(-1)!] = 1;
				}
			}
			return { T, B, lengths: new Int32Array(B).fill(T), ids, values };
		},
		wrong: (batch, outputs) => wrongSides(batch, outputs, V),
	};
	return task;
}

/**
 * Draws whether the next of r brackets left at depth h opens.
 * P = (h + 2)(r - h) / (2 r (h + 1)), which is 1 at h = 0 and 0 at h = r.
 */
function opens(random: RandomStream, h: number, r: number): boolean {
	return random.uniform() * 2 * r * (h + 1) < (h + 2) * (r - h);
}
