/**
 * A study through a queue: BullMQ on a Valkey server that the test starts and kills. Skipped where no valkey-server is
 * installed (Debian: valkey-server) or BullMQ cannot be fetched.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { retryStudy, runStudy, type StudySpec, showStudy, stopStudy } from "../../../src/index.ts";
import { RandomStream } from "../../../src/kernels/random.ts";
import { trialId } from "../../../src/workbench/studies/studyPlaces.ts";
import {
	BIN,
	commitsOf,
	ended,
	endWorkers,
	eventsOf,
	expectCalm,
	orphansOf,
	SMALL,
	startWorkerAt,
	trialsUnder,
} from "../killing.ts";
import { storm } from "../storm.ts";
import { bringBullmq } from "./bring.ts";
import { LossyProxy } from "./lossyProxy.ts";
import { VALKEY, Valkey } from "./valkey.ts";

vi.setConfig({ testTimeout: 600_000 }); // next to much other work
const PACKAGES = VALKEY && bringBullmq();
const studies = mkdtempSync(join(tmpdir(), "queued-"));
const env = { NODE_PATH: PACKAGES ?? "" };
let server: Valkey;
beforeAll(async () => {
	if (PACKAGES) server = await Valkey.start();
});
afterAll(async () => {
	endWorkers();
	await server?.end();
	rmSync(studies, { recursive: true, force: true });
});

/** Runs the command line to its end in the folder of the test. */
async function sluice(words: readonly string[], more: Record<string, string> = {}) {
	const all = { ...process.env, ...env, LANG: "C", ...more };
	const child = spawn(process.execPath, [BIN, ...words], { env: all, cwd: studies });
	let said = "";
	for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (said += bytes));
	await new Promise((done) => child.once("close", done));
	return { said, code: child.exitCode };
}

const create = async (name: string, more: Partial<StudySpec>) =>
	(await runStudy({ study: { ...SMALL, ...more }, name, studies, workers: 0 })).folder;
const one = { search: { kind: "grid", space: { lr: [0.001] } }, seeds: [1] } as const;

