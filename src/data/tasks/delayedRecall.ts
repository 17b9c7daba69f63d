/**
 * Delayed recall: an endless stream of symbols; the target at every step is the symbol `delay` steps before. The
 * discrete counterpart of the delay lines with which Jaeger 2002 measures memory; no paper fixes its sizes, so these
 * are ours.
 */
import { checkRequest, checkWhole, LONGEST } from "./checks.ts";
import { wrongClasses } from "./scoring.ts";
import type { Task } from "./task.ts";

export interface DelayedRecallOptions {
	/** Steps between a symbol and its target, 1..100,000. */
	delay?: number;
	/** Number of symbols, 2..1000. */
	symbols?: number;
}

export function delayedRecall({ delay = 10, symbols = 8 }: DelayedRecallOptions = {}): Task {
	checkWhole("delay", delay, 1, 100_000);
	checkWhole("symbols", symbols, 2, 1000);
	const task: Task = {
		name: "delayed-recall",
		inputs: symbols,
		outputs: symbols,
		input: "symbols",
		head: "softmax",
		lengths: { min: delay + 1, max: LONGEST, default: [5 * delay, 10 * delay] },
		baseline: Math.log(symbols),
		draw(random, request) {
			checkRequest(task, request);
			const { batch: B, length: T } = request;
			const ids = new Int32Array(T * B); // [T,B]
			const targets = new Int32Array(T * B).fill(-1); // [T,B] not scored before step `delay`
			for (let b = 0; b < B; b++) {
				for (let t = 0; t < T; t++) {
					ids[t * B + b] = random.below(symbols);
					if (t >= delay) targets[t * B + b] = ids[(t - delay) * B + b]!;
				}
			}
			return { T, B, lengths: new Int32Array(B).fill(T), ids, targets };
		},
		wrong: (batch, outputs) => wrongClasses(batch, outputs, symbols),
	};
	return task;
}
