/**
 * NARMA-10 (Atiya & Parlos 2000): identify the system
 * y(t+1) = .3 y(t) + .05 y(t) sum_{i=0..9} y(t-i) + 1.5 u(t-9) u(t) + .1, with u uniform in [0,.5) and zeros before t = 0.
 */
import type { RandomStream } from "../../kernels/random.ts";
import { checkRequest } from "./checks.ts";
import { wrongMeans } from "./scoring.ts";
import type { Task } from "./task.ts";

const ORDER = 10;
/** The system can diverge after a long run of large inputs; above this value it does not return (docs/tasks.md). */
const RUNAWAY = 2;

/** Returns u(0..T-1) and y(1..T): the target at step t is y(t+1). Redrawn if the system diverges. */
export function narma10(random: RandomStream, T: number): { u: Float64Array; y: Float64Array; redrawn: number } {
	for (let redrawn = 0; ; redrawn++) {
		const u = Float64Array.from({ length: T }, () => 0.5 * random.uniform());
		const y = new Float64Array(T); // y[t] is y(t+1)
		let t = 0;
		for (; t < T; t++) {
			let sum = 0;
			for (let i = 0; i < ORDER; i++) sum += y[t - 1 - i] ?? 0;
			const last = y[t - 1] ?? 0;
			y[t] = 0.3 * last + 0.05 * last * sum + 1.5 * (u[t - (ORDER - 1)] ?? 0) * u[t]! + 0.1;
			if (y[t]! > RUNAWAY) break;
		}
		if (t === T) return { u, y, redrawn };
	}
}

export interface NarmaOptions {
	/** NRMSE (over the sequence's own variance) above which a sequence counts as wrong. */
	tolerance?: number;
}

export function narma10Task({ tolerance = 0.2 }: NarmaOptions = {}): Task {
	const task: Task = {
		name: "narma-10",
		inputs: 1,
		outputs: 1,
		input: "values",
		head: "regression",
		lengths: { min: ORDER, max: 100_000, default: [200, 200] },
		draw(random, request) {
			checkRequest(task, request);
			const { batch: B, length: T } = request;
			const x = new Float64Array(T * B); // [T,B,1]
			const values = new Float64Array(T * B); // [T,B,1]
			for (let b = 0; b < B; b++) {
				const { u, y } = narma10(random, T);
				for (let t = 0; t < T; t++) {
					x[t * B + b] = u[t]!;
					values[t * B + b] = y[t]!;
				}
			}
			return { T, B, lengths: new Int32Array(B).fill(T), x, values };
		},
		wrong(batch, outputs) {
			const { T, B } = batch;
			const variance = (b: number) => {
				let mean = 0;
				let squares = 0;
				for (let t = 0; t < T; t++) mean += batch.values![t * B + b]! / T;
				for (let t = 0; t < T; t++) squares += (batch.values![t * B + b]! - mean) ** 2 / T;
				return squares;
			};
			return wrongMeans(batch, outputs, 1, (b) => tolerance ** 2 * variance(b));
		},
	};
	return task;
}
