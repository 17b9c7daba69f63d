/** Trains in this page: a worker with the wasm engine, whose news go into a LiveRun. */
import type { Snapshot } from "../../../src/training/snapshot.ts";
import type { Line, LogName } from "../../../studio/wire.ts";
import { say } from "../words/words.ts";
import type { News, TrainOrder } from "../worker/messages.ts";
import trainAddress from "../worker/trainWorker.ts?worker&url";
import { trusted } from "../worker/trusted.ts";
import type { Choice } from "./choices.ts";
import { failureWords } from "./failureWords.ts";
import { LiveRun } from "./liveRun.ts";

/** States kept for forks. */
const MOST = 12;
/** Shortest time between two states that are given on while it trains: small networks reach many checkpoints a second. */
const LEAST_MS = 2000;

export class PageTraining {
	readonly run: LiveRun;
	/** States that can be forked from, oldest first. */
	readonly checkpoints: { step: number; snapshot: Snapshot }[] = [];
	/** All lines that were logged, as they came. */
	readonly lines: Record<LogName, Line[]> = { metrics: [], records: [], samples: [] };
	/** What its options were made of. */
	choice: Choice | undefined;
	/** Called with the state of the run when it ends or is paused, and at each checkpoint. `running`: it goes on by itself. */
	onState: (snapshot: Snapshot, running: boolean) => void = () => {};
	#worker: Worker | undefined;
	/** The state of the run at its last stop or end. */
	#snapshot: Snapshot | undefined;
	/** The pause that was asked for last. */
	#pausing: Promise<unknown> | undefined;
	#stopped: ((snapshot: Snapshot | undefined) => void) | undefined;
	#order: Omit<TrainOrder, "type" | "from">;
	/** True while it stops only to go on with other options. */
	#changing = false;
	#givenMs = Number.NEGATIVE_INFINITY;
	/** True while it is paused only because another training is shown. */
	#held = false;

	constructor(order: Omit<TrainOrder, "type" | "from">, run = new LiveRun({ phase: "starting" })) {
		this.#order = order;
		this.run = run;
	}

	/** Takes the place of a training that stood at `snapshot`; its run has the lines already. */
	standAt(snapshot: Snapshot, lines: Record<LogName, Line[]>): void {
		this.#snapshot = snapshot;
		for (const log of Object.keys(lines) as LogName[]) this.lines[log].push(...lines[log]);
	}

