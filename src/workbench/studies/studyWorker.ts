/**
 * A worker: takes trials from its launcher, trains each in a process of its own, and commits their results. It computes
 * nothing itself, so its heartbeat goes on while the trials are busy, and it answers a stop within a fraction of a second.
 */
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { GroupLeash } from "./groupLeash.ts";
import type { Claim, Launcher } from "./launcher.ts";
import { optionsOf, type StudyDocument } from "./studyFile.ts";
import { type ChildEnd, TrialChild } from "./trialChild.ts";
import type { TrialMessage } from "./trialMessages.ts";
import type { TrialRecord } from "./trialWork.ts";
import type { HeldTrial } from "./workerBeats.ts";

export interface WorkerHooks {
	/** Stops this worker: its trials save checkpoints and end. */
	signal?: AbortSignal;
	/** Called with the trials that run, at every change and every second. */
	onProgress?(held: readonly HeldTrial[]): void;
	/** Called when an attempt has ended. */
	onEnd?(id: string, end: "committed" | "failed" | "lost" | "released", record?: TrialRecord): void;
	/** Program of a trial's process. Default: that of the package. */
	program?: string;
	/** Threads of each trial. Default: the machine's cores, divided by the trials in parallel. */
	threads?: number;
}

/** Losses kept for the picture of a running trial. */
const MOST_LOSSES = 48;
const SHARE_OF_MEMORY = 0.8;

interface Running {
	claim: Claim;
	child: TrialChild;
	held: HeldTrial;
	/** Lost to another worker: whatever it comes to is not committed. */
	lost: boolean;
}

export class StudyWorker {
	readonly #document: StudyDocument;
	readonly #launcher: Launcher;
	readonly #hooks: WorkerHooks;
	readonly #leash = new GroupLeash();
	readonly #running = new Map<string, Running>();
	/** Ends of attempts that are being written. */
	readonly #ends = new Set<Promise<void>>();
	#stopped = false;
	#wake: () => void = () => undefined;

	constructor(document: StudyDocument, launcher: Launcher, hooks: WorkerHooks) {
		this.#document = document;
		this.#launcher = launcher;
		this.#hooks = hooks;
	}

