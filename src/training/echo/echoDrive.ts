/**
 * Drives an echo state network through a batch of a task. Also returns, per step, the input row, whether
 * the step is scored, and the target row of the readout.
 */
import type { Task, TaskBatch } from "../../data/tasks/task.ts";
import type { RandomStream } from "../../kernels/random.ts";
import type { Work } from "../../kernels/work.ts";
import { type EchoState, stateNoise } from "./echoState.ts";

// T steps, B sequences, N units, D inputs, V outputs; row-major, the last letter moves fastest

export interface Drive {
	batch: TaskBatch;
	/** Runs steps from..to of every sequence; `to` is excluded. */
	steps: [from: number, to: number];
	/** Feeds back the targets (if there is feedback) and adds state noise. Absent: feeds back the outputs. */
	teacher?: { noise: number; random: RandomStream };
	/** Called with step n of sequence b as i = n B + b, and b. */
	use(i: number, b: number): Work<void> | undefined;
}

export function* driving(network: EchoState, task: Task, { batch, steps, teacher, use }: Drive): Work<void> {
	const [from, to] = steps;
	const { B, lengths } = batch;
	const { inputs: D, outputs: V } = task;
	const { units: N, feedback } = network.reservoir.spec;
	const v = teacher && teacher.noise > 0 ? new Float64Array(N) : undefined; // [N]
	const u = new Float64Array(B * D);
	const before = new Float64Array(B * feedback); // y_{n-1}; 0 where it is not scored
	const none = new Float64Array(V);
	for (let n = from; n < to; n++) {
		if (v) stateNoise(v, teacher!.noise, teacher!.random);
		if (batch.x) u.set(batch.x.subarray(n * B * D, (n + 1) * B * D));
		else oneHot(u, D, batch.ids!.subarray(n * B, (n + 1) * B));
		for (let i = 0; teacher && feedback > 0 && n > 0 && i < B; i++) {
			const known = (n - 1) * B + i;
			before.set(isScored(batch, V, known) ? wantedAt(batch, V, known) : none, i * V);
		}
		network.step(u, before, v);
		for (let b = 0; b < B; b++) {
			const work = n < lengths[b]! ? use(n * B + b, b) : undefined;
			if (work) yield* work;
			if (feedback > 0 && !teacher) before.set(isScored(batch, V, n * B + b) ? network.read(b) : none, b * V);
		}
	}
}

/** Reports whether step n of sequence b is scored, i = n B + b. */
export function isScored({ targets, values }: TaskBatch, V: number, i: number): boolean {
	if (targets) return targets[i]! >= 0;
	for (let v = 0; v < V; v++) if (Number.isNaN(values![i * V + v]!)) return false;
	return true;
}

/** Returns the target row of the readout at i = n B + b, [V]. */
export function wantedAt({ targets, values }: TaskBatch, V: number, i: number): Float64Array {
	if (!targets) return values!.subarray(i * V, (i + 1) * V);
	const row = new Float64Array(V);
	row[targets[i]!] = 1;
	return row;
}

/** Returns the input rows of one sequence, [T,D]. */
export function inputsOf({ inputs: D }: Pick<Task, "inputs">, { T, x, ids }: TaskBatch): Float64Array {
	if (x) return x;
	const u = new Float64Array(T * D);
	oneHot(u, D, ids!);
	return u;
}

function oneHot(u: Float64Array, D: number, ids: Int32Array): void {
	u.fill(0);
	for (let b = 0; b < ids.length; b++) if (ids[b]! >= 0) u[b * D + ids[b]!] = 1;
}
