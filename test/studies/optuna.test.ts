/** Optuna reads a study that Sluice wrote, and is told what it asked for. Skipped where Python has no Optuna (Debian: python3-optuna). */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { exportStudy, runStudy, type StudySpec, task, workStudy } from "../../src/index.ts";
import { openTrials, tellJournal } from "../../src/workbench/studies/optunaJournal.ts";

const PYTHON = ["/usr/bin/python3", "python3"].find(
	(python) => spawnSync(python, ["-c", "import optuna"], { stdio: "ignore" }).status === 0,
);
const folder = mkdtempSync(join(tmpdir(), "optuna-"));
const studies = join(folder, "studies");
const journal = join(folder, "journal.log");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = task("addition", {});
const options = { cell: "rnn", hidden: 3, batch: 2, steps: 12, length: 10 } as const;

/** What a Python program prints as JSON; `s` is the journal's storage. */
function python(program: string): unknown {
	const start = `import json, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
s = optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(${JSON.stringify(journal)}))
`;
	const { stdout, stderr, status } = spawnSync(PYTHON!, ["-W", "ignore", "-c", start + program], { encoding: "utf8" });
	expect(stderr).toBe("");
	expect(status).toBe(0);
	return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

describe.skipIf(PYTHON === undefined)("Optuna", () => {
	test("reads the 6 trials of a study with their parameters, losses, curves and seeds, and finds the same best", async () => {
		const space = {
			lr: { from: 0.001, to: 0.1, scale: "log" },
			hidden: { from: 2, to: 6 },
			init: ["default", "orthogonal"],
		} as const;
		const study: StudySpec = { data, options, search: { kind: "random", space, points: 3 }, seeds: [1, 2] };
		const { trials } = await runStudy({ study, name: "drawn", studies, workers: 2 });
		exportStudy({ study: "drawn", studies, optuna: journal });
		const read = python(`
study = optuna.load_study(study_name="drawn", storage=s)
rows = [[t.state.name, t.params, t.value, t.user_attrs["seed"], t.user_attrs["sluice_id"], len(t.intermediate_values) > 0] for t in study.trials]
print(json.dumps([rows, study.best_trial.user_attrs["sluice_id"], study.best_value]))`);
		const rows = trials.map(({ settings, value, seed, id }) => ["COMPLETE", settings, value, seed, id, true]);
		const best = trials.reduce((a, b) => (b.value! < a.value! ? b : a));
		expect(read).toEqual([rows, best.id, best.value]);
	});

	test("asks for 2 trials, is told their mean losses over 2 seeds, and then the study's best is its own", async () => {
		rmSync(journal);
		python(`
study = optuna.create_study(study_name="asking", storage=s, sampler=optuna.samplers.TPESampler(seed=3))
space = {"lr": optuna.distributions.FloatDistribution(1e-4, 1e-1, log=True), "hidden": optuna.distributions.IntDistribution(2, 6), "init": optuna.distributions.CategoricalDistribution(["default", "orthogonal"])}
for _ in range(2): study.ask(space)
print(json.dumps(None))`);
		const study: StudySpec = { data, options, search: { kind: "asked" }, seeds: [1, 2] };
		await runStudy({ study, name: "asking", studies, workers: 0 });
		const shown = await workStudy({ study: "asking", studies, workers: 2, optuna: journal });
		expect(shown.counts).toMatchObject({ done: 4, waiting: 0 });
		const read = python(`
study = optuna.load_study(study_name="asking", storage=s)
print(json.dumps([[t.state.name, t.params, t.value] for t in study.trials] + [study.best_value]))`) as unknown[];
		const means = shown.rows.map(({ settings, mean }) => ["COMPLETE", settings, mean]);
		expect(read.slice(0, 2)).toEqual(expect.arrayContaining(means));
		expect(read[2]).toBe(shown.best!.mean);
		expect(openTrials(journal, "asking")).toEqual([]);
	});
});

describe("a journal", () => {
	const lines = [
		{ op_code: 0, worker_id: "a", study_name: "x", directions: [1] },
		{ op_code: 4, worker_id: "a", study_id: 0, datetime_start: "2026-11-28T16:54:15.479493" },
		{ op_code: 5, worker_id: "a", trial_id: 0, param_name: "cell", param_value_internal: 1 },
		{ op_code: 4, worker_id: "a", study_id: 0, datetime_start: "2026-11-28T16:54:16.479493" },
	];
	const distribution = '{"name": "CategoricalDistribution", "attributes": {"choices": ["lstm", "gru"]}}';
	const text = `${lines.map((line) => JSON.stringify({ ...line, distribution })).join("\n")}\n`;
	const file = join(folder, "hand.log");

	test("names its open trials, is told once, and waits for the lock that Optuna takes", async () => {
		writeFileSync(file, `${text}{"op_code":5,"torn`);
		expect(openTrials(file, "x")).toEqual([
			{ trial: 0, settings: { cell: "gru" } },
			{ trial: 1, settings: {} },
		]);
		writeFileSync(file, text);
		symlinkSync(file, `${file}.lock`);
		setTimeout(() => rmSync(`${file}.lock`), 100);
		await tellJournal(file, "x", [{ trial: 0, value: 0.5 }], "2026-11-28T17:00:00Z");
		await tellJournal(file, "x", [{ trial: 0, value: 0.25 }], "2026-11-28T17:00:00Z");
		const told = readFileSync(file, "utf8").trim().split("\n").slice(4);
		expect(told.map((line) => JSON.parse(line).values)).toEqual([[0.5]]);
		expect(openTrials(file, "x").map(({ trial }) => trial)).toEqual([1]);
	});

	test("with a line that is none, or without the study, is refused by name", () => {
		expect(() => openTrials(file, "x")).not.toThrow();
		writeFileSync(file, `${text}{"op":1}\n`);
		expect(() => openTrials(file, "x")).toThrow(/line 5.*E_STUDY_OPTUNA/);
		writeFileSync(file, `${text}${JSON.stringify({ ...lines[0], study_name: "y" })}\n`);
		expect(() => openTrials(file, "z")).toThrow(/"x", "y".*E_STUDY_OPTUNA/);
	});
});
