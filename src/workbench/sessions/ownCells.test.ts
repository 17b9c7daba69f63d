/** Runs of a cell given by equations: everything that opens a run does so from its folder alone. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defineCell } from "../../cells/own/ownCell.ts";
import { readOwn } from "../../interop/portable.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import { task } from "../datasets/taskData.ts";
import { text } from "../datasets/texts.ts";
import { readCellFile } from "../exchange/cellFile.ts";
import { checkExport } from "../exchange/checkExport.ts";
import { exportRun, importRun } from "../exchange/exchange.ts";
import { checkClaim, makeClaim } from "../readings/cells/claims.ts";
import { findCells } from "../readings/cells/find.ts";
import { intervene } from "../readings/cells/intervene.ts";
import { patch } from "../readings/cells/patch.ts";
import { compareOnText } from "../readings/compareOnText.ts";
import { diagnose } from "../readings/diagnosis/diagnose.ts";
import type { DiagnoseResult } from "../readings/diagnosis/diagnosisReport.ts";
import { evaluate } from "../readings/evaluateRun.ts";
import { sample } from "../readings/sample.ts";
import { type ExplainResult, explain } from "../readings/stepReading.ts";
import { traceFile } from "../readings/traces/trace.ts";
import { listRuns } from "../runs/overview.ts";
import { forkRun } from "./fork/fork.ts";
import { replay } from "./replay/replay.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-own-cells-"));
const runs = join(folder, "runs");
const book = join(folder, "book.txt");
const file = join(folder, "cell.json");
const place = { runs, engine: "reference" } as const;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two states besides h, a parameter, every kind of sum. */
const definition = {
	name: "keeper",
	states: ["h", "m", "v"],
	parameters: { p: 0.5 },
	equations: [
		"f = sigmoid(W x + R h' + b)",
		"u = W x + b",
		"s = R h' + b",
		"m = f * m' + (1 - f) * tanh(u + p * s)",
		"v = 0.5 * v' + m",
		"h = tanh(m + v)",
	],
	bias: { f: 1 },
};
const options: GivenOptions = { hidden: 5, batch: 4, k1: 8, seed: 3, saveEvery: 6, layers: 2, dropout: 0.1 };
const coded = (work: Promise<unknown>) =>
	work.then(
		() => "none",
		(error) => `${error.code} ${error.exitCode}`,
	);

let weightsSha256: string;
beforeAll(async () => {
	writeFileSync(book, "the cat sat on the mat. (a dog ran), the cow ate.\n".repeat(60));
	writeFileSync(file, JSON.stringify(definition));
	const given = { cell: readCellFile(file), ...options };
	const whole = await train({ data: text(book), options: { ...given, steps: 24 }, run: "whole", ...place });
	({ weightsSha256 } = whole);
	const stop = new AbortController();
	const onEvent = ({ type, step }: { type: string; step?: number }) => {
		if (type === "step" && step === 7) stop.abort();
	};
	const hooks = { onEvent: onEvent as never, signal: stop.signal };
	await train({ data: text(book), options: { ...given, steps: 24 }, run: "cut", ...place }, hooks);
	rmSync(file);
});

