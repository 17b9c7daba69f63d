/**
 * The queue of a study on BullMQ. A job is a trial; it is fetched, renewed and ended by calls, so that nothing of BullMQ
 * decides about a trial: how often a job stalled counts for nothing (the study's folder counts attempts), and a job whose
 * lock was lost ends as the folder says. The client lives in a worker, which never computes, so its locks are renewed in
 * time; trials are processes of their own.
 */
import { randomUUID } from "node:crypto";
import { fail } from "../../../errors/index.ts";
import type { QueueState } from "../studyOverview.ts";
import {
	type BullJob,
	type BullPackages,
	type BullQueue,
	type BullWorker,
	loadBullmq,
	type RedisClient,
} from "./loadBullmq.ts";
import type { QueueAddress } from "./queueAddress.ts";
import type { QueuedTrial, Ticket, TrialQueue } from "./trialQueue.ts";

export interface BullOptions {
	/** Name of the queue on its server. */
	name: string;
	/** Time without renewal after which a trial goes to another worker. */
	leaseMs: number;
	onState(state: QueueState): void;
}

/** Time to connect, and for an answer, before the connection is made anew. */
const ANSWER_MS = 5000;
/** Longest pause between two attempts to connect again. */
const AGAIN_MS = 1000;
/** Attempts to open a queue whose connection ends meanwhile. */
const OPENINGS = 3;
/** Time to say goodbye. */
const CLOSE_MS = 300;
/** Trials of one command. */
const AT_ONCE = 1000;
/** BullMQ takes no id that is a whole number, as 16 hexadecimal digits can be. */
const PREFIX = "trial-";
const JOB = { removeOnComplete: true, removeOnFail: false } as const;

export class BullTrialQueue implements TrialQueue {
	readonly #redis: RedisClient;
	readonly #queue: BullQueue;
	readonly #worker: BullWorker;
	readonly #leaseMs: number;
	readonly #refused: (error: unknown) => void;
	/** Called before the connection ends as it should. */
	readonly #hush: () => void;

