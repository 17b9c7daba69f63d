/**
 * Does the units of a long work: those of `work` one after the other, those of `jobs` side by side in threads. Each
 * finished one is kept where there is a store, and the share done is told as it grows.
 */
import { availableParallelism } from "node:os";
import type { Json } from "../../training/json.ts";
import { stopwatch } from "../machine/clock.ts";
import { turn } from "../machine/turns.ts";
import type { Jobs } from "./job.ts";
import { runJob } from "./runJob.ts";
import { inThread, sideBySide, threadProgram } from "./threads.ts";
import type { UnitStore } from "./unitStore.ts";
import type { JobUnit, Unit } from "./workUnit.ts";

export interface UnitHooks {
	/** In units of weight; `kept` of them come from an earlier call. */
	onProgress(done: number, total: number, kept: number): void;
	signal: AbortSignal;
	/** The jobs there are, for a run in this thread. */
	jobs: Jobs;
	/** Jobs side by side; default the cores. */
	lanes?: number;
	/** Jobs in this thread, one after the other, as where the package was not built. */
	oneThread?: boolean;
}

/** A signal is answered within two seconds. */
const STOP_MS = 1500;

type Sized = Pick<Unit<Json>, "key" | "weight">;

export class Units {
	/** Spent on units, over all calls that had a part in it; of units side by side the sum. */
	seconds = 0;
	readonly #store: UnitStore | undefined;
	readonly #hooks: UnitHooks;
	readonly #tally = { done: 0, total: 0, kept: 0 };
	/** Weight done of units that are not finished. */
	readonly #parts = new Map<string, number>();
	readonly #running = new Set<Promise<unknown>>();
	#queue: Promise<unknown> = Promise.resolve();

	constructor(store: UnitStore | undefined, hooks: UnitHooks) {
		this.#store = store;
		this.#hooks = hooks;
	}

	/** Units run one after the other, also those of calls made side by side: all are counted before the first begins. */
	work<T extends Json>(units: readonly Unit<T>[]): Promise<T[]> {
		return this.#queued(units, 1, (unit) =>
			this.#one(unit, null, async () => {
				await this.pause();
				return unit.run();
			}),
		) as Promise<T[]>;
	}

	/** As many at a time as there are cores. */
	jobs(units: readonly JobUnit[]): Promise<Json[]> {
		const program = this.#hooks.oneThread ? undefined : threadProgram();
		const lanes = program === undefined ? 1 : (this.#hooks.lanes ?? availableParallelism());
		return this.#queued(units, lanes, (unit) => this.#one(unit, unit.request, () => this.#job(unit, program)));
	}

	/** Gives jobs that a signal stops the time to keep what they have. */
	async #lastWords(): Promise<void> {
		const late = new Promise((resolve) => setTimeout(resolve, STOP_MS));
		await Promise.race([Promise.allSettled(this.#running), late]);
	}

	/** Lets signals and progress through; throws where the run is to stop. */
	async pause(): Promise<void> {
		this.#tell();
		await turn();
		this.#hooks.signal.throwIfAborted();
	}

	#queued<U extends Sized>(units: readonly U[], lanes: number, one: (unit: U) => Promise<Json>): Promise<Json[]> {
		this.#tally.total += units.reduce((sum, { weight = 1 }) => sum + weight, 0);
		const results = this.#queue.then(() => sideBySide(units, lanes, one));
		this.#queue = results;
		return results;
	}

	async #one({ key, weight = 1 }: Sized, request: Json, run: () => Promise<Json>): Promise<Json> {
		const kept = this.#store?.read(key, request);
		const watch = stopwatch();
		const value = kept ? kept.value : await run();
		const seconds = kept ? kept.seconds : watch();
		if (kept) this.#tally.kept += weight;
		else this.#store?.write(key, value, seconds, request);
		this.seconds += seconds;
		this.#parts.delete(key);
		this.#tally.done += weight;
		return value;
	}

	async #job({ key, weight = 1, job, request, engine }: JobUnit, program: string | undefined): Promise<Json> {
		const { signal } = this.#hooks;
		await this.pause();
		const onShare = (share: number) => {
			this.#parts.set(key, share * weight);
			this.#tell();
		};
		const folder = this.#store?.workOf(key);
		const call = { job, request, ...(engine && { engine }), ...(folder !== undefined && { folder }) };
		const running = program
			? inThread(program, call, { onShare, signal })
			: runJob(call, { jobs: this.#hooks.jobs, onShare, stopped: () => signal.aborted });
		this.#running.add(running);
		try {
			const value = await running;
			if (signal.aborted) await this.#lastWords();
			signal.throwIfAborted();
			return value!;
		} finally {
			this.#running.delete(running);
		}
	}

	#tell(): void {
		const { done, total, kept } = this.#tally;
		const parts = [...this.#parts.values()].reduce((sum, part) => sum + part, 0);
		this.#hooks.onProgress(Math.round(done + parts), total, kept);
	}
}
