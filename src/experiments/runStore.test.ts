import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { continueRun, createRun, listRuns, openRun } from "./runStore.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-runs-"));
afterAll(() => rmSync(root, { recursive: true }));

test("a run saved three times is found, listed and loaded", () => {
	const run = createRun({ runs: root, defaultName: "sqlite-lstm", config: { hidden: 4, clip: Infinity } });
	for (const step of [10, 20, 30, 40, 50]) {
		run.metrics.append({ step, lossNats: 3 - step / 100, validLossNats: step === 20 ? 1 : Number.NaN });
		run.save(
			{ tensors: [{ name: "w", shape: [2], data: new Float32Array([step, 2]) }], state: { step } },
			{ step, validLossNats: step === 20 ? 1 : 2 },
		);
	}
	run.close("finished");
	expect(readdirSync(join(run.folder, "checkpoints"))).toEqual([
		"step-000020",
		"step-000030",
		"step-000040",
		"step-000050",
	]);
	const again = openRun("sqlite-lstm-1", root, { validate: (config) => config });
	expect(again.config).toEqual({ hidden: 4, clip: Infinity });
	expect(again.loadNewest().step).toBe(50);
	expect(again.loadBest().step).toBe(20);
	expect(listRuns(root)).toMatchObject([
		{ name: "sqlite-lstm-1", state: "finished", lastStep: 50, bestValidLossNats: 1 },
	]);
	const more = continueRun("sqlite-lstm-1", root, { validate: (config) => config });
	expect(again.readState()).toBe("running");
	expect(() => continueRun("sqlite-lstm-1", root, { validate: (config) => config })).toThrow(/E_RUN_LOCKED/);
	more.close("stopped");
	expect(() => openRun("sqlite-lstn-1", root, { validate: (config) => config })).toThrow(/Did you mean sqlite-lstm-1/);
});
