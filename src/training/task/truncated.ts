/**
 * Truncated backpropagation on the sequences of a task: one batch as overlapping pieces, whose gradients add up to one
 * update. The losses of every k1 steps are backpropagated through at most k2 steps (Williams & Peng 1990).
 *
 *   k1 = k2   pieces side by side, the last of them k2 steps long, so that a loss at the end goes back k2 steps
 *   k1 < k2   each piece begins k2 - k1 steps before its scored steps, in the state that the previous piece had there
 *   k1 > k2   as k1 = k2
 */
import type { TaskBatch } from "../../data/tasks/task.ts";

// T steps, B sequences, D inputs, V outputs; row-major, the last letter moves fastest

export interface Piece {
	/** The steps of the piece; those before its scored steps have no target. */
	batch: TaskBatch;
	/** Steps after whose state the next piece begins. */
	leave: number;
}

/** Returns the pieces of a batch in order. The first begins in the zero state. */
export function piecesOf(batch: TaskBatch, { k1, k2 }: { k1: number; k2: number }): Piece[] {
	const spans = spansOf(batch.T, { k1, k2 });
	return spans.map(([begin, end], n) => ({
		batch: steps(batch, begin, spans[n - 1]?.[1] ?? 0, end),
		leave: (spans[n + 1]?.[0] ?? end) - begin,
	}));
}

/** Returns the steps [begin, end) of each piece of T steps. */
export function spansOf(T: number, { k1, k2 }: { k1: number; k2: number }): [begin: number, end: number][] {
	const stride = Math.min(k1, k2);
	const ends = Array.from({ length: Math.ceil(T / stride) }, (_, n) => T - n * stride).reverse();
	return ends.map((end) => [Math.max(0, end - k2), end]);
}

/** Returns steps `from` to `to` of a batch, without the targets before step `scored`. */
function steps({ T, B, lengths, ids, x, targets, values }: TaskBatch, from: number, scored: number, to: number) {
	const unscored = (scored - from) * B;
	const part = <A extends Int32Array | Float64Array>(array: A) =>
		array.slice((from * array.length) / T, (to * array.length) / T) as A;
	return {
		...{ T: to - from, B, lengths: lengths.map((length) => Math.max(0, Math.min(to, length) - from)) },
		...(ids && { ids: part(ids) }),
		...(x && { x: part(x as Float64Array) }),
		...(targets && { targets: part(targets).fill(-1, 0, unscored) }),
		...(values && { values: part(values).fill(Number.NaN, 0, (unscored * values.length) / (T * B)) }),
	};
}
