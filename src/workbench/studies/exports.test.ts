/** The files of a study hold the numbers that the study has. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { task } from "../datasets/taskData.ts";
import { exportStudy } from "./exportStudy.ts";
import { type RunStudyRequest, runStudy, showStudy } from "./studies.ts";
import { readStudies } from "./studiesReader.ts";

const folder = mkdtempSync(join(tmpdir(), "exports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request: RunStudyRequest = {
	study: {
		data: task("addition", {}),
		options: { batch: 2, steps: 8, length: 10 },
		search: { kind: "grid", space: { lr: [0.01, 0.001], hidden: [3, 5], cell: ["rnn", "gru"] } },
	},
	...{ name: "eight", studies: join(folder, "studies"), workers: 2 },
};

test("CSV, JSON and HTML have the 8 trials of a study, the page a line for each and a policy that allows no script", async () => {
	const shown = await runStudy(request);
	const files = ["a.csv", "a.json", "a.html"].map((name) => join(folder, name));
	expect(exportStudy({ study: "eight", studies: join(folder, "studies"), files }).files).toEqual(files);
	const [csv, json, html] = files.map((file) => readFileSync(file, "utf8")) as [string, string, string];
	const [head, ...lines] = csv.trim().split("\n");
	expect(head).toBe("id,state,cell,hidden,lr,seed,value,lossNats,weightsSha256,worker,seconds,tries,steps");
	expect(lines.map((line) => line.split(",")[0])).toEqual(shown.trials.map(({ id }) => id));
	expect(lines.map((line) => Number(line.split(",")[6]))).toEqual(shown.trials.map(({ value }) => value));
	expect(JSON.parse(json)).toEqual({ schema: 1, ...JSON.parse(JSON.stringify(shown)) });
	expect(html.match(/<path /g)).toHaveLength(8);
	expect(html.match(/class="best /g)).toHaveLength(1);
	expect(html).not.toContain("<script");
	expect(html).toMatch(/default-src 'none'; style-src 'sha256-/);
	for (const { mean } of shown.rows) expect(html).toContain(`<td class="number">${mean!.toFixed(4)}</td>`);
	expect(() => exportStudy({ study: "eight", studies: join(folder, "studies"), files: ["a.txt"] })).toThrow("E_OPTION");
});

test("a reader has the same 8 trials as showStudy, the run of each, and those of a study that replaces it under its name", async () => {
	const studies = join(folder, "read");
	const reader = readStudies(studies);
	expect(reader.names()).toEqual([]);
	await runStudy({ ...request, studies });
	expect(reader.names()).toEqual(["eight"]);
	const shown = reader.read("eight");
	expect(shown).toEqual(showStudy({ study: join(studies, "eight") }));
	expect(reader.read("eight")).toEqual(shown);
	const ids = shown.trials.map(({ id }) => id);
	expect(reader.trialsWithRuns("eight").sort()).toEqual([...ids].sort());
	for (const id of ids)
		expect(reader.trialRun("eight", id)).toEqual({ run: id, runs: join(studies, "eight", "trials") });
	expect(reader.trialRun("eight", "0123456789abcdef")).toBeUndefined();
	rmSync(join(studies, "eight"), { recursive: true });
	expect(() => reader.read("eight")).toThrow("E_STUDY_MISSING");
	await runStudy({ ...request, studies, workers: 0 });
	expect(reader.read("eight").counts).toMatchObject({ done: 0, waiting: 8 });
});
