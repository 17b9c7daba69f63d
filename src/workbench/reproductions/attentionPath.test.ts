/** attention-path: its measure against a longhand one, its rows at their bounds, and a stopped run. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Json } from "../../training/json.ts";
import { runJob } from "../jobs/runJob.ts";
import { questionLags } from "./attentionLags.ts";
import { MODEL_NAMES, type Model, optionsOf, SIZES, TASKS, taskOf } from "./attentionModels.ts";
import { attentionPath } from "./attentionPath.ts";
import { lagRows, trainedRows } from "./attentionRows.ts";
import type { AttentionRunResult } from "./attentionRun.ts";
import { REPRODUCTION_JOBS } from "./jobs.ts";
import { reproduce } from "./reproduce.ts";

const out = mkdtempSync(join(tmpdir(), "sluice-attention-path-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));
const size = { hidden: 6, length: 7, trained: "3..7", lengths: [3, 7] };

test.each(TASKS)(
	"%s: both ways of 7 lags add up to at least the whole, one way is 0 without attention, and weights given are those measured",
	(name) => {
		const task = taskOf(name);
		for (const model of MODEL_NAMES) {
			const asked = { task, options: optionsOf(model, 3, size), length: 7, sequences: 1 };
			const { whole, throughState, throughAttention } = questionLags(asked);
			expect([whole.length, throughState.length, throughAttention.length]).toEqual([7, 7, 7]);
			for (const [k, log] of whole.entries()) // |a + b| <= |a| + |b| of one sequence
				expect(10 ** log).toBeLessThanOrEqual((10 ** throughState[k]! + 10 ** throughAttention[k]!) * (1 + 1e-12));
			const attends = model !== "lstm" && model !== "none";
			expect(throughAttention.every(Number.isFinite)).toBe(attends);
			if (!attends) expect(whole).toEqual(throughState);
		}
	},
);

describe("a row holds up to its bound and not beyond it:", () => {
	const lagsOf = (state: number, attention: number) => {
		const line = (end: number) => [0, end / 2, end];
		return { whole: line(state), throughState: line(state), throughAttention: line(attention) };
	};
	const rows = (state: number, attention: number) => {
		const all = TASKS.flatMap((task) =>
			MODEL_NAMES.map((model) => ({ task, model, seed: 1, lags: lagsOf(state, attention) })),
		);
		return lagRows(all, 100)
			.slice(0, MODEL_NAMES.length)
			.map(({ holds }) => holds);
	};
	test("through the state the gradient falls over the question, through attention it does not", () => {
		expect(rows(-0.01, 0)).toEqual([true, true, true, true, true]);
		expect(rows(0, 0)).toEqual([false, false, false, false, false]);
		expect(rows(-0.01, -0.01)).toEqual([true, true, false, false, false]);
	});

	const result = (solved: number | null, losses: number[]): AttentionRunResult => ({
		...{ updates: 700, sequences: 1, solved, best: 0, bestAt: 700, last: 0, loss: 0, curve: [], wrong: [0, 0] },
		...{ losses, diverged: false, clippedShare: 0, lags: lagsOf(0, 0) },
	});
	const trained = (given: Record<"lstm" | "none" | "general", [solved: number, losses: number[]]>) => {
		const runs = Object.entries(given).flatMap(([model, [solved, losses]]) =>
			[1, 2, 3, 4, 5].map((seed) => ({
				model: model as Model,
				seed,
				result: result(seed <= solved ? 600 : null, losses),
			})),
		);
		return trainedRows(runs, { size, updates: 700, test: 1000 }).map(({ holds }) => holds);
	};
	test("4 of 5 runs with attention solve the length and none without; the loss rises by more than .1 without and stays below .1 with", () => {
		const [flat, risen]: [number[], number[]] = [
			[0, 0.09],
			[0, 0.11],
		];
		expect(trained({ lstm: [0, risen], none: [0, risen], general: [4, flat] })).toEqual(Array(6).fill(true));
		expect(trained({ lstm: [1, flat], none: [1, flat], general: [3, risen] })).toEqual(Array(6).fill(false));
	});
});

test("a run stopped at every turn ends with the result of the undisturbed one, lags included", async () => {
	const request = {
		...{ task: "copy-sequence", options: optionsOf("general", 2, size), updates: 60, every: 20, look: 20, test: 40 },
		...{ allowed: 0, lookLength: "7", lengths: ["3", "7"], lagLength: 7, lagSequences: 2 },
	};
	const run = (folder?: string, stopped?: () => boolean) =>
		runJob(
			{ job: "attention-run", request: request as Json, ...(folder && { folder }) },
			{ jobs: REPRODUCTION_JOBS, stopped },
		);
	const calm = (await run()) as unknown as AttentionRunResult;
	expect([calm.lags.whole.length, calm.losses.length, calm.updates]).toEqual([7, 2, 60]);
	let found: unknown;
	let calls = 0;
	for (; found === undefined && calls < 60; calls++) {
		let turns = 0;
		found = await run(join(out, "stopped"), () => ++turns > 2);
	}
	expect(calls).toBeGreaterThan(2);
	expect(found).toEqual(calm);
});

test("attention-path with few updates: 16 rows without a verdict, three figures, and the curves as numbers", async () => {
	const { quick } = SIZES;
	const known = [{ ...attentionPath, updates: { quick: 6, full: 6 } }];
	const got = await reproduce({ name: "attention-path", updates: 4, out }, { known, oneThread: true });
	expect(got.rows.map(({ holds }) => holds)).toEqual(Array(16).fill(null));
	expect(got.figures.map((path) => path.split("quick-4-updates-")[1])).toEqual([
		"lags.svg",
		"lags-trained.svg",
		"lengths.svg",
	]);
	const { lags, curves } = JSON.parse(readFileSync(got.files[0]!, "utf8"));
	expect([lags, curves.length]).toEqual([[quick.length, 2 * quick.length - 1], 2 * 5 + 3]);
	expect(curves[0]).toMatchObject({ task: "copy-sequence", model: "lstm", seed: 1, trained: false });
	expect(curves[0].throughAttention).toEqual(Array(quick.length).fill(null));
	expect(curves[2].throughAttention.every(Number.isFinite)).toBe(true);
});
