import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Job } from "../jobs/job.ts";
import { runJob } from "../jobs/runJob.ts";
import { sideBySide } from "../jobs/threads.ts";
import type { TaskRunRequest, TaskRunResult } from "../reproductions/taskRun.ts";
import { JOBS } from "./registry.ts";

const out = mkdtempSync(join(tmpdir(), "sluice-jobs-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const short: TaskRunRequest = {
	task: "temporal-order",
	options: { cell: "rnn", hidden: 6, batch: 5, length: "10..14", seed: 3, optimizer: "sgd", lr: 0.3, clipNorm: 1 },
	...{ updates: 400, every: 50, look: 40, test: 60, allowed: 0, lengths: ["20", "31"] },
};
const run = (request: TaskRunRequest, folder?: string, stopped?: () => boolean) =>
	runJob({ job: "task-run", request, ...(folder && { folder }) }, { jobs: JOBS, stopped }) as Promise<
		TaskRunResult | undefined
	>;

test("a run stopped at its 1st, 2nd ... 30th turn, whether training or testing, ends with the result of one never stopped", async () => {
	const calm = await run(short);
	expect(calm).toMatchObject({ updates: 400, sequences: 2000, solved: null, diverged: false });
	expect(calm!.curve.map(([at]) => at)).toEqual([50, 100, 150, 200, 250, 300, 350, 400]);
	const folder = join(out, "stopped");
	let calls = 0;
	let result: TaskRunResult | undefined;
	for (; result === undefined && calls < 40; calls++) {
		let turns = 0;
		result = await run(short, folder, () => ++turns > 1 + (calls % 3));
	}
	expect(calls).toBeGreaterThan(8);
	expect(result).toEqual(calm);
});

test("what another request left is not gone on with", async () => {
	const folder = join(out, "other");
	expect(await run(short, folder, () => true)).toBeUndefined();
	expect(readdirSync(join(folder, "checkpoints"))).toHaveLength(1);
	const other = { ...short, options: { ...short.options, seed: 4 } };
	expect(await run(other, folder)).toEqual(await run(other));
});

test("success ends a run at the look that finds it, and a run whose numbers go wrong says so", async () => {
	const easy = await run({ ...short, allowed: 0.8, lengths: [] });
	expect(easy).toMatchObject({ updates: 50, solved: 50, bestAt: 50, wrong: [] });
	const broken = await run({ ...short, options: { ...short.options, variant: "linear", lr: 1e4, clipNorm: 0 } });
	expect(broken).toMatchObject({ diverged: true, solved: null });
	expect(broken!.updates).toBeLessThan(400);
});

test("a job without a folder leaves no file, and its error comes through", async () => {
	const jobs: Record<string, Job> = {
		async broken(_, { turn }) {
			await turn(0.5, () => ({ tensors: [], state: {} }));
			throw new Error("broken");
		},
	};
	const shares: number[] = [];
	const call = runJob({ job: "broken", request: null }, { jobs, onShare: (share) => shares.push(share) });
	await expect(call).rejects.toThrow("broken");
	expect(existsSync(join(out, "checkpoints"))).toBe(false);
});

test("side by side: two at a time, results in order, nothing begun after a failure", async () => {
	let running = 0;
	let most = 0;
	const begun: number[] = [];
	const one = async (n: number) => {
		begun.push(n);
		most = Math.max(most, ++running);
		await new Promise((resolve) => setTimeout(resolve, 5 * (5 - n)));
		running--;
		if (n === 2) throw new Error("third");
		return 10 * n;
	};
	expect(await sideBySide([4, 3, 1, 0], 2, one)).toEqual([40, 30, 10, 0]);
	expect(most).toBe(2);
	begun.length = 0;
	await expect(sideBySide([2, 3, 4, 0, 1], 2, one)).rejects.toThrow("third");
	expect(begun.length).toBeLessThan(5);
});