	start(from?: Snapshot): void {
		this.#held = false;
		this.#worker?.terminate();
		const worker = new Worker(trusted(trainAddress), { type: "module" });
		this.#worker = worker;
		worker.onmessage = ({ data }: MessageEvent<News>) => this.#take(data);
		worker.onerror = ({ message }) => this.#lose(message);
		this.run.put({ phase: from ? "running" : "starting" });
		worker.postMessage({ type: "train", ...this.#order, ...(from && { from }) });
	}

	/** Saves the state and ends the worker. Resolves when it is saved. @param mostMs a worker that takes longer is lost. */
	pause(mostMs?: number): Promise<Snapshot | undefined> {
		if (!this.#worker) return Promise.resolve(this.#snapshot);
		const worker = this.#worker;
		worker.postMessage({ type: "stop" });
		const pausing = new Promise<Snapshot | undefined>((resolve) => {
			this.#stopped = resolve;
			if (mostMs) setTimeout(() => this.#worker === worker && this.#lose("no answer"), mostMs);
		});
		this.#pausing = pausing;
		return pausing;
	}

	/** Pauses while another training is shown: after a reload it goes on. */
	hold(): Promise<Snapshot | undefined> {
		this.#held = true;
		return this.pause();
	}

	/** Resolves when a pause that was asked for is over; at once without one. */
	async pausedNow(): Promise<void> {
		if (this.#worker) await this.#pausing;
	}

	resume(): void {
		this.start(this.#snapshot);
	}

	/** Trains from `from` to its end, and returns the state there; undefined if it fails. */
	ended(from: Snapshot): Promise<Snapshot | undefined> {
		this.start(from);
		return new Promise((resolve) => {
			this.#stopped = resolve;
		});
	}

	/** The state of the last stop or end, or the newest checkpoint. */
	get newest(): { step: number; snapshot: Snapshot } | undefined {
		const { step } = this.run.numbers.get();
		return this.#snapshot && !this.#worker ? { step, snapshot: this.#snapshot } : this.checkpoints.at(-1);
	}

	get order(): Omit<TrainOrder, "type" | "from"> {
		return this.#order;
	}

	/** Continues with other options from where it is. `words`: what was changed. */
	async change(options: TrainOrder["options"], words: () => string): Promise<void> {
		const running = this.run.numbers.get().phase === "running";
		this.#changing = running;
		const snapshot = await this.pause();
		this.#changing = false;
		this.#order = { ...this.#order, options };
		this.run.marks.push({ step: this.run.numbers.get().step, words });
		if (running) this.start(snapshot);
	}

	/** Ends the worker without saving. */
	close(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
	}

	#take(news: News): void {
		const { run } = this;
		if (news.type === "failed") void this.#fail(news.code, news.params);
		else if (news.type === "started") {
			const { parameters, threads, seed, options, baseline, lossUnit, symbols, byErrors } = news;
			const facts = {
				...{ onText: symbols !== undefined, onSeries: "series" in this.#order.data, byErrors },
				parameters,
				engine: `wasm-${this.#order.build}`,
				threads,
				seed,
				options,
			};
			run.put({ phase: "running", facts, baseline, lossUnit });
		} else if (news.type === "frame") {
			const { metrics, records, samples, spectra, type: _, ...numbers } = news;
			if (news.step > 0) run.put(numbers);
			run.addSpectra(spectra);
			for (const [log, lines] of Object.entries({ metrics, samples, records }))
				this.lines[log as LogName].push(...lines);
			run.lines("metrics", metrics);
			run.lines("samples", samples);
			run.lines("records", records);
		} else if (news.type === "checkpoint") {
			this.#keep(news.step, news.snapshot);
			if (news.step === 0 || performance.now() - this.#givenMs < LEAST_MS) return; // from update 0 it starts by itself
			this.#givenMs = performance.now();
			this.onState(news.snapshot, true);
		} else if (news.type === "ended") {
			const { result, snapshot, sample } = news;
			this.#snapshot = snapshot;
			this.close();
			const paused = result.ended === "signal";
			const { weightsSha256, steps: step, seconds } = result;
			if (!paused) run.put({ step, seconds, progress: 1 });
			run.put({ phase: paused ? "paused" : "finished", weightsSha256, etaSeconds: 0, ...(sample && { sample }) });
			run.changed();
			this.#stopped?.(snapshot);
			this.#stopped = undefined;
			if (!this.#changing) this.onState(snapshot, paused && this.#held);
		}
	}

	/** Keeps at most MOST states; beyond that, every second one of the older. */
	#keep(step: number, snapshot: Snapshot): void {
		const { checkpoints } = this;
		const before = checkpoints.filter((one) => one.step < step);
		checkpoints.splice(0, checkpoints.length, ...before, { step, snapshot });
		if (checkpoints.length > MOST) checkpoints.splice(1 + 2 * Math.floor((step / 10) % (MOST / 4)), 1);
		this.run.put({ checkpoints: checkpoints.map((one) => one.step) });
	}

	/** The worker itself failed: the run is that of the newest checkpoint, from which it can continue. */
	#lose(what: string): void {
		const newest = this.checkpoints.at(-1);
		if (!newest) return void this.#fail("E_INTERNAL", { what });
		this.close();
		const { step, snapshot } = newest;
		this.#snapshot = snapshot;
		for (const lines of Object.values(this.lines)) {
			const until = lines.findLastIndex((line) => line.step <= step) + 1;
			lines.splice(until);
		}
		this.run.marks.push({ step, words: () => say("train.lostWorker") });
		this.run.put({ phase: "paused", step });
		this.run.changed();
		this.#stopped?.(snapshot);
		this.#stopped = undefined;
		this.onState(snapshot, false);
	}

	async #fail(code: string, params: unknown): Promise<void> {
		this.close();
		const message = await failureWords(code, params);
		this.run.put({ phase: "failed", failure: { code, message } });
		this.#stopped?.(undefined);
		this.#stopped = undefined;
	}
}
