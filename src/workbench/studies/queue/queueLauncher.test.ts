/** What a study promises whatever its queue does: the queue here is an array that repeats, forgets and rejects. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fail } from "../../../errors/index.ts";
import { RandomStream } from "../../../kernels/random.ts";
import { task } from "../../datasets/taskData.ts";
import { FolderLauncher } from "../folderLauncher.ts";
import { retryStudy, runStudy, showStudy, stopStudy, workStudy } from "../studies.ts";
import { readEvents } from "../studyEvents.ts";
import { openStudy } from "../studyPlaces.ts";
import { StudyWorker } from "../studyWorker.ts";
import { parseQueueAddress } from "./queueAddress.ts";
import { QueueLauncher } from "./queueLauncher.ts";
import { queueName } from "./queueName.ts";
import type { QueuedTrial, Ticket, TrialQueue } from "./trialQueue.ts";

const studies = mkdtempSync(join(tmpdir(), "queue-"));
const program = resolve(import.meta.dirname, "../../../../test/studies/poison.mjs");
afterAll(() => rmSync(studies, { recursive: true, force: true }));

/** Its jobs, and what became of them; `copies` of each are given out. */
class ArrayQueue implements TrialQueue {
	readonly jobs: string[] = [];
	readonly told: string[] = [];
	readonly #known = new Set<string>();
	readonly #copies: number;
	/** Begins what later tickets report. */
	name = "";
	/** Before each call: throws to reject it. */
	before: () => void = () => undefined;

	constructor(copies = 1) {
		this.#copies = copies;
	}

