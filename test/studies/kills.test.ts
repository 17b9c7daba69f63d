/** Workers and trials of a study are killed and stopped; its results are those of the undisturbed study, each once. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { runStudy, type StudySpec, showStudy, workStudy } from "../../src/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { plantedProgram } from "../plantedProgram.ts";
import {
	commitsOf,
	ended,
	endOf,
	endWorkers,
	eventsOf,
	expectCalm,
	lateResults,
	SMALL,
	startWorker,
	startWorkerAt,
} from "./killing.ts";
import { storm } from "./storm.ts";

vi.setConfig({ testTimeout: 600_000 }); // next to much other work
const studies = mkdtempSync(join(tmpdir(), "kills-"));
afterAll(() => {
	endWorkers();
	rmSync(studies, { recursive: true, force: true });
});

test("6 trials by 2 workers with 5 kills of trials, 3 of workers and one stopped past its lease: 6 results, the undisturbed study's, none twice, no process left", async () => {
	const calm = await runStudy({ study: SMALL, name: "calm", studies, workers: 2 });
	const random = new RandomStream(7, "kills");
	const stormy = await storm({
		...{ studies, study: SMALL, workers: 2, trialKills: 5, workerKills: 3, stopAfter: 2 },
		random: () => random.uniform(),
	});
	await expectCalm(stormy, calm);
});

test("a worker that commits without looking at the number of its attempt is caught: the result is of attempt 1, and attempt 2 has begun", async () => {
	const check = "if (!isNewest(study, id, attempt)) return false;";
	const bin = plantedProgram(join(studies, "planted"), check, "");
	const stormy = await storm({
		...{ studies: join(studies, "planted"), study: { ...SMALL, seeds: [1] }, workers: 2 },
		...{ trialKills: 3, workerKills: 0, stopAfter: 0, random: () => 0 },
		start: (folder, n, env) => startWorkerAt({ env, bin }, folder, "--index", String(n)),
	});
	const [trial, attempt] = stormy.stopped!.split(".") as [string, string];
	expect([attempt, lateResults(stormy.folder), endOf(stormy.folder, stormy.stopped!)]).toEqual([
		"1",
		[trial],
		"committed",
	]);
});

test("a worker that is stopped past its lease loses its trial; what it commits later is refused, and the result is there once", async () => {
	const one: StudySpec = {
		...SMALL,
		search: { kind: "grid", space: { lr: [0.01] } },
		seeds: [1],
		limits: { leaseSeconds: 1 },
	};
	const { folder } = await runStudy({ study: one, name: "late", studies, workers: 0 });
	const first = startWorker(folder);
	const state = () => showStudy({ study: folder }).trials[0]!;
	await expect.poll(() => state().state, { interval: 20 }).toBe("running");
	first.kill("SIGSTOP"); // its trial goes on, and ends while nobody listens
	const second = startWorker(folder);
	await ended(second);
	expect(state()).toMatchObject({ state: "done", tries: 2 });
	const { worker, weightsSha256 } = state();
	first.kill("SIGCONT");
	await ended(first);
	expect(state()).toMatchObject({ state: "done", worker, weightsSha256 });
	expect(commitsOf(folder)).toEqual([1]);
	expect(eventsOf(folder).filter(({ event }) => event === "lost" || event === "refused").length).toBeGreaterThanOrEqual(
		1,
	); // a worker that sees in time that it lost commits nothing
});

test("a trial that computes for 10 leases in one call keeps its worker and is begun once, although another worker waits", async () => {
	const busy: StudySpec = {
		...{ data: SMALL.data, options: { lr: 0.5 }, search: { kind: "grid", space: { hidden: [7] } } },
		limits: { leaseSeconds: 0.3 },
	};
	const { folder } = await runStudy({ study: busy, name: "busy", studies, workers: 0 });
	const program = resolve(import.meta.dirname, "poison.mjs");
	await Promise.all([1, 2].map(() => workStudy({ study: folder }, { program })));
	const { counts, trials } = showStudy({ study: folder });
	expect(counts.done).toBe(1);
	expect(trials[0]!.tries).toBe(1);
	expect(eventsOf(folder).filter(({ event }) => event === "lost")).toEqual([]);
});
