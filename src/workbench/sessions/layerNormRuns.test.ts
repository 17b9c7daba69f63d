/** Runs of a cell with layer normalisation: trained, resumed, read and exported like any other, on the fast engine. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GivenOptions } from "../../training/options/options.ts";
import { text } from "../datasets/texts.ts";
import { readCellFile } from "../exchange/cellFile.ts";
import { checkExport } from "../exchange/checkExport.ts";
import { exportRun, importRun } from "../exchange/exchange.ts";
import { intervene } from "../readings/cells/intervene.ts";
import { diagnose } from "../readings/diagnosis/diagnose.ts";
import type { DiagnoseResult } from "../readings/diagnosis/diagnosisReport.ts";
import { evaluate } from "../readings/evaluateRun.ts";
import { sample } from "../readings/sample.ts";
import { type ExplainResult, explain } from "../readings/stepReading.ts";
import { traceFile } from "../readings/traces/trace.ts";
import { replay } from "./replay/replay.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-layer-norm-"));
const runs = join(folder, "runs");
const book = join(folder, "book.txt");
const place = { runs, threads: 1 } as const;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const H = 9;
const options: GivenOptions = { hidden: H, batch: 4, k1: 8, seed: 3, saveEvery: 6, layers: 2, dropout: 0.1 };
let whole: Awaited<ReturnType<typeof train>>;

beforeAll(async () => {
	writeFileSync(book, "the cat sat on the mat. (a dog ran), the cow ate.\n".repeat(60));
	const cell = readCellFile(join(import.meta.dirname, "../../../examples/cells/layer-norm-lstm.json"));
	const given = { cell, ...options, steps: 24 };
	whole = await train({ data: text(book), options: given, run: "whole", ...place });
	const stop = new AbortController();
	const onEvent = ({ type, step }: { type: string; step?: number }) => {
		if (type === "step" && step === 7) stop.abort();
	};
	await train(
		{ data: text(book), options: given, run: "cut", ...place },
		{ onEvent: onEvent as never, signal: stop.signal },
	);
});

describe("a run of the layer-norm LSTM", () => {
	test("stopped after 7 of 24 updates and resumed, and replayed, it has the weights of one never stopped, bit for bit", async () => {
		const resumed = await resume({ run: "cut", ...place });
		expect([resumed.steps, resumed.weightsSha256]).toEqual([24, whole.weightsSha256]);
		expect(await replay({ run: "whole", update: 24, ...place } as never)).toMatchObject({
			weightsSha256: whole.weightsSha256,
		});
	});

	test("learns, is evaluated, and samples the same text twice", async () => {
		const { lossNats } = (await evaluate({ run: "whole", ...place })) as { lossNats: number };
		expect(lossNats).toBeLessThan(2.9); // 20 symbols, ln 20 = 3.0
		const one = await sample({ run: "whole", length: 20, seed: 1, ...place });
		expect(await sample({ run: "whole", length: 20, seed: 1, ...place })).toEqual(one);
	});

	test("a trace has sums and norms, and in each of the 3,000 steps a norm is that of its sum to 1e-5", async () => {
		const names = ["l1.gate.u_f", "l1.gate.x_f"];
		const out = join(folder, "trace.json");
		await traceFile({ run: "whole", texts: [book], names, out, ...place } as never);
		const { steps } = JSON.parse(readFileSync(out, "utf8")) as { steps: Record<string, number[]>[] };
		expect(steps).toHaveLength(3000);
		let far = 0;
		for (const values of steps) {
			const [u, x] = names.map((name) => values[name]!) as [number[], number[]];
			const mean = u.reduce((sum, value) => sum + value, 0) / H;
			const variance = u.reduce((sum, value) => sum + (value - mean) ** 2, 0) / H;
			for (const [k, value] of u.entries())
				far = Math.max(far, Math.abs(x[k]! - (value - mean) / Math.sqrt(variance + 1e-5)));
		}
		expect(far).toBeLessThan(1e-5);
	});

	test("safetensors and ONNX are read back, and check finds every line of every step equal", async () => {
		const loss = async (run: string) =>
			((await evaluate({ run, texts: [book], ...place } as never)) as unknown as { lossNats: number }).lossNats;
		const wanted = await loss("whole");
		for (const [to, name] of [
			["safetensors", "norm.safetensors"],
			["onnx", "norm.onnx"],
		] as const) {
			const file = join(folder, name);
			await exportRun({ run: "whole", runs, to, file });
			await importRun({ file, run: `from-${to}`, runs });
			expect(await loss(`from-${to}`)).toBe(wanted);
		}
		const same = await checkExport({ file: join(folder, "norm.onnx"), against: "whole", runs });
		expect([same.equal, same.faults]).toEqual([true, []]);
	});

	test("is diagnosed: blocks of R behind a norm have no bound below which gradients must vanish", async () => {
		const result = (await diagnose({ run: "whole", ...place })) as DiagnoseResult;
		expect(result.layers[0]!.jacobian).toMatchObject({ size: 2 * H });
		expect(result.layers[0]!.jacobian.recurrent.map(({ block, bound }) => [block, bound])).toEqual(
			["v_i", "v_f", "v_g", "v_o"].map((block) => [block, 0]),
		);
		expect(Object.keys(result.layers[0]!.saturation)).toEqual(["i", "f", "g", "o", "h"]);
	});

	test("explains a step: mean, deviation and variance of a sum, its norm, and the gradient through it", async () => {
		const asked = { run: "whole", texts: [book], step: 40, layer: 1, index: 2, ahead: 3, ...place };
		const svg = join(folder, "step.svg");
		const found = (await explain({ ...asked, why: "d.gate.u_f", back: 8, svg })) as ExplainResult;
		const texts = [...found.forward, ...found.backward].map((one) => one.text);
		for (const text of [
			"mean_u_f = mean(u_f_t)",
			"dev_u_f = u_f_t - mean_u_f",
			"var_u_f = mean(dev_u_f^2)",
			"x_f_t = dev_u_f / sqrt(var_u_f + 0.00001)",
			"dL/du_f_t = (dL/dx_f_t - mean(dL/dx_f_t) - x_f_t mean(dL/dx_f_t x_f_t)) / sqrt(var_u_f + 0.00001)",
		])
			expect(texts).toContain(text);
		const { terms, value } = found.why!;
		expect(terms).toHaveLength(H);
		expect(Math.abs(terms.reduce((sum, term) => sum + term.value, 0) - value)).toBeLessThan(
			1e-5 * Math.abs(value) + 1e-9,
		);
		expect(readFileSync(svg, "utf8")).toContain(">norm<");
		expect(found.way!.rows.every(({ h, c }) => Number.isFinite(h) && Number.isFinite(c))).toBe(true);
	});

	test("a sum that is set changes the norm of every unit, a norm that is set changes no other", async () => {
		const asked = { run: "whole", texts: [book], step: 40, layer: 1, index: 2, ahead: 3, ...place };
		const valuesOf = async (name: string, set: string[]) =>
			((await explain({ ...asked, ...(set.length > 0 && { set }) })) as ExplainResult).forward.find(
				(one) => one.name === name,
			)!.values;
		const plain = await valuesOf("gate.x_f", []);
		const moved = await valuesOf("gate.x_f", ["l1.gate.u_f.2=5"]);
		expect(moved.every((x, k) => x !== plain[k])).toBe(true);
		const u = await valuesOf("gate.u_f", ["l1.gate.u_f.2=5"]);
		const mean = u.reduce((sum, x) => sum + x, 0) / H;
		const variance = u.reduce((sum, x) => sum + (x - mean) ** 2, 0) / H;
		for (const [k, x] of moved.entries()) expect(x).toBeCloseTo((u[k]! - mean) / Math.sqrt(variance + 1e-5), 5);
		const held = await valuesOf("gate.x_f", ["l1.gate.x_f.2=5"]);
		expect(held.map((x, k) => x === plain[k])).toEqual(plain.map((_, k) => k !== 2));
	});

	test("a unit of a norm is ablated", async () => {
		const reading = { run: "whole", texts: [book], unit: "l1.gate.r_i.2", ...place };
		const { change } = await intervene({ ...reading, act: { to: "zero" } } as never);
		expect(Number.isFinite(change.all.mean) && change.all.mean !== 0).toBe(true);
	});
});
