/** The same at full size: 40 trials, 4 workers, 100 kills of trials and 50 of workers. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runStudy, type StudySpec, task } from "../../src/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { commitsOf, resultsOf, storm } from "./killing.ts";

const studies = mkdtempSync(join(tmpdir(), "storm-"));
afterAll(() => rmSync(studies, { recursive: true, force: true }));

const study: StudySpec = {
	data: task("addition", {}),
	options: { cell: "rnn", hidden: 16, batch: 16, steps: 2000, length: 50, saveEvery: 40, validEvery: 1000 },
	search: { kind: "grid", space: { lr: [0.01, 0.003, 0.001, 0.0003, 0.0001], hidden: [16, 24] } },
	seeds: [1, 2, 3, 4],
	limits: { leaseSeconds: 3 },
};

test("40 trials by 4 workers with 100 kills of trials and 50 of workers: 40 results, the undisturbed study's, none twice, no process left", async () => {
	const calm = await runStudy({ study, name: "calm", studies, workers: 2 });
	const random = new RandomStream(11, "storm");
	const { folder, shown, orphans } = await storm({
		...{ studies, study, workers: 4, trialKills: 100, workerKills: 50, everyMs: 400 },
		random: () => random.uniform(),
	});
	expect(shown.counts).toMatchObject({ done: 40, parked: 0, running: 0, waiting: 0 });
	expect(resultsOf(shown)).toEqual(resultsOf(calm));
	const commits = [...commitsOf(folder).values()];
	expect(Math.max(...commits)).toBe(1); // an event that a kill left out is no second commit
	expect(orphans).toEqual([]);
});
