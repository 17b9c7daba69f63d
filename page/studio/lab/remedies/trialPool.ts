/** Trains the arms in workers, a few at a time, each in a worker of its own that ends with it. */
import type { TrialAsked, TrialData, TrialSaid } from "../../worker/trials/messages.ts";
import trialAddress from "../../worker/trialWorker.ts?worker&url";
import { trusted } from "../../worker/trusted.ts";
import type { Arm } from "./arm.ts";

/** Workers at most: as many as leave the page a core, but two. */
export const MOST_WORKERS = Math.max(2, Math.min(4, (navigator.hardwareConcurrency ?? 2) - 1));

/** A worker that answers until it is ended. */
export function askTrialWorker(asked: TrialAsked, take: (said: TrialSaid) => void): Worker {
	const worker = new Worker(trusted(trialAddress), { type: "module" });
	worker.onmessage = ({ data }: MessageEvent<TrialSaid>) => take(data);
	worker.onerror = ({ message }) => take({ type: "failed", code: "E_INTERNAL", params: { what: message } });
	worker.postMessage(asked);
	return worker;
}

export class TrialPool {
	readonly #data: TrialData;
	readonly #change: (at: number, change: Partial<Arm>) => void;
	readonly #waiting: number[];
	readonly #arms: readonly Arm[];
	readonly #workers = new Map<number, Worker>();
	#stopping = false;
	#ended: () => void = () => {};
	/** Resolves when every arm is done, stopped or failed. */
	readonly ended = new Promise<void>((resolve) => {
		this.#ended = resolve;
	});

	/** @param arms those that are not done are trained, from where they were stopped. */
	constructor(data: TrialData, arms: readonly Arm[], change: (at: number, change: Partial<Arm>) => void) {
		this.#data = data;
		this.#arms = arms;
		this.#change = change;
		this.#waiting = [...arms.keys()].filter((at) => arms[at]!.phase !== "done" && arms[at]!.phase !== "failed");
		this.#next();
	}

	/** Saves the state of the arms in training; the others stay as they are. */
	stop(): void {
		this.#stopping = true;
		for (const worker of this.#workers.values()) worker.postMessage({ type: "stop" });
		this.#next();
	}

	/** Ends all workers without saving. */
	close(): void {
		this.#stopping = true;
		for (const worker of this.#workers.values()) worker.terminate();
		this.#workers.clear();
		this.#ended();
	}

	#next(): void {
		while (!this.#stopping && this.#workers.size < MOST_WORKERS && this.#waiting.length > 0)
			this.#start(this.#waiting.shift()!);
		if (this.#workers.size === 0) this.#ended();
	}

	#start(at: number): void {
		const { trial, kept } = this.#arms[at]!;
		this.#change(at, { phase: "running" });
		const order: TrialAsked = { type: "trial", data: this.#data, trial, ...(kept && { kept }) };
		this.#workers.set(
			at,
			askTrialWorker(order, (said) => this.#take(at, said)),
		);
	}

	#take(at: number, said: TrialSaid): void {
		if (!this.#workers.has(at)) return;
		if (said.type === "points") this.#change(at, { points: said.points, before: said.before });
		else if (said.type === "share") this.#change(at, { share: said.share });
		else if (said.type === "ended") this.#end(at, endedWith(said.outcome));
		else if (said.type === "kept") this.#end(at, { phase: "stopped", kept: said.snapshot });
		else if (said.type === "failed")
			this.#end(at, { phase: "failed", failure: { code: said.code, params: said.params } });
	}

	#end(at: number, change: Partial<Arm>): void {
		this.#workers.get(at)?.terminate();
		this.#workers.delete(at);
		this.#change(at, change);
		this.#next();
	}
}

const endedWith = (outcome: NonNullable<Arm["outcome"]>): Partial<Arm> => ({
	...{ phase: "done", share: 1, outcome, points: outcome.points, kept: undefined },
});
