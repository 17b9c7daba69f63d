/**
 * Executes the pieces of long work: those of `work` one after the other, those of `jobs` in parallel threads. Each
 * finished piece is saved if there is a store, and progress is reported.
 */
import { availableParallelism } from "node:os";
import type { Json } from "../../training/json.ts";
import { stopwatch } from "../machine/clock.ts";
import { turn } from "../machine/turns.ts";
import type { Jobs } from "./job.ts";
import type { JobPiece, Piece } from "./piece.ts";
import type { PieceStore } from "./pieceStore.ts";
import { runJob } from "./runJob.ts";
import { inThread, sideBySide, threadProgram } from "./threads.ts";

export interface PieceHooks {
	/** Reports progress in units of weight; `kept` of them come from an earlier call. */
	onProgress(done: number, total: number, kept: number): void;
	signal: AbortSignal;
	/** Available jobs, for running in this thread. */
	jobs: Jobs;
	/** Number of jobs in parallel. Default: the number of cores. */
	lanes?: number;
	/** Runs the jobs in this thread, one after the other, as in a checkout that was not built. */
	oneThread?: boolean;
}

/** Time that running jobs get to save their snapshots after a signal, in ms; the process reacts within 1 s. */
const STOP_MS = 750;

type Sized = Pick<Piece<Json>, "key" | "weight">;

export class Pieces {
	/** Seconds spent on pieces, over all calls that contributed; summed over pieces that run in parallel. */
	seconds = 0;
	readonly #store: PieceStore | undefined;
	readonly #hooks: PieceHooks;
	readonly #tally = { done: 0, total: 0, kept: 0 };
	/** Weight already done of each unfinished piece. */
	readonly #parts = new Map<string, number>();
	readonly #running = new Set<Promise<unknown>>();
	#queue: Promise<unknown> = Promise.resolve();

	constructor(store: PieceStore | undefined, hooks: PieceHooks) {
		this.#store = store;
		this.#hooks = hooks;
	}

	/** Runs pieces one after the other, even across concurrent calls. All are counted before the first begins. */
	work<T extends Json>(pieces: readonly Piece<T>[]): Promise<T[]> {
		return this.#queued(pieces, 1, (piece) =>
			this.#one(piece, null, async () => {
				await this.pause();
				return piece.run();
			}),
		) as Promise<T[]>;
	}

	/** Runs jobs in parallel, by default as many as there are cores. */
	jobs(pieces: readonly JobPiece[]): Promise<Json[]> {
		const program = this.#hooks.oneThread ? undefined : threadProgram();
		const lanes = program === undefined ? 1 : (this.#hooks.lanes ?? availableParallelism());
		return this.#queued(pieces, lanes, (piece) => this.#one(piece, piece.request, () => this.#job(piece, program)));
	}

	/** Waits for stopped jobs to save their snapshots. */
	async #lastWords(): Promise<void> {
		const late = new Promise((resolve) => setTimeout(resolve, STOP_MS));
		await Promise.race([Promise.allSettled(this.#running), late]);
	}

	/** Lets signals and progress events be handled; throws if the run has to stop. */
	async pause(): Promise<void> {
		this.#tell();
		await turn();
		this.#hooks.signal.throwIfAborted();
	}

	#queued<U extends Sized>(pieces: readonly U[], lanes: number, one: (piece: U) => Promise<Json>): Promise<Json[]> {
		this.#tally.total += pieces.reduce((sum, { weight = 1 }) => sum + weight, 0);
		const results = this.#queue.then(() => sideBySide(pieces, lanes, one));
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

	async #job({ key, weight = 1, job, request, engine }: JobPiece, program: string | undefined): Promise<Json> {
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