	async add(trials: readonly QueuedTrial[]): Promise<void> {
		this.before();
		for (const { id } of trials) {
			if (this.#known.has(id)) continue;
			this.#known.add(id);
			for (let copy = 0; copy < this.#copies; copy++) this.jobs.push(id);
		}
	}

	async next(): Promise<Ticket | undefined> {
		this.before();
		const id = this.jobs.shift();
		const { name } = this;
		const tell = async (what: string) => {
			this.told.push(`${name} ${what} ${id}`.trimStart());
			this.before();
		};
		if (id === undefined) return undefined;
		return {
			id,
			renew: () => tell("renew"),
			done: () => tell("done"),
			back: async () => {
				await tell("back");
				this.jobs.push(id);
			},
			park: async (why) => {
				this.#known.delete(id);
				await tell(`park ${why}`);
			},
		};
	}

	/** As a server without its data. */
	forget(): void {
		this.#known.clear();
		this.jobs.length = 0;
	}

	async clear(): Promise<void> {
		await Promise.resolve(this.told.push("clear"));
	}

	async close(): Promise<void> {}
}

/** A study of the poison program, its queue not yet used: `hidden` says what each trial does. */
async function studyOf(name: string, hidden: readonly number[], seeds: readonly number[]) {
	const search = { kind: "grid", space: { hidden } } as const;
	const limits = { leaseSeconds: 3 };
	await runStudy({
		...{ name, studies, workers: 0 },
		study: { data: task("addition", {}), options: { lr: 0.5 }, search, seeds, limits },
	});
	return openStudy(name, studies);
}

async function work(study: ReturnType<typeof openStudy>, queue: TrialQueue, slots = 1) {
	const launcher = new QueueLauncher(new FolderLauncher(study, { slots }), queue);
	await new StudyWorker(study.document, launcher, { program }).run();
	return showStudy({ study: study.folder });
}

const eventsOf = (study: ReturnType<typeof openStudy>, kind: string) =>
	readEvents(study).filter(({ event }) => event === kind);

test("a queue that gives out each of 4 trials 3 times to 2 workers: each is begun once and has one result", async () => {
	const study = await studyOf("thrice", [1], [1, 2, 3, 4]);
	const queue = new ArrayQueue(3);
	await Promise.all([work(study, queue, 2), work(study, queue)]);
	expect(showStudy({ study: study.folder }).counts).toMatchObject({ done: 4, waiting: 0 });
	expect(eventsOf(study, "begun")).toHaveLength(4);
	expect(eventsOf(study, "committed")).toHaveLength(4);
	expect(queue.told.at(-1)).toBe("clear"); // nothing is left on the server
});

test("a queue that rejects half of its calls and forgets all jobs after every 20: 6 of 6 trials have one result", async () => {
	const study = await studyOf("forgets", [1], [1, 2, 3, 4, 5, 6]);
	const queue = new ArrayQueue();
	const random = new RandomStream(3, "queue");
	let call = 0;
	queue.before = () => {
		call++;
		if (call % 20 === 0) queue.forget();
		if (random.uniform() < 0.5) throw fail("E_INTERNAL", { what: "no connection" });
	};
	const shown = await work(study, queue, 2);
	expect(shown.counts).toMatchObject({ done: 6, waiting: 0 });
	expect(eventsOf(study, "committed")).toHaveLength(6);
});

test("4 ids that are no trials of the study are set aside or put back; none is a path, and the 1 trial is trained", async () => {
	const study = await studyOf("foreign", [1], [1]);
	const queue = new ArrayQueue();
	queue.jobs.push("../../../etc", "", "__proto__", "0123456789abcdef");
	const { counts } = await work(study, queue);
	expect(counts).toMatchObject({ done: 1 });
	const aside = queue.told.filter((told) => told.startsWith("park"));
	expect(aside).toEqual(["../../../etc", "", "__proto__"].map((id) => `park not a trial of this study ${id}`));
	expect(queue.told).toContain("back 0123456789abcdef");
});

test("a trial that crashes twice is set aside in the queue as in the folder, and comes back once it is retried", async () => {
	const study = await studyOf("crash", [2], [1]);
	const queue = new ArrayQueue();
	expect((await work(study, queue)).counts).toMatchObject({ parked: 1 });
	const { id } = showStudy({ study: study.folder }).trials[0]!;
	expect(queue.told.filter((told) => !told.startsWith("renew"))).toEqual([`back ${id}`, `park crash ${id}`]);
	retryStudy({ study: study.folder });
	expect((await work(study, queue)).trials[0]!.tries).toBe(4);
});

test("a stopped worker gives back the trial that it trains and the server hears of it before the end", async () => {
	const study = await studyOf("stopped", [6], [1]);
	const queue = new ArrayQueue();
	const working = work(study, queue);
	await expect.poll(() => showStudy({ study: study.folder }).counts.running).toBe(1);
	stopStudy({ study: study.folder });
	expect((await working).state).toBe("stopped");
	expect(queue.told.at(-1)).toMatch(/^back [0-9a-f]{16}$/);
	expect(queue.jobs).toHaveLength(1);
});

test("a trial that the queue offers again to the worker that trains it keeps the newest ticket: that one is renewed and done", async () => {
	const study = await studyOf("again", [7], [1]);
	const queue = new ArrayQueue();
	const working = work(study, queue, 2);
	await expect.poll(() => showStudy({ study: study.folder }).counts.running).toBe(1);
	const { id } = showStudy({ study: study.folder }).trials[0]!;
	queue.name = "second";
	queue.jobs.push(id);
	await working;
	expect(queue.told.filter((told) => !told.includes("renew"))).toEqual([`second done ${id}`, "clear"]);
	expect(queue.told).toContain(`second renew ${id}`);
});

test("an index, which a queue would ignore, is rejected with one, and an address that is none before anything else", async () => {
	const { folder } = await studyOf("both", [1], [1]);
	const queue = "redis://localhost";
	await expect(workStudy({ study: folder, index: 0, queue })).rejects.toThrow("E_OPTION");
	await expect(workStudy({ study: "missing", queue: "localhost" })).rejects.toThrow("E_STUDY_QUEUE");
});

test("2 studies of one name have 2 queues, a study has one, whoever asks", async () => {
	const first = await studyOf("named", [1], [1]);
	const other = openStudy(
		(await runStudy({ study: first.document, name: "named", studies: join(studies, "b"), workers: 0 })).folder,
		studies,
	);
	expect(queueName(first)).toMatch(/^sluice-named-[0-9a-f]{16}$/);
	expect(queueName(openStudy("named", studies))).toBe(queueName(first));
	expect(queueName(other)).not.toBe(queueName(first));
});

test("an address is shown without user, password and database; 8 that are none are rejected without being repeated", () => {
	const { server, url } = parseQueueAddress("rediss://me:sesame@example.org/3");
	expect(server).toBe("rediss://example.org:6379");
	expect(url).toContain("sesame");
	expect(parseQueueAddress("redis://[::1]:7000").server).toBe("redis://[::1]:7000");
	const wrong = [
		"",
		"localhost:6379",
		"http://:sesame@a",
		"redis://",
		"redis://:sesame@a/x",
		"redis://a?b=sesame",
		5,
		{},
	];
	for (const address of wrong) {
		expect(() => parseQueueAddress(address)).toThrow("E_STUDY_QUEUE");
		expect(() => parseQueueAddress(address)).not.toThrow("sesame");
	}
});
