/**
 * A run killed at any moment and resumed ends with the bits of the run that was never disturbed. Whole processes, real
 * files: SIGKILL at random moments, and at each disk change of a save. SLUICE_LONG=1 raises the random kills to 50.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RandomStream } from "../../src/kernels/random.ts";
import { withoutClock } from "../../src/training/run/logLines.ts";

const bin = join(dirname(fileURLToPath(import.meta.url)), "../../dist/cli/bin.js");
const folder = mkdtempSync(join(tmpdir(), "sluice-kill-"));
const input = join(folder, "input.txt");
/** Moments differ from run to run; SLUICE_KILL_SEED repeats a run's. */
const seed = Number(process.env.SLUICE_KILL_SEED ?? Date.now() % 1e6);
const random = new RandomStream(seed, "kills");
const FLAGS = [
	...[
		"--layers",
		"2",
		"--hidden",
		"17",
		"--batch",
		"5",
		"--k1",
		"9",
		"--k2",
		"14",
		"--dropout",
		"0.2",
		"--steps",
		"240",
	],
	...["--save-every", "20", "--seed", "9", "--valid-every", "35", "--quiet", "--runs", folder],
];
/** Disk changes of one save, and some beyond. */
const SUB_STEPS = 16;

interface Ended {
	code: number | null;
	signal: NodeJS.Signals | null;
	stdout: string;
	stderr: string;
	seconds: number;
}

function sluice(
	args: string[],
	{ killAt = "", killAfterMs }: { killAt?: string; killAfterMs?: number } = {},
): Promise<Ended> {
	const began = performance.now();
	const child = spawn(process.execPath, [bin, ...args], { env: { ...process.env, SLUICE_TEST_KILL_AT: killAt } });
	const out = { stdout: "", stderr: "" };
	child.stdout.on("data", (data) => (out.stdout += data));
	child.stderr.on("data", (data) => (out.stderr += data));
	if (killAfterMs !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfterMs);
	return new Promise((resolve) => {
		child.on("close", (code, signal) => resolve({ code, signal, ...out, seconds: (performance.now() - began) / 1000 }));
	});
}

const train = (run: string, how = {}) => sluice(["train", input, ...FLAGS, "--run", run, "--json"], how);
const resume = (run: string, how = {}) => sluice(["resume", run, "--runs", folder, "--quiet", "--json"], how);

function metrics(run: string) {
	const lines = readFileSync(join(folder, run, "metrics.jsonl"), "utf8")
		.trim()
		.split("\n");
	return lines.map((line) => withoutClock(JSON.parse(line)));
}

let calm: { weightsSha256: string; lossNats: unknown };
let seconds: number;

beforeAll(async () => {
	const text = new RandomStream(1, "text");
	writeFileSync(input, Array.from({ length: 6000 }, () => "abcdef \n"[text.below(8)]).join(""));
	const ended = await train("calm");
	expect(ended.stderr).toBe("");
	calm = JSON.parse(ended.stdout);
	seconds = ended.seconds;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Resumes the run to its end; one killed before it had a folder is trained anew. */
async function finish(run: string): Promise<void> {
	const ended = await resume(run);
	const startOver = ended.code !== 0 && /E_RUN_MISSING/.test(ended.stderr);
	const last = startOver ? await train(run) : ended;
	expect(last.stderr).toBe("");
	const result = JSON.parse(last.stdout);
	expect(result.weightsSha256).toBe(calm.weightsSha256);
	expect(result.lossNats).toEqual(calm.lossNats);
	expect(metrics(run)).toEqual(metrics("calm"));
}

describe("kill -9", () => {
	const kills = process.env.SLUICE_LONG ? 50 : 8;

	test(`at ${kills} random moments (seed ${seed}): each resumed run ends with the weights, losses and metrics of the undisturbed one`, async () => {
		for (let n = 0; n < kills; n++) {
			await train(`random-${n}`, { killAfterMs: 1000 * seconds * random.uniform() });
			await finish(`random-${n}`);
		}
	}, 600_000);

	test(`at each of ${SUB_STEPS} disk changes of a save: the same`, async () => {
		let killed = 0;
		for (let step = 1; step <= SUB_STEPS; step++) {
			const ended = await train(`save-${step}`, { killAt: `5:${step}` }); // a save that also removes an older one
			if (ended.code === 0) continue; // beyond the save's last change
			expect(ended.signal).toBe("SIGKILL");
			killed++;
			await finish(`save-${step}`);
		}
		expect(killed).toBeGreaterThanOrEqual(14);
	}, 600_000);

	test("before its first checkpoint: it begins again, and ends the same", async () => {
		expect((await train("early", { killAt: "1:2" })).signal).toBe("SIGKILL");
		await finish("early");
	});

	test("5 times in one run, twice in the middle of a save: the same", async () => {
		await train("often", { killAfterMs: 600 * seconds });
		await resume("often", { killAt: "2:4" });
		await resume("often", { killAfterMs: 500 * seconds });
		await resume("often", { killAt: "1:6" });
		await resume("often", { killAfterMs: 400 * seconds });
		await finish("often");
	}, 300_000);
});

test("on a task, 3 times at random moments: the resumed run ends with the weights, shares and metrics of the undisturbed one", async () => {
	const words = [
		"train",
		"task:temporal-order",
		"--cell",
		"rnn",
		"--hidden",
		"17",
		"--batch",
		"5",
		"--length",
		"20..40",
	];
	const flags = ["--omega", "2", "--dropout", "0.2", "--steps", "240", "--save-every", "20", "--valid-every", "35"];
	const start = (run: string, how = {}) =>
		sluice([...words, ...flags, "--quiet", "--runs", folder, "--run", run, "--json"], how);
	const whole = await start("task-calm");
	const { weightsSha256, loss, errorShare, best } = JSON.parse(whole.stdout);
	for (let n = 0; n < 3; n++) {
		const run = `task-${n}`;
		await start(run, { killAfterMs: 1000 * whole.seconds * random.uniform() });
		const ended = await resume(run);
		const last = /E_RUN_MISSING/.test(ended.stderr) ? await start(run) : ended;
		expect(JSON.parse(last.stdout)).toMatchObject({ weightsSha256, loss, errorShare, best, steps: 240 });
		expect(metrics(run)).toEqual(metrics("task-calm"));
	}
}, 300_000);

describe("SIGTERM and Ctrl-C", () => {
	test.each([
		["SIGTERM", 143],
		["SIGINT", 130],
	] as const)(
		"%s saves and leaves with %i; the resumed run has the bits of the undisturbed one",
		async (signal, code) => {
			const child = spawn(process.execPath, [bin, "train", input, ...FLAGS, "--run", signal, "--jsonl"], {
				stdio: ["ignore", "pipe", "inherit"],
			});
			child.stdout.on("data", (data) => {
				if (/"step":50\b/.test(String(data))) child.kill(signal);
			});
			expect(await new Promise((resolve) => child.on("close", resolve))).toBe(code);
			await finish(signal);
		},
	);
});
