/** The scripts of examples/launchers, with this test in place of the scheduler: it runs their commands as an array of jobs. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runStudy, type StudySpec, showStudy, task } from "../../src/index.ts";
import { commitsOf } from "./killing.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SLUICE = `${process.execPath} ${join(ROOT, "dist/cli/bin.js")}`;
const studies = mkdtempSync(join(tmpdir(), "launchers-"));
afterAll(() => rmSync(studies, { recursive: true, force: true }));

const study: StudySpec = {
	data: task("addition", {}),
	options: { cell: "rnn", hidden: 3, batch: 2, steps: 12, length: 10 },
	search: { kind: "grid", space: { lr: [0.01, 0.001] } },
	seeds: [1, 2],
};

/** Runs a job of an array. */
function job(command: readonly string[], env: Record<string, string>): Promise<number | null> {
	const [program, ...words] = command as [string, ...string[]];
	const child = spawn(program, words, { env: { ...process.env, SLUICE, ...env }, stdio: "ignore" });
	return new Promise((done) => child.once("exit", done));
}

async function playedBy(name: string, jobs: (folder: string) => Promise<number | null>[]) {
	const { folder } = await runStudy({ study, name, studies, workers: 0 });
	expect(await Promise.all(jobs(folder))).toEqual([0, 0]);
	const { counts } = showStudy({ study: folder });
	expect(counts).toMatchObject({ done: 4, waiting: 0 });
	expect(commitsOf(folder)).toEqual([1, 1, 1, 1]);
}

test("an array of 2 jobs of the Slurm script trains 4 trials, each once", async () => {
	const script = join(ROOT, "examples/launchers/slurm.sh");
	await playedBy("slurm", (folder) =>
		[0, 1].map((n) => job(["/bin/sh", script, folder], { SLURM_ARRAY_TASK_ID: String(n) })),
	);
});

test("2 pods of the Kubernetes job train 4 trials, each once", async () => {
	const yaml = readFileSync(join(ROOT, "examples/launchers/kubernetes.yaml"), "utf8");
	const [, command] = /args: \['(.*)'\]/.exec(yaml)!;
	expect(yaml).toContain('command: ["/bin/sh", "-c"]');
	await playedBy("kubernetes", (folder) => {
		const here = command!.replace("/shared/studies/rates", folder);
		return [0, 1].map((n) => job(["/bin/sh", "-c", here], { JOB_COMPLETION_INDEX: String(n) }));
	});
});