describe.skipIf(!PACKAGES)("a study through a queue", () => {
	test("6 trials by 2 workers with 5 kills of trials, 2 of workers, 2 of Valkey, a bad network and a worker stopped past its lease: 6 results, the undisturbed study's, none twice, no process left", async () => {
		const calm = await runStudy({ study: SMALL, name: "calm", studies, workers: 2 });
		const random = new RandomStream(5, "queue");
		const numbers = () => random.uniform();
		const network = new LossyProxy(server.port, { delayMs: 5, loss: 0.01, resets: 0.01, random: numbers });
		const queue = server.url("127.0.0.1", await network.listen("127.0.0.1"));
		let serverKills = 0;
		const begin = async () => {
			await server.kill();
			await server.restart();
			serverKills++;
		};
		const stormy = await storm({
			...{ studies, study: SMALL, workers: 2, trialKills: 5, workerKills: 2, stopAfter: 2, random: numbers },
			troubles: [1, 4].map((after) => ({ after, begin })),
			start: (folder, _, more) => startWorkerAt({ env: { ...env, ...more } }, folder, "--queue", queue),
		});
		network.end();
		expect(serverKills).toBe(2);
		await expectCalm(stormy, calm);
	});

	test("a worker that is cut off from Valkey for 4 leases keeps its trial and commits it; the other worker, which Valkey offers it, begins nothing", async () => {
		const folder = await create("cut", {
			...one,
			options: { ...SMALL.options, steps: 3000 },
			limits: { leaseSeconds: 1 },
		});
		const network = new LossyProxy(server.port, { delayMs: 0, loss: 0, resets: 0, random: () => 1 });
		const queue = server.url("127.0.0.1", await network.listen("127.0.0.1"));
		const first = startWorkerAt({ env }, folder, "--queue", queue);
		const trial = () => showStudy({ study: folder }).trials[0]!;
		await expect.poll(() => trial().state, { interval: 20 }).toBe("running");
		const { worker } = trial();
		const healed = network.partition(4000);
		const second = startWorkerAt({ env }, folder, "--queue", server.url());
		await Promise.all([healed, ended(first), ended(second)]);
		network.end();
		expect(trial()).toMatchObject({ state: "done", tries: 1, worker });
		const events = eventsOf(folder).map(({ event }) => event);
		expect(events.filter((event) => event === "begun" || event === "committed")).toEqual(["begun", "committed"]);
	});

	test("a worker that is stopped past its lease loses its trial to another; what it commits later is refused, and the result is there once", async () => {
		const folder = await create("late", { ...one, limits: { leaseSeconds: 1 } });
		const first = startWorkerAt({ env }, folder, "--queue", server.url());
		const trial = () => showStudy({ study: folder }).trials[0]!;
		await expect.poll(() => trial().state, { interval: 20 }).toBe("running");
		first.kill("SIGSTOP");
		await ended(startWorkerAt({ env }, folder, "--queue", server.url()));
		expect(trial()).toMatchObject({ state: "done", tries: 2 });
		const { worker, weightsSha256 } = trial();
		first.kill("SIGCONT");
		await ended(first);
		expect(trial()).toMatchObject({ state: "done", worker, weightsSha256 });
		expect(commitsOf(folder)).toEqual([1]);
	});

	test("a trial that takes too much memory twice is parked here and in the queue, and is tried twice more after retry", async () => {
		const folder = await create("greedy", {
			...one,
			options: { ...SMALL.options, steps: 100_000 }, // it must not end before it is measured
			limits: { leaseSeconds: 1, memoryMegabytes: 16 },
		});
		await ended(startWorkerAt({ env }, folder, "--queue", server.url()));
		expect(showStudy({ study: folder }).trials[0]).toMatchObject({ state: "parked", why: "memory", tries: 2 });
		const { id } = JSON.parse(readFileSync(join(folder, "queue/queue.json"), "utf8"));
		expect(await server.ask(`ZCARD bull:sluice-greedy-${id}:failed`)).toBe(":1");
		retryStudy({ study: folder });
		await ended(startWorkerAt({ env }, folder, "--queue", server.url()));
		expect(showStudy({ study: folder }).trials[0]).toMatchObject({ state: "parked", tries: 4 });
	});

	test("a trial whose id is a whole number, which BullMQ takes for none of its own, is trained like any other; the last worker leaves no key on the server", async () => {
		const settings = { lr: 0.001 };
		const whole = (seed: number) => /^[1-9]\d{15}$/.test(trialId({ settings, seed }));
		const seed = Array.from({ length: 20_000 }, (_, seed) => seed).find(whole)!;
		const folder = await create("whole", { ...one, seeds: [seed] });
		await ended(startWorkerAt({ env }, folder, "--queue", server.url()));
		expect(showStudy({ study: folder }).trials[0]).toMatchObject({ state: "done", seed });
		expect(await server.ask("KEYS bull:sluice-whole-*")).toBe("*0");
	});

	test("a stopped study leaves none of its 2 workers and 2 trials, although Valkey is silent", async () => {
		const folder = await create("stopped", { options: { ...SMALL.options, steps: 100_000 } });
		const network = new LossyProxy(server.port, { delayMs: 0, loss: 0, resets: 0, random: () => 1 });
		const queue = server.url("127.0.0.1", await network.listen("127.0.0.1"));
		const workers = [1, 2].map(() => startWorkerAt({ env }, folder, "--queue", queue));
		await expect.poll(() => showStudy({ study: folder }).counts.running, { interval: 50 }).toBe(2);
		const under = () => workers.flatMap(({ pid }) => trialsUnder(pid!));
		await expect.poll(under).toHaveLength(2);
		const trials = under();
		network.cut(); // for good
		stopStudy({ study: folder });
		await Promise.all(workers.map(ended));
		expect(orphansOf(trials)).toEqual([]);
		expect(showStudy({ study: folder })).toMatchObject({ state: "stopped", counts: { waiting: 6 } });
		network.end();
	});

	test.each([
		["docs/studies.md", "## A queue"],
		["docs/ko/studies.md", "## 큐"],
	])("the commands of %s, %s: 6 trials are added by one and trained by the other", async (path, heading) => {
		const text = readFileSync(resolve(import.meta.dirname, "../../..", path), "utf8");
		const section = text.slice(text.indexOf(`\n${heading}`) + 1).split("\n## ")[0]!;
		const commands = [...section.matchAll(/^npx sluice (.*)$/gm)].map(([, words]) => words!.split(" "));
		expect(commands.map(([, verb]) => verb)).toEqual(["run", "work"]);
		rmSync(join(studies, "studies"), { recursive: true, force: true });
		const [run, work] = commands as [string[], string[]];
		const small = ["--steps", "12", "--length", "10", "--batch", "2", "--hidden", "4"]; // the last one of an option counts
		expect((await sluice([...run, ...small], { SLUICE_QUEUE: server.url() })).code).toBe(0);
		expect(Number((await server.ask("DBSIZE")).slice(1))).toBeGreaterThanOrEqual(6);
		expect(await sluice([...work, "--json"], { SLUICE_QUEUE: server.url() })).toMatchObject({ code: 0 });
		expect(showStudy({ study: join(studies, "studies/queued") }).counts).toMatchObject({ done: 6, waiting: 0 });
	});
});

describe("without its server or its packages, a study through a queue", () => {
	const run = ["study", "run", "addition", "--steps", "5", "--grid", "lr=.001", "--name", "none", "--queue"];

	test.skipIf(!PACKAGES)("says which of them is missing, what to do, and leaves no study and no password", async () => {
		const wrong = server.url().replace("sesame", "swordfish");
		const told: [string, Record<string, string>, RegExp][] = [
			[server.url(), { NODE_PATH: "" }, /npm install bullmq@6 ioredis@6/],
			["redis://:sesame@127.0.0.1:1", {}, /redis:\/\/127\.0\.0\.1:1 .*ECONNREFUSED/],
			[wrong, {}, /WRONGPASS/],
			["localhost:6379", {}, /redis:\/\/HOST:PORT/],
		];
		for (const [address, more, words] of told) {
			const { said, code } = await sluice([...run, address], more);
			expect(said).toMatch(words);
			expect(said).toContain("E_STUDY_QUEUE");
			expect(said).not.toMatch(/sesame|swordfish/);
			expect(code).toBeGreaterThan(0);
		}
		expect(existsSync(join(studies, "studies/none"))).toBe(false);
	});
});