describe("a run of a cell given by equations", () => {
	test("holds the definition, and is listed under its name with its 494 parameters", () => {
		const config = JSON.parse(readFileSync(join(runs, "whole", "config.json"), "utf8"));
		expect(JSON.stringify(config)).toContain("f = sigmoid(W x + R h' + b)");
		const listed = listRuns(runs).find(({ name }) => name === "whole")!;
		expect(listed.model).toBe("own keeper 2x5");
		const V = 19; // distinct symbols of the text
		const layer = (D: number) => 2 * 5 * D + 2 * 5 * 5 + 3 * 5 + 5;
		expect(listed.parameters).toBe(layer(V) + layer(5) + V * 5 + V);
	});

	test("evaluates, samples and traces from its folder, with the names of the equations", async () => {
		const { lossNats } = (await evaluate({ run: "whole", ...place })) as { lossNats: number };
		expect(lossNats).toBeLessThan(Math.log(20));
		const one = await sample({ run: "whole", length: 20, seed: 1, ...place });
		expect(await sample({ run: "whole", length: 20, seed: 1, ...place })).toEqual(one);
		const out = join(folder, "trace.json");
		const names = ["l1.gate.f", "l1.gate.s", "l1.m", "l1.v", "l1.h"];
		await traceFile({ run: "whole", texts: [book], names, out, ...place } as never);
		expect(readFileSync(out, "utf8")).toContain("l1.gate.s");
		expect(await coded(traceFile({ run: "whole", texts: [book], names: ["l1.c"], out, ...place } as never))).toMatch(
			/E_HOOK_NAME/,
		);
	});

	test("writes safetensors with names of the file, and imports it to the same loss", async () => {
		const exported = join(folder, "keeper.safetensors");
		await exportRun({ run: "whole", runs, to: "safetensors", file: exported });
		expect(readFileSync(exported, "latin1")).toContain('"p_l1"');
		const { run } = await importRun({ file: exported, run: "imported", runs });
		const of = (name: string) =>
			evaluate({ run: name, texts: [book], ...place } as never) as unknown as Promise<{ lossNats: number }>;
		const { lossNats } = await of(run);
		expect([lossNats, lossNats > 0]).toEqual([(await of("whole")).lossNats, true]);
	});

	test("writes ONNX, which check finds equal to the run in every equation, and names a changed run", async () => {
		const exported = join(folder, "keeper.onnx");
		await exportRun({ run: "whole", runs, to: "onnx", file: exported, checkpoint: "last" });
		const same = await checkExport({ file: exported, against: "whole", runs, checkpoint: "last" });
		expect([same.equal, same.model, same.faults]).toEqual([true, "own keeper 2x5", []]);
		await importRun({ file: exported, run: "from-onnx", runs });
		const again = join(folder, "again.safetensors");
		await exportRun({ run: "from-onnx", runs, to: "safetensors", file: again });
		const whole = join(folder, "whole.safetensors");
		await exportRun({ run: "whole", runs, to: "safetensors", file: whole, checkpoint: "last" });
		const [got, wanted] = [again, whole].map((path) => readOwn(readFileSync(path), path));
		expect([got!.spec, got!.vocabulary]).toEqual([wanted!.spec, wanted!.vocabulary]);
		for (const [n, { name, data }] of got!.tensors.entries())
			expect([name, data]).toEqual([name, Float32Array.from(wanted!.tensors[n]!.data)]);
		const imported = await checkExport({ file: exported, against: "from-onnx", runs });
		expect([imported.equal, imported.faults]).toEqual([true, []]);
		const other = await checkExport({ file: exported, against: "whole", runs, checkpoint: 20 });
		expect([other.equal, other.first!.layer, other.first!.gate]).toEqual([false, 0, "f"]);
		expect(other.faults.length).toBeGreaterThan(0);
	});

	test("names in search are those of the equations", async () => {
		const { patterns } = await findCells({
			run: "whole",
			texts: [book],
			patterns: ["brackets"],
			names: ["l0.v", "l0.gate.u"],
			...place,
		} as never);
		expect(
			patterns
				.flatMap(({ best }: { best: { unit: string }[] }) => best.map(({ unit }) => unit))
				.every((unit: string) => /^l0\.(v|gate\.u)\.\d$/.test(unit)),
		).toBe(true);
	});

	test("is diagnosed, with the names of the equations, and says how to train again", async () => {
		const svg = join(folder, "diagnosis.svg");
		const result = (await diagnose({ run: "whole", svg, ...place })) as DiagnoseResult;
		const [layer] = result.layers;
		expect(result.model).toEqual({
			...{ cell: "keeper", variant: "keeper", layers: 2, hidden: 5 },
			equations: { states: ["h", "m", "v"], tanh: [], h: "tanh", plain: false, block: "s" },
		});
		expect(Object.keys(layer!.saturation)).toEqual(["f", "h"]);
		expect(layer!.jacobian).toMatchObject({
			size: 15,
			recurrent: [
				{ block: "f", bound: 4 },
				{ block: "s", bound: 1 },
			],
		});
		expect(layer!.c!.typical[0]).toBeGreaterThan(-10);
		expect(result.training.options).not.toHaveProperty("cell");
		expect(readFileSync(svg, "utf8")).toContain("m,v");
	});

	test("records reach, saturation and the blocks of R while it trains", async () => {
		const given = { cell: defineCell(definition), ...options, steps: 2, recordEvery: 1 };
		await train({ data: text(book), options: given, run: "recorded", ...place });
		const { history } = (await diagnose({ run: "recorded", ...place })) as DiagnoseResult;
		expect(history.map(({ step, recurrent }) => [step, Object.keys(recurrent[1]!)])).toEqual([
			[0, ["f", "s"]],
			[1, ["f", "s"]],
			[2, ["f", "s"]],
		]);
	});

	test("explains a step: equations of the file, predictions, reasons, values set and the way back by m and v", async () => {
		const asked = { run: "whole", texts: [book], step: 40, layer: 1, index: 2, ahead: 3, ...place };
		const found = (await explain({ ...asked, why: "gate.s", back: 8, svg: join(folder, "step.svg") })) as ExplainResult;
		expect(found).toMatchObject({ cell: "own", variant: "keeper", units: 5, symbol: " ", ahead: 3 });
		const texts = [...found.forward, ...found.backward].map(({ text }) => text);
		expect(texts).toContain("a_f = W_f x_t + R_f h_{t-1} + b_f");
		expect(texts).toContain("m_t = f_t m_{t-1} + (1 - f_t) tanh(u_t + p s_t)");
		expect(texts).toContain("dL/dm_{t-1} = dL/dm_t f_t");
		expect([found.expected.length, found.predicted.length]).toEqual([5, 5]);
		const { terms, value } = found.why!;
		expect(terms.map(({ weight }) => weight!.tensor).toSorted()).toEqual(["bias_l1", ...Array(5).fill("weight_hh_l1")]);
		expect(terms.reduce((sum, term) => sum + term.value, 0)).toBeCloseTo(value, 12);
		expect(found.way!.states).toEqual(["m", "v"]);
		expect(found.way!.rows.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, n) => 43 - n));
		for (const { h, c, memory, open } of found.way!.rows)
			expect([h, c, memory, open].every((x) => Number.isFinite(x))).toBe(true);
		const drawn = readFileSync(join(folder, "step.svg"), "utf8");
		expect(drawn).toContain("<title>whole: step 40, layer 1, unit 2</title>");
		for (const word of [">f<", "mₜ₋₁", "vₜ", "hₜ", ">p<", ">tanh<"]) expect(drawn).toContain(word);
		const set = (await explain({ ...asked, set: ["l1.m.2=0.5"] })) as ExplainResult;
		const { values } = set.forward.find(({ name }) => name === "m")!;
		const [m, v, h] = ["m", "v", "h"].map((name) => set.forward.find((one) => one.name === name)!.values[2]!);
		expect([values[2], v]).toEqual([
			0.5,
			expect.closeTo(0.5 * set.forward.find(({ name }) => name === "v_prev")!.values[2]! + 0.5, 12),
		]);
		expect(h).toBeCloseTo(Math.tanh(m! + v!), 12);
		expect(set.backward).toEqual([]);
	});

	test("its units are clamped while it samples, ablated, patched and claimed about", async () => {
		const given = { run: "whole", length: 30, seed: 1, ...place };
		const clamped = await sample({ ...given, clamp: ["l1.v.1=3"] });
		expect(clamped.text).not.toBe((await sample(given)).text);
		const reading = { run: "whole", texts: [book], unit: "l1.m.2", ...place };
		const ablated = await intervene({ ...reading, act: { to: "zero" } } as never);
		expect(ablated).toMatchObject({ unit: "l1.m.2", heldAt: 0 });
		expect(ablated.change.all.mean).not.toBe(0);
		const at_ = (at: number) => ({ file: book, at });
		const patched = await patch({
			run: "whole",
			units: ["l1.m.2", "l0.gate.f.1"],
			from: at_(90),
			to: at_(40),
			...place,
		});
		expect(patched.values.map(({ unit }) => unit)).toEqual(["l1.m.2", "l0.gate.f.1"]);
		expect(patched.klNats).toBeGreaterThan(0);
		const out = join(folder, "claim.json");
		const claimed = { unit: "l1.m.2", pattern: "brackets", part: "train", limit: 2048 } as const;
		await makeClaim({ run: "whole", runs, ...claimed, out });
		expect(await checkClaim({ claim: out, runs })).toMatchObject({ unit: "l1.m.2", differs: null });
		const compared = await compareOnText({ run: "whole", against: "cut", units: 3, texts: [book], ...place });
		expect(compared.explained!.units.map(({ unit }) => unit)).toEqual(
			[...Array(3)].map(() => expect.stringMatching(/^l[01]\.[mv]\.[0-4]$/)),
		);
	});

	test("what is not done for equations is refused by name", async () => {
		for (const [to, name] of [
			["torch", "a.safetensors"],
			["keras", "a.keras"],
		] as const)
			expect(await coded(exportRun({ run: "whole", runs, to, file: join(folder, name) }))).toBe("E_CELL_USE 2");
		const given = { cell: defineCell(definition), ...options, steps: 1 };
		expect(await coded(train({ data: text(book), options: { ...given, omega: 1 }, ...place }))).toMatch(/^E_REMEDY/);
		expect(await coded(train({ data: text(book), options: { ...given, variant: "tanh" }, ...place }))).toBe(
			"E_OPTION 2",
		);
	});

	test("a run stopped after 7 of 24 updates and resumed without the file has the weights of one never stopped, bit for bit; so has a replay", async () => {
		const resumed = await resume({ run: "cut", ...place });
		expect([resumed.steps, resumed.weightsSha256]).toEqual([24, weightsSha256]);
		expect(await replay({ run: "whole", update: 24, ...place } as never)).toMatchObject({ weightsSha256 });
	});

	test("a fork at update 12 keeps the equations", async () => {
		await forkRun({ run: "whole", update: 12, change: { lr: 0.001 }, to: "forked", ...place } as never);
		expect(listRuns(runs).find(({ name }) => name === "forked")!.model).toBe("own keeper 2x5");
	});
});

test("a task trains such a cell too: temporal order for 3 updates on the native or wasm engine", async () => {
	const { run } = await train({
		data: task("temporal-order"),
		options: { cell: defineCell(definition), hidden: 4, batch: 3, length: "20", steps: 3 },
		run: "task",
		runs,
	});
	expect((await evaluate({ run, runs })) as { errorShare: number }).toMatchObject({ errorShare: expect.any(Number) });
});
