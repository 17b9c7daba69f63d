/**
 * Does the pieces of a long work: those of `work` one after the other, those of `jobs` side by side in threads. Each
 * finished one is kept where there is a store, and the share done is told as it grows.
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

type Sized = Pick<Piece<Json>, "key" | "weight">;

export class Pieces {
	/** Spent on pieces, over all calls that had a part in it; of pieces side by side the sum. */
	seconds = 0;
	readonly #store: PieceStore | undefined;
	readonly #hooks: PieceHooks;
	readonly #tally = { done: 0, total: 0, kept: 0 };
	/** Weight done of pieces that are not finished. */
	readonly #parts = new Map<string, number>();
	readonly #running = new Set<Promise<unknown>>();
	#queue: Promise<unknown> = Promise.resolve();

	constructor(store: PieceStore | undefined, hooks: PieceHooks) {
		this.#store = store;
		this.#hooks = hooks;
	}

	/** Pieces run one after the other, also those of calls made side by side: all are counted before the first begins. */
	work<T extends Json>(pieces: readonly Piece<T>[]): Promise<T[]> {
		return this.#queued(pieces, 1, (piece) =>
			this.#one(piece, null, async () => {
				await this.pause();
				return piece.run();
			}),
		) as Promise<T[]>;
	}

	/** As many at a time as there are cores. */
	jobs(pieces: readonly JobPiece[]): Promise<Json[]> {
		const program = this.#hooks.oneThread ? undefined : threadProgram();
		const lanes = program === undefined ? 1 : (this.#hooks.lanes ?? availableParallelism());
		return this.#queued(pieces, lanes, (piece) => this.#one(piece, piece.request, () => this.#job(piece, program)));
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
