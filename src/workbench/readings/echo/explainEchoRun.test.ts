/** Steps of runs of echo state networks on a series and on tasks: against the outputs that the run is evaluated on. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createReference } from "../../../kernels/reference.ts";
import { series } from "../../datasets/seriesData.ts";
import { task } from "../../datasets/taskData.ts";
import { type EchoConfig, parseConfig } from "../../runs/config.ts";
import { openRun, type Run } from "../../runs/runStore.ts";
import { train } from "../../sessions/train.ts";
import { explain } from "../stepReading.ts";
import type { EchoStepResult } from "./echoStepResult.ts";
import { openEchoRun } from "./openEchoRun.ts";

const runs = mkdtempSync(join(tmpdir(), "sluice-echo-step-"));
afterAll(() => rmSync(runs, { recursive: true, force: true }));
const file = join(runs, "flow.csv");
const flow = (n: number) => 50 + 20 * Math.sin(n / 7) + 5 * Math.sin(n / 2.3);
const common = { runs, engine: "reference" } as const;

beforeAll(async () => {
	const rows = Array.from({ length: 400 }, (_, n) => `${n % 7},${flow(n)}`);
	writeFileSync(file, `day,flow\n${rows.join("\n")}\n`);
	const esn = { cell: "esn", hidden: 11, leak: 0.4, density: 0.4 } as const;
	await train({ ...common, data: series(file, { target: "flow" }), options: esn, run: "flow" });
	const value = series(file, { target: "all", forecast: "value", horizon: 2 });
	await train({ ...common, data: value, options: esn, run: "both" });
	const narma = { ...esn, hidden: 9, steps: 20, feedback: 0.3 };
	await train({ ...common, data: task("narma-10"), options: narma, run: "narma" });
	await train({ ...common, data: task("reber"), options: { ...esn, hidden: 9, steps: 20 }, run: "reber" });
}, 60_000);

const asked = (run: string, more: object = {}) =>
	explain({ ...common, run, ...more, step: 0, ...more }) as Promise<EchoStepResult>;
const opened = (run: string, more: object = {}) =>
	openEchoRun(openRun(run, runs, { validate: parseConfig }) as Run<EchoConfig>, createReference(), more, {});

test.each(["flow", "both", "reber", "narma"])(
	"%s: y of each of 12 steps is what the run's own outputs are, to 1e-13, with an output fed back or not",
	async (run) => {
		const { trainer, sequence, model } = await opened(run);
		const { steps: T } = sequence;
		const V = model.outputs;
		const all = { ...sequence, T, B: 1, lengths: Int32Array.of(T) };
		const outputs = trainer.outputs(all); // logits where scored
		const last = [...Array(T).keys()].filter((t) => t >= sequence.first).slice(0, 12);
		for (const step of last) {
			const { forward } = await asked(run, { step });
			const said = forward.find(({ name }) => name === (model.head === "regression" ? "y" : "logits"))!.values;
			for (let v = 0; v < V; v++) expect(Math.abs(said[v]! - outputs[step * V + v]!)).toBeLessThan(1e-13);
		}
	},
);

test("a series: step n predicts row n + horizon in the unit of its column, and the target is the file's own number", async () => {
	const step = 350;
	const one = await asked("flow", { step, part: "valid" });
	expect([one.text, one.leakRate, one.spectralRadius, one.steps]).toEqual(["valid", 0.4, 0.9, 359]);
	expect(one.outputs.map(({ name }) => name)).toEqual(["flow"]);
	expect(one.outputs[0]!.target).toBeCloseTo(flow(step + 1), 9);
	expect(Math.abs(one.outputs[0]!.predicted - flow(step + 1))).toBeLessThan(0.5);
	const two = await asked("both", { step: 390, part: "test" });
	expect(two.outputs.map(({ name, target }) => [name, Number(target!.toFixed(6))])).toEqual([
		["day", 392 % 7],
		["flow", Number(flow(392).toFixed(6))],
	]);
	const early = await asked("flow", { step: 100, part: "valid" });
	expect([early.outputs[0]!.target, early.loss]).toEqual([null, null]);
});

test("another file with the run's columns is read from its beginning", async () => {
	const other = join(runs, "other.csv");
	writeFileSync(other, `day,flow\n${Array.from({ length: 60 }, (_, n) => `1,${n}`).join("\n")}\n`);
	const { steps, outputs } = await asked("flow", { texts: [other], step: 20 });
	expect([steps, Number(outputs[0]!.target!.toFixed(9))]).toEqual([59, 21]);
});

test("classes are probabilities that add up to 1, and the symbol read is named", async () => {
	const { outputs, symbol, lossUnit, loss } = await asked("reber", { step: 3 });
	expect(outputs.reduce((sum, { predicted }) => sum + predicted, 0)).toBeCloseTo(1, 12);
	expect(outputs.filter(({ target }) => target === 1)).toHaveLength(1);
	expect([typeof symbol, lossUnit]).toEqual(["number", "nats"]);
	expect(loss).toBeCloseTo(-Math.log(outputs.find(({ target }) => target === 1)!.predicted), 12);
});

test("a changed C moves the output; the reason, the way back and the figure come with it", async () => {
	const svg = join(runs, "step.svg");
	const more = { step: 350, index: 3, why: "a", back: 5, ahead: 0, svg };
	const untouched = await asked("flow", more);
	const changed = await asked("flow", { ...more, set: ["C.3=1", "tanh_a.3=0.9"] });
	const h = ({ forward }: EchoStepResult) => forward.find(({ name }) => name === "h")!.values[3];
	expect(h(changed)).toBe(0.9);
	expect(changed.outputs[0]!.predicted).not.toBe(untouched.outputs[0]!.predicted);
	expect(changed.backward).toEqual([]);
	const { value, terms } = untouched.why!;
	expect(terms.reduce((sum, one) => sum + one.value, 0)).toBeCloseTo(value, 12);
	expect(terms.every(({ weight }) => weight!.value !== 0)).toBe(true);
	const { rows, keep, scored } = untouched.way!;
	expect([keep, scored, rows.map(({ step }) => step)]).toEqual([0.6, 1, [350, 349, 348, 347, 346, 345]]);
	for (const [n, { memory }] of rows.slice(1).entries())
		expect(memory! - rows[n]!.memory!).toBeCloseTo(Math.log10(0.6), 12);
	expect(readFileSync(svg, "utf8")).toContain("1−C");
});

test.each([
	["step", "flow", { step: 359 }, "E_SIZE"],
	["layer", "flow", { layer: 1 }, "E_SIZE"],
	["index", "flow", { index: 11 }, "E_SIZE"],
	["set", "flow", { set: ["gate.f.1=0"] }, "E_HOOK_NAME"],
	["why", "flow", { why: "gate.f" }, "E_OPTION"],
	["encoding", "flow", { encoding: "utf-8" }, "E_OPTION"],
	["part of an endless task", "reber", { part: "test" }, "E_OPTION"],
])("%s out of range is refused", async (_, run, more, code) => {
	await expect(asked(run, { step: 5, ...more })).rejects.toThrow(expect.objectContaining({ code }));
});
