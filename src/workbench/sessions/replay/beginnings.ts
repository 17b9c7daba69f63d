/** The first sequences of an update's batch in short, to be recognised. */
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type { UpdateWindow } from "../../../training/replay/updateWindow.ts";

const LANES = 3;
const SYMBOLS = 40;
const NUMBERS = 8;

/** Returns the beginnings of the first three sequences: the inputs of the first scored steps of a text, else of all steps. */
export function beginningsOf([window]: readonly UpdateWindow[], vocabulary?: Vocabulary): string[] {
	if (!window) return [];
	const { lanes: B, steps: T, ids, x, targets } = window;
	return Array.from({ length: Math.min(LANES, B) }, (_, b) => {
		const at = Array.from({ length: T }, (_, t) => t * B + b); // positions of the lane in [T,B]
		if (vocabulary && ids) {
			const fresh = at.filter((n) => targets[n]! >= 0).slice(0, SYMBOLS);
			return vocabulary.decode(fresh.map((n) => ids[n]!));
		}
		if (ids)
			return at
				.slice(0, NUMBERS)
				.map((n) => ids[n]!)
				.join(" ");
		const D = x!.length / (T * B);
		const vector = (n: number) => Array.from(x!.subarray(n * D, (n + 1) * D), (value) => Number(value.toPrecision(4)));
		return at
			.slice(0, NUMBERS)
			.map((n) => vector(n).join("/"))
			.join(" ");
	});
}
