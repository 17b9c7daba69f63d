/** As ranks.test.ts, with 50 kills. SLUICE_KILL_SEED repeats a run's moments and ranks. */
import { beforeAll, expect, test } from "vitest";
import { hasMpi } from "./rankJob.ts";
import { killAndResume, seed, trainCalm } from "./rankWorld.ts";

beforeAll(trainCalm);

test.skipIf(!hasMpi)(
	`kill -9 of a random rank at 50 random moments (seed ${seed}): each run resumed on another number of ranks ends with the bits of one process`,
	async () => {
		expect(await killAndResume(50)).toBeGreaterThan(25);
	},
	3_600_000,
);