	private constructor(redis: RedisClient, { Queue, Worker }: BullPackages, options: BullOptions, told: Told) {
		const { name, leaseMs } = options;
		this.#redis = redis;
		this.#leaseMs = leaseMs;
		this.#refused = told.refused;
		this.#hush = told.hush;
		this.#queue = new Queue(name, { connection: redis });
		this.#worker = new Worker(name, null, {
			...{ connection: redis, autorun: false },
			...{ lockDuration: leaseMs, stalledInterval: leaseMs / 2, maxStalledCount: 1e9 },
		});
		this.#queue.on("error", told.refused);
		this.#worker.on("error", told.refused);
	}

	/**
	 * Connects to the server, again if the connection ends before the queue is ready.
	 * @throws E_STUDY_QUEUE if the packages are missing or the server does not take us.
	 */
	static async open(address: QueueAddress, options: BullOptions, packages = loadBullmq()): Promise<BullTrialQueue> {
		for (let left = OPENINGS - 1; ; left--) {
			const told = toldBy(address, options.onState);
			const redis = await connected(packages, address);
			const queue = new BullTrialQueue(redis, packages, options, told);
			try {
				await queue.#begin(told);
				return queue;
			} catch (error) {
				await queue.close();
				if (left === 0) throw unreachable(address, error);
			}
		}
	}

	async #begin(told: Told): Promise<void> {
		await Promise.all([this.#queue.waitUntilReady(), this.#worker.waitUntilReady()]);
		await this.#worker.startStalledCheckTimer();
		this.#redis.on("ready", told.back);
		this.#redis.on("close", told.silent);
	}

	add(trials: readonly QueuedTrial[]): Promise<void> {
		return this.#heard(this.#add(trials));
	}

	async #add(trials: readonly QueuedTrial[]): Promise<void> {
		for (let from = 0; from < trials.length; from += AT_ONCE) {
			const jobs = trials.slice(from, from + AT_ONCE).map(({ id, trial: { settings, seed, steps } }) => {
				const data = { settings, seed, ...(steps !== undefined && { steps }) };
				return { name: "trial", data, opts: { ...JOB, jobId: `${PREFIX}${id}` } };
			});
			await this.#queue.addBulk(jobs);
		}
		await this.#retry(new Set(trials.map(({ id }) => `${PREFIX}${id}`)));
	}

	/** A trial that was parked, and may be tried again, is in the queue already. */
	async #retry(ids: ReadonlySet<string>): Promise<void> {
		if (ids.size === 0) return;
		for (const job of await this.#queue.getJobs(["failed"])) if (ids.has(job.id ?? "")) await job.retry("failed");
	}

	async next(): Promise<Ticket | undefined> {
		const token = randomUUID();
		const job = await this.#heard(this.#worker.getNextJob(token, { block: false }));
		return job && this.#ticket(job, token);
	}

	/** The same call; reports an answer that is an error. */
	async #heard<T>(call: Promise<T>): Promise<T> {
		return call.catch((error) => {
			this.#refused(error);
			throw error;
		});
	}

	#ticket(job: BullJob, token: string): Ticket {
		const { id = "" } = job;
		return {
			id: id.startsWith(PREFIX) ? id.slice(PREFIX.length) : "",
			renew: async () => void (await job.extendLock(token, this.#leaseMs)),
			done: async () => void (await job.moveToCompleted(null, token, false)),
			back: async (delayMs) => {
				if (delayMs > 0) await job.moveToDelayed(Date.now() + delayMs, token);
				else await job.moveToWait(token);
			},
			park: async (why) => void (await job.moveToFailed(new Error(why), token, false)),
		};
	}

	async clear(ids: readonly string[]): Promise<void> {
		const { keys } = this.#queue;
		const jobs = ids.flatMap((id) => ["", ":lock"].map((part) => `${this.#queue.toKey(`${PREFIX}${id}`)}${part}`));
		for (let from = 0; from < jobs.length; from += AT_ONCE)
			await this.#redis.unlink(...jobs.slice(from, from + AT_ONCE));
		await this.#redis.unlink(...Object.values(keys));
	}

	async close(): Promise<void> {
		this.#hush();
		const closed = [this.#worker.close(true), this.#queue.close()].map((one) => one.catch(() => undefined));
		await Promise.race([Promise.all(closed), new Promise((done) => setTimeout(done, CLOSE_MS).unref())]);
		this.#redis.disconnect();
	}
}

/** @throws E_STUDY_QUEUE if the packages are missing or the server does not take us. */
export async function checkServer(address: QueueAddress): Promise<void> {
	(await connected(loadBullmq(), address)).disconnect();
}

/** A client that connects again whenever its connection ends, but does not wait for a first one. */
async function connected({ Redis }: BullPackages, address: QueueAddress): Promise<RedisClient> {
	let open = false;
	let last: unknown;
	const redis = new Redis(address.url, {
		...{ lazyConnect: true, connectTimeout: ANSWER_MS, socketTimeout: ANSWER_MS, keepAlive: ANSWER_MS },
		// each call fails at once if there is no connection or it ends: what it wanted may be wrong by the time there is one.
		// 0 rejects the calls under way; without it, ioredis 6.0 forgets them and their promises never end
		...{ maxRetriesPerRequest: 0, enableOfflineQueue: false, autoResendUnfulfilledCommands: false },
		retryStrategy: (times: number) => (open ? Math.min(100 * times, AGAIN_MS) : null),
	});
	redis.on("error", (error) => {
		last = error;
	});
	try {
		await redis.connect();
	} catch (error) {
		redis.disconnect();
		throw unreachable(address, last ?? error);
	}
	open = true;
	return redis;
}

function unreachable({ server }: QueueAddress, error: unknown) {
	const { name, message = "", code = "" } = error as { name?: string; message?: string; code?: string };
	const words = name === "MaxRetriesPerRequestError" ? "Connection is closed." : message || code;
	return fail("E_STUDY_QUEUE", { why: { reason: "server", server, message: words } }, { cause: error });
}

interface Told {
	silent(): void;
	back(): void;
	refused(error: unknown): void;
	/** Reports nothing from now on. */
	hush(): void;
}

/** Tells each change once, and each answer of the server that is an error once. */
function toldBy({ server }: QueueAddress, onState: (state: QueueState) => void): Told {
	const refusals = new Set<string>();
	let now: QueueState["state"] = "back";
	let hushed = false;
	const tell = (state: "silent" | "back") => {
		if (hushed || state === now) return;
		now = state;
		onState({ state, server });
	};
	return {
		silent: () => tell("silent"),
		back: () => tell("back"),
		refused(error) {
			const { name, message } = error as Error;
			if (hushed || name !== "ReplyError" || refusals.has(message)) return;
			refusals.add(message);
			onState({ state: "refused", server, message });
		},
		hush: () => {
			hushed = true;
		},
	};
}
