/** The same at full size: 40 trials, 4 workers, 100 kills of trials and 50 of workers, and one that is stopped past its lease. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test, vi } from "vitest";
import { runStudy } from "../../src/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { endWorkers, expectCalm, LARGE } from "./killing.ts";
import { storm } from "./storm.ts";

vi.setConfig({ testTimeout: 3_600_000 }); // next to much other work
const studies = mkdtempSync(join(tmpdir(), "storm-"));
afterAll(() => {
	endWorkers();
	rmSync(studies, { recursive: true, force: true });
});

test("40 trials by 4 workers with 100 kills of trials, 50 of workers and one stopped past its lease: 40 results, the undisturbed study's, none twice, no process left", async () => {
	const calm = await runStudy({ study: LARGE, name: "calm", studies, workers: 2 });
	const random = new RandomStream(11, "storm");
	const stormy = await storm({
		...{ studies, study: LARGE, workers: 4, trialKills: 100, workerKills: 50, stopAfter: 40 },
		random: () => random.uniform(),
	});
	await expectCalm(stormy, calm);
});