	/** Works until nothing is left to do here, or until it is stopped. */
	async run(): Promise<"finished" | "stopped"> {
		const { signal } = this.#hooks;
		const beating = setInterval(() => this.#beat(), this.#launcher.beatMs);
		const showing = setInterval(() => this.#show(), 250);
		const abort = () => this.#stop();
		this.#launcher.onReady?.(() => this.#wake());
		signal?.addEventListener("abort", abort);
		if (signal?.aborted) this.#stop();
		try {
			while (!this.#isOver()) {
				if (!this.#stopped) this.#fill();
				await this.#pause();
			}
			await Promise.all(this.#ends);
			return this.#stopped ? "stopped" : "finished";
		} finally {
			clearInterval(beating);
			clearInterval(showing);
			signal?.removeEventListener("abort", abort);
			for (const { child } of this.#running.values()) child.kill();
			await Promise.all([...this.#running.values()].map(({ child }) => child.ended));
			await Promise.all(this.#ends);
			this.#leash.end();
			await this.#launcher.close();
		}
	}

	#isOver(): boolean {
		if (!this.#stopped && this.#launcher.isStopped()) this.#stop();
		if (this.#running.size > 0) return false;
		return this.#stopped || this.#launcher.isFinished();
	}

	#fill(): void {
		while (this.#running.size < this.#launcher.slots) {
			const claim = this.#launcher.take();
			if (!claim) return;
			this.#begin(claim);
		}
	}

	#begin(claim: Claim): void {
		const { data, engine } = this.#document;
		const { slots } = this.#launcher;
		const threads = this.#hooks.threads ?? Math.max(1, Math.floor(availableParallelism() / slots));
		const { trial, folder, resumes, id, attempt } = claim;
		const held: HeldTrial = { id, attempt, step: 0, totalSteps: null, progress: 0, etaSeconds: null, losses: [] };
		const child = new TrialChild({
			request: { data, options: optionsOf(this.#document, trial), folder, resumes, engine, threads },
			limits: this.#limits(),
			leash: this.#leash,
			...(this.#hooks.program !== undefined && { program: this.#hooks.program }),
			onMessage: (message) => follow(held, message),
			onLog: (text) => this.#launcher.log(claim, text),
		});
		const running = { claim, child, held, lost: false };
		this.#running.set(id, running);
		const ending = child.ended.then((end) => this.#ended(running, end));
		this.#ends.add(ending);
		void ending.finally(() => this.#ends.delete(ending));
		this.#show();
	}

	#limits() {
		const { memoryMegabytes, outputMegabytes, silenceSeconds, leaseSeconds } = this.#document.limits;
		const machine = Math.min(totalmem(), process.constrainedMemory?.() || Number.POSITIVE_INFINITY);
		const share = (SHARE_OF_MEMORY * machine) / this.#launcher.slots;
		return {
			memoryBytes: memoryMegabytes === undefined ? share : memoryMegabytes * 1e6,
			outputBytes: outputMegabytes * 1e6,
			silenceMs: silenceSeconds * 1000,
			frozenMs: leaseSeconds * 1000,
		};
	}

	async #ended(running: Running, end: ChildEnd): Promise<void> {
		const { claim, lost } = running;
		const { onEnd } = this.#hooks;
		this.#running.delete(claim.id);
		if (end.kind === "done") {
			const record = this.#recordOf(claim, end.outcome);
			const done = this.#launcher.commit(claim, record);
			onEnd?.(claim.id, done ? "committed" : "lost", record);
		} else if (end.kind === "failed") {
			this.#launcher.end(claim, { end: "failed", why: end.why, message: end.message.slice(0, 500) });
			onEnd?.(claim.id, "failed");
		} else if (lost || end.kind !== "stopped") {
			this.#launcher.end(claim, { end: "lost", why: lost ? "lease" : end.kind });
			onEnd?.(claim.id, "lost");
		} else {
			this.#launcher.end(claim, { end: "released" });
			onEnd?.(claim.id, "released");
		}
		this.#show();
		this.#wake();
	}

	#recordOf({ trial, attempt }: Claim, outcome: Extract<ChildEnd, { kind: "done" }>["outcome"]): TrialRecord {
		const { settings, seed, steps } = trial;
		const what = { settings, seed, ...(steps !== undefined && { steps }) };
		return { ...what, ...outcome, worker: this.#launcher.worker, attempt };
	}

	#beat(): void {
		const held = [...this.#running.values()].map((running) => running.held);
		for (const id of this.#launcher.beat(held)) {
			const running = this.#running.get(id);
			if (!running) continue;
			running.lost = true;
			running.child.kill();
		}
	}

	#show(): void {
		this.#hooks.onProgress?.([...this.#running.values()].map(({ held }) => held));
	}

	#stop(): void {
		this.#stopped = true;
		for (const { child } of this.#running.values()) child.stop();
		this.#wake();
	}

	/** Until something ends, or until it is time to look for work again. */
	#pause(): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, this.#launcher.pollMs);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}

function follow(held: HeldTrial, message: TrialMessage): void {
	if (message.kind !== "step") return;
	const { step, totalSteps, progress, etaSeconds, loss } = message;
	Object.assign(held, { step, totalSteps, progress, etaSeconds });
	held.losses.push(loss);
	if (held.losses.length > MOST_LOSSES) thin(held.losses);
}

/** Keeps every second loss, so that the picture always shows the whole training. */
function thin(losses: number[]): void {
	const kept = losses.filter((_, n) => n % 2 === 1);
	losses.splice(0, losses.length, ...kept);
}

/** Path of a trial's log for messages. */
export const logName = (id: string, attempt: number): string => join("logs", `${id}.${attempt}.txt`);
