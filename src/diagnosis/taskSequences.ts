/**
 * Sequences of a task to examine: each from a zero state to its last target, which is the end of the window, whatever
 * its length. For sequences of different lengths, the curves go back as far as half of them do, and show that half.
 */
import { outputsOf } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { TaskBatch, TaskSet } from "../data/tasks/task.ts";
import { fail } from "../errors/index.ts";
import type { Engine } from "../kernels/kernels.ts";
import { lastAnswers } from "./gradientByLag.ts";
import { SaturationCount } from "./saturation.ts";
import { firstOverflow, lanesWithin, type Opened, type Sequences } from "./sequences.ts";

// T steps, B sequences, D inputs, H units, V outputs, K the largest lag

/** Steps per window where only the state is needed. */
const CHUNK = 64;
/** Approximate number of steps over which saturation is counted. */
const COUNTED = 1 << 16;

/**
 * Returns the sequences of a task.
 * @param set sequences spread over it are examined; saturation uses it from the beginning.
 */
export function taskSequences(engine: Engine, weights: Weights, set: TaskSet): Sequences {
	return {
		...{ engine, weights, turns: 8 },
		async open(lags, wanted) {
			const drawn = spread(set, 2 * wanted);
			const ends = lastAnswers(drawn, outputsOf(weights.spec));
			const K = Math.min(lags, median(ends));
			if (K < 1) {
				throw fail("E_OPTION", { option: "length", why: { reason: "firstStep" }, where: "diagnose" });
			}
			const far = ends.flatMap((end, b) => (end >= K ? [b] : []));
			const N = lanesWithin(weights.spec, K + 1, Math.min(wanted, far.length));
			const lanes = Array.from({ length: N }, (_, n) => far[Math.floor((n * far.length) / N)]!);
			return together(engine, weights, drawn, lanes, ends, K);
		},
		async count(progress) {
			const count = new SaturationCount();
			for (let done = 0, B = 1; done < set.count && count.steps < COUNTED; ) {
				const batch = set.batch(done, Math.min(B, set.count - done));
				for (const { window, at, steps } of inChunks(engine, weights, batch))
					count.add(window, steps, (t, b) => at + t < batch.lengths[b]!);
				done += batch.B;
				B = Math.max(1, Math.min(32, Math.floor(COUNTED / batch.T)));
				await progress(Math.max(done / set.count, Math.min(1, count.steps / COUNTED)));
			}
			return count;
		},
	};
}

/** Returns at most n sequences, evenly spread over the set, as one batch. */
function spread(set: TaskSet, n: number): TaskBatch {
	const count = Math.min(n, set.count);
	const single = (i: number) => set.batch(count === 1 ? 0 : Math.floor((i * (set.count - 1)) / (count - 1)), 1);
	return sideBySide(Array.from({ length: count }, (_, i) => single(i)));
}

/** Joins batches of one sequence each into one batch, padded at their ends. */
function sideBySide(singles: readonly TaskBatch[]): TaskBatch {
	const B = singles.length;
	const T = Math.max(...singles.map((single) => single.T));
	const joined = <A extends Int32Array | Float64Array>(
		part: (batch: TaskBatch) => A | undefined,
		make: (length: number) => A,
	) => {
		const first = part(singles[0]!);
		if (!first) return undefined;
		const width = first.length / singles[0]!.T;
		const all = make(T * B * width);
		for (const [b, single] of singles.entries()) {
			const from = part(single)!;
			for (let t = 0; t < single.T; t++) all.set(from.subarray(t * width, (t + 1) * width), (t * B + b) * width);
		}
		return all;
	};
	return {
		...{ T, B, lengths: Int32Array.from(singles, ({ lengths }) => lengths[0]!) },
		ids: joined(
			({ ids }) => ids,
			(length) => new Int32Array(length).fill(-1),
		),
		x: joined(
			({ x }) => x,
			(length) => new Float64Array(length),
		),
		targets: joined(
			({ targets }) => targets,
			(length) => new Int32Array(length).fill(-1),
		),
		values: joined(
			({ values }) => values,
			(length) => new Float64Array(length).fill(Number.NaN),
		),
	};
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}

/** Returns the last K + 1 steps of each sequence up to its target, starting from the state it had reached there. */
function together(
	engine: Engine,
	weights: Weights,
	batch: TaskBatch,
	lanes: readonly number[],
	ends: readonly number[],
	K: number,
): Opened {
	const B = lanes.length;
	const { symbols: D, hidden: H } = weights.spec;
	const V = outputsOf(weights.spec);
	const window = new Unrolled(engine, weights, { steps: K + 1, lanes: B });
	const starts = lanes.map((lane) => ends[lane]! - K);
	const last = Math.max(...starts);
	let overflowStep = -1;
	for (const { window: before, at, steps } of inChunks(engine, weights, batch, last)) {
		const overflow = firstOverflow(before, steps);
		if (overflowStep < 0 && overflow >= 0) overflowStep = at + overflow;
		for (const [b, lane] of lanes.entries()) {
			const row = starts[b]! - at;
			if (row < 1 || row > steps) continue; // a sequence that begins at 0 has the zero state of a new window
			for (const [l, { h, c }] of window.layers.entries()) {
				const take = (row * batch.B + lane) * H;
				h.set(before.layers[l]!.h.subarray(take, take + H), b * H);
				c?.set(before.layers[l]!.c!.subarray(take, take + H), b * H);
			}
		}
	}
	for (const [b, lane] of lanes.entries()) {
		for (let t = 0; t <= K; t++) {
			const [from, to] = [(starts[b]! + t) * batch.B + lane, t * B + b];
			if (batch.ids) window.ids[to] = batch.ids[from]!;
			if (batch.targets) window.targets[to] = batch.targets[from]!;
			window.x?.set(batch.x!.subarray(from * D, (from + 1) * D), to * D);
			window.values?.set(batch.values!.subarray(from * V, (from + 1) * V), to * V);
		}
	}
	window.forward();
	const overflow = firstOverflow(window);
	if (overflowStep < 0 && overflow >= 0) overflowStep = Math.min(...starts) + overflow;
	const earlier = lastAnswers({ T: K, B, targets: window.targets, values: window.values }, V); // [B] -1: none
	return { window, lags: K, steps: last + K + 1, overflowStep, once: earlier.every((t) => t < 0) };
}

/** Runs the first `until` steps of a batch from a zero state: yields window after window, with `at` its first step. */
function* inChunks(engine: Engine, weights: Weights, { T, B, ids, x }: TaskBatch, until = T) {
	const D = weights.spec.symbols;
	const window = new Unrolled(engine, weights, { steps: Math.min(CHUNK, Math.max(1, until)), lanes: B });
	try {
		for (let at = 0; at < until; at += window.T) {
			const steps = Math.min(window.T, until - at);
			if (ids) window.ids.set(ids.subarray(at * B, (at + steps) * B));
			if (x) window.x!.set(x.subarray(at * B * D, (at + steps) * B * D));
			window.forward({ steps });
			yield { window, at, steps };
			window.carry(steps);
		}
	} finally {
		window.free();
	}
}
