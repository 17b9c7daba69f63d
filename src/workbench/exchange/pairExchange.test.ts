/** Encoder-decoders on a task, exported and imported on real folders. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../interop/safetensors.ts";
import { task } from "../datasets/taskData.ts";
import { evaluate, type TaskRunEvaluation } from "../readings/evaluateRun.ts";
import type { PairStepResult } from "../readings/pairs/pairReading.ts";
import { explain } from "../readings/stepReading.ts";
import { listRuns } from "../runs/overview.ts";
import { resume } from "../sessions/resume.ts";
import { train } from "../sessions/train.ts";
import { checkExport } from "./checkExport.ts";
import { exportRun, importRun } from "./exchange.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-pair-exchange-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const runs = join(folder, "runs");
const at = (name: string) => join(folder, name);
const common = { runs, threads: 1 };
const code = (work: Promise<unknown>) =>
	work.then(
		() => "none",
		(error) => error.code,
	);

beforeAll(async () => {
	await train({
		...{ ...common, data: task("reversal:values=5"), run: "own" },
		options: { model: "encoder-decoder", attention: "additive", attentionUnits: 9, hidden: 7, steps: 20 },
	});
});

test("an encoder-decoder comes back from safetensors and npz with the same loss to 1e-6, the same weights of attention, and its task", async () => {
	const ask = { ...common, sequences: 200, length: 6 }; // the same sequences: both runs have the default seed
	const want = (await evaluate({ ...ask, run: "own" })) as TaskRunEvaluation;
	const traced = (await explain({ ...common, run: "own", step: 1 })) as PairStepResult;
	for (const to of ["safetensors", "npz"] as const) {
		const sent = await exportRun({ run: "own", runs, to, file: at(`a.${to}`) });
		expect(sent.model).toBe("encoder-decoder additive, lstm forget 7");
		const got = await importRun({ file: at(`a.${to}`), run: to, runs });
		expect(got).toMatchObject({ layout: to, model: sent.model, symbols: 6, parameters: sent.parameters });
		const have = (await evaluate({ ...ask, run: to })) as TaskRunEvaluation;
		expect(Math.abs(have.loss - want.loss)).toBeLessThan(1e-6);
		const again = await exportRun({ run: to, runs, to, file: at(`b.${to}`) });
		expect(again.sha256).toBe(sent.sha256);
		const step = (await explain({ ...common, run: to, step: 1 })) as PairStepResult;
		expect(step.weights).toEqual(traced.weights);
		expect(listRuns(runs).find(({ name }) => name === to)).toMatchObject({ step: 0, state: "finished" });
	}
});

test("onnx, torch, keras and check are refused with what can express it; a resumed import says that it has weights alone", async () => {
	for (const to of ["onnx", "torch", "keras"] as const) {
		const refused = exportRun({ run: "own", runs, to, file: at(`x.${to === "torch" ? "safetensors" : to}`) });
		await expect(refused).rejects.toThrow(/encoder-decoder.*--to safetensors, --to npz.*E_EXPORT_FORM/);
	}
	expect(await code(checkExport({ file: at("a.npz"), against: "own", runs }))).toBe("E_MODEL_USE");
	expect(await code(resume({ ...common, run: "npz", options: { steps: 30 } }))).toBe("E_RUN_WEIGHTS");
});

test("without a task, with one of other symbols, without questions or with files, and with a vocabulary, nothing is imported", async () => {
	const { tensors, metadata } = readSafetensors(readFileSync(at("a.safetensors")), "a");
	const before = readdirSync(runs);
	const tried = async (title: string | undefined, more = {}) => {
		const notes = Object.fromEntries(Object.entries({ ...metadata, "sluice.task": title }).filter(([, note]) => note));
		writeFileSync(at("c.safetensors"), writeSafetensors(tensors, notes as Record<string, string>));
		return code(importRun({ file: at("c.safetensors"), runs, ...more }));
	};
	for (const title of [undefined, "reversal", "reversal:values=6", "copying", "mnist", "music"])
		expect([title, await tried(title)]).toEqual([title, "E_IMPORT"]);
	expect(await tried("nothing")).toBe("E_TASK");
	expect(await tried("reversal:values=1")).toBe("E_SIZE");
	expect(await tried("reversal:values=5", { unit: "byte" })).toBe("E_IMPORT_VOCABULARY");
	expect(readdirSync(runs)).toEqual(before);
	expect(await tried("copy-sequence:values=5", { run: "copy" })).toBe("none"); // the same symbols: a task may be changed
});
