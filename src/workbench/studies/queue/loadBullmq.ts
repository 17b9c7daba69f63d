/**
 * BullMQ and ioredis, which Sluice does not bring: they are loaded from where Sluice is installed, when a queue is asked
 * for. The types are of what Sluice calls.
 */
import { createRequire } from "node:module";
import { fail } from "../../../errors/index.ts";
import { errno } from "../../disk/disk.ts";

export interface BullJob {
	id?: string;
	extendLock(token: string, ms: number): Promise<number>;
	moveToCompleted(value: unknown, token: string, fetchNext: false): Promise<unknown>;
	moveToFailed(error: Error, token: string, fetchNext: false): Promise<unknown>;
	moveToWait(token: string): Promise<unknown>;
	moveToDelayed(atMs: number, token: string): Promise<void>;
	retry(state: "failed"): Promise<void>;
}

export interface NewBullJob {
	name: string;
	data: unknown;
	opts: { jobId: string; removeOnComplete: boolean; removeOnFail: boolean };
}

interface Emitter {
	on(event: string, listener: (value: unknown) => void): unknown;
}

export interface BullQueue extends Emitter {
	/** Keys of the queue on the server, by their short names. */
	readonly keys: Readonly<Record<string, string>>;
	toKey(name: string): string;
	waitUntilReady(): Promise<unknown>;
	addBulk(jobs: readonly NewBullJob[]): Promise<unknown>;
	getJobs(states: readonly "failed"[]): Promise<BullJob[]>;
	close(): Promise<void>;
}

export interface BullWorker extends Emitter {
	waitUntilReady(): Promise<unknown>;
	getNextJob(token: string, options: { block: false }): Promise<BullJob | undefined>;
	startStalledCheckTimer(): Promise<void>;
	close(force: true): Promise<void>;
}

export interface RedisClient extends Emitter {
	connect(): Promise<void>;
	unlink(...keys: string[]): Promise<number>;
	disconnect(): void;
}

export interface BullPackages {
	Queue: new (name: string, options: object) => BullQueue;
	Worker: new (name: string, processor: null, options: object) => BullWorker;
	Redis: new (url: string, options: object) => RedisClient;
}

/** @throws E_STUDY_QUEUE if they are not installed. */
export function loadBullmq(): BullPackages {
	const load = createRequire(import.meta.url);
	try {
		const { Queue, Worker } = load("bullmq");
		const { Redis } = load("ioredis");
		return { Queue, Worker, Redis };
	} catch (error) {
		if (errno(error) !== "MODULE_NOT_FOUND") throw error;
		throw fail("E_STUDY_QUEUE", { why: { reason: "packages" } }, { cause: error });
	}
}
