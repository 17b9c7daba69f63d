import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nearest } from "../../errors/nearest.ts";
import { realDisk } from "../disk/disk.ts";
import { acquireLock } from "../disk/lock.ts";
import { readCheckpoint } from "./checkpointFiles.ts";
import { listRuns } from "./listRuns.ts";
import { slug } from "./runNames.ts";
import { continueRun, createRun, openRun, type RunConfig, rejectUnknownKeys } from "./runStore.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-runs-"));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
/** A folder of runs that is not there yet. */
const newRuns = () => join(root, `${++folders}`, "runs");

const validate = (config: RunConfig, where: string) => {
	rejectUnknownKeys(config, ["hidden", "clipValue"], where);
	return config as { hidden: number; clipValue: number };
};
const config = { hidden: 4, clipValue: Number.POSITIVE_INFINITY };
const snapshot = (step: number) => ({
	tensors: [{ name: "w", shape: [2], data: new Float32Array([step, 1 / step]) }],
	state: { step, lossAverage: Number.NaN },
});

describe("making and finding runs", () => {
	test("runs without a name are numbered from 1, each in the first free place", () => {
		const runs = newRuns();
		const make = () => createRun({ runs, defaultName: "sqlite-lstm", config });
		expect([make().name, make().name, make().name]).toEqual(["sqlite-lstm-1", "sqlite-lstm-2", "sqlite-lstm-3"]);
		rmSync(join(runs, "sqlite-lstm-2"), { recursive: true });
		expect(make().name).toBe("sqlite-lstm-2");
	});
	test("any text makes a default name", () => {
		expect(createRun({ runs: newRuns(), defaultName: "../전쟁과 평화.txt", config }).name).toBe("전쟁과-평화.txt-1");
		expect([slug("a b/c"), slug("한글"), slug("x".repeat(99)), slug("-a-")]).toEqual([
			"a-b-c",
			"한글",
			"x".repeat(56),
			"a",
		]);
	});
	test("a name that is taken is refused, with both ways on", () => {
		const runs = newRuns();
		createRun({ runs, name: "mine", defaultName: "x", config });
		expect(() => createRun({ runs, name: "mine", defaultName: "x", config })).toThrow(
			/already exists. Continue it with: sluice resume mine, or choose another name with --run.*E_RUN_EXISTS/,
		);
		writeFileSync(join(runs, "file"), "");
		expect(() => createRun({ runs, name: "file", defaultName: "x", config })).toThrow(/E_RUN_EXISTS/);
	});
	test.each(["", ".", "..", ".hidden", "-dash", "a b", "a".repeat(65), "nul\0", "a:b", "$(x)"])(
		"the name %j is refused",
		(name) => {
			const runs = newRuns();
			expect(() => createRun({ runs, name, defaultName: "x", config })).toThrow(/E_RUN_NAME/);
			expect(() => openRun(name, runs, { validate })).toThrow(/E_RUN_NAME/);
			expect(existsSync(runs)).toBe(false);
		},
	);
	test("a name of 64 letters is a name; a path is taken as the folder itself", () => {
		const runs = newRuns();
		expect(createRun({ runs, name: "a".repeat(64), defaultName: "x", config }).folder).toBe(join(runs, "a".repeat(64)));
		const elsewhere = join(root, "elsewhere", "deep", "run");
		expect(createRun({ runs, name: elsewhere, defaultName: "x", config }).folder).toBe(elsewhere);
		expect(openRun(elsewhere, runs, { validate }).name).toBe("run");
		expect(() => createRun({ runs, name: join(root, "bad name"), defaultName: "x", config })).toThrow(/E_RUN_NAME/);
	});
	test("a misspelt name gets the nearest run as a suggestion, a strange one none", () => {
		const runs = newRuns();
		createRun({ runs, defaultName: "sqlite-lstm", config });
		expect(() => openRun("sqlite-ltsm-1", runs, { validate })).toThrow(/Did you mean sqlite-lstm-1\?.*E_RUN_MISSING/);
		expect(() => openRun("tolstoy", runs, { validate })).toThrow(/there is no run "tolstoy" in .*runs\. List the runs/);
		expect(() => openRun(join(runs, "no"), runs, { validate })).toThrow(/E_RUN_MISSING/);
		expect(nearest("abdc", ["abcd"])).toBe("abcd");
		expect(nearest("ab", ["xy"])).toBeUndefined();
		expect(nearest("z", ["t", "a"])).toBeUndefined();
	});
});

describe("reading runs", () => {
	test("what was written is read: config, vocabulary, metrics, samples, the newest, the best and one step", () => {
		const runs = newRuns();
		const run = createRun({ runs, defaultName: "t", config, vocabulary: ["a", "\n"] });
		for (const step of [10, 20, 30, 40, 50]) {
			const validLossNats = Math.abs(step - 20) + 1;
			run.metrics.append({ step, lossNats: 3, validLossNats });
			run.samples.append({ step, text: "NaN" });
			run.save(snapshot(step), { step, validLossNats });
		}
		run.close("finished");
		run.close("stopped");
		const again = openRun("t-1", runs, { validate });
		expect(again.config).toEqual(config);
		expect(again.readVocabulary()).toEqual(["a", "\n"]);
		expect(again.readMetrics()).toHaveLength(5);
		expect(again.readSamples()[0]).toEqual({ step: 10, text: "NaN" });
		expect(again.listCheckpoints().map(({ step, validLossNats }) => [step, validLossNats])).toEqual([
			[20, 1],
			[30, 11],
			[40, 21],
			[50, 31],
		]);
		expect(again.loadNewest()).toMatchObject({ step: 50, validLossNats: 31, snapshot: snapshot(50), notices: [] });
		expect(again.loadBest().snapshot).toEqual(snapshot(20));
		expect(again.loadStep(30).step).toBe(30);
		expect(again.readState()).toBe("finished");
	});
	test("an unknown key, a newer format and a missing field of config.json are refused by name", () => {
		const runs = newRuns();
		const run = createRun({ runs, name: "a", defaultName: "x", config });
		const write = (text: string) => writeFileSync(join(run.folder, "config.json"), text);
		const open = () => openRun("a", runs, { validate });
		write('{"format":1,"config":{"hiden":4}}');
		expect(open).toThrow(/unknown key "hiden", expected one of hidden, clipValue. Did you mean hidden\?.*E_RUN_FILE/);
		write('{"format":1,"config":{},"code":"x"}');
		expect(open).toThrow(/unknown key "code".*E_RUN_FILE/);
		write('{"format":2,"config":{}}');
		expect(open).toThrow(/has format 2, but this version of Sluice reads formats up to 1.*E_RUN_FORMAT/);
		write('{"config":{}}');
		expect(open).toThrow(/"format" must be a whole number from 1 to 1\..*E_RUN_FIELD/);
		write('{"format":1,"config":[]}');
		expect(open).toThrow(/"config" must be an object, got \[\].*E_RUN_FIELD/);
		write("[]");
		expect(open).toThrow(/E_RUN_FIELD/);
		write('{"format":1,"config":{"hidden":4,"hidden":5}}');
		expect(open).toThrow(/"hidden" appears twice.*E_JSON_KEY/);
		write('{"format":1,');
		expect(open).toThrow(/config.json, line 1, column 13.*E_JSON/);
		writeFileSync(join(run.folder, "config.json"), Uint8Array.of(0x7b, 0xff));
		expect(open).toThrow(/UTF-8.*E_JSON/);
	});
	test("runs are listed with their last step, best loss, state and size; damaged ones with what is wrong", () => {
		const runs = newRuns();
		expect(listRuns(runs)).toEqual([]);
		const make = (name: string) => createRun({ runs, name, defaultName: "x", config });
		const done = make("r-10");
		done.metrics.append({ step: 5, lossNats: 2, validLossNats: 1.5 });
		done.metrics.append({ step: 9, lossNats: 2, validLossNats: Number.NaN });
		done.close("finished");
		const silent = make("r-9");
		silent.metrics.append({ step: 10, lossNats: 2 });
		for (const step of [12, 11]) silent.save(snapshot(step), { step });
		silent.close("stopped");
		make("wild").close("diverged");
		make("live");
		rmSync(join(make("dead").folder, "lock"), { recursive: true });
		writeFileSync(join(make("rotten").folder, "metrics.jsonl"), "x\n");
		mkdirSync(join(runs, "no-run"));
		expect(listRuns(runs).map(({ name, state, lastStep, damage }) => [name, state, lastStep, damage?.code])).toEqual([
			["dead", "interrupted", 0, undefined],
			["live", "running", 0, undefined],
			["r-9", "stopped", 12, undefined],
			["r-10", "finished", 9, undefined],
			["rotten", "running", 0, "E_LOG_DAMAGED"],
			["wild", "diverged", 0, undefined],
		]);
		const listed = listRuns(runs)[3]!;
		expect(listed).toMatchObject({ config, bestValidLossNats: 1.5 });
		expect(listed.sizeBytes).toBeGreaterThan(150);
	});
});

describe("going on with a run", () => {
	test("a run that is being written is refused to a second writer, not to a reader", () => {
		const runs = newRuns();
		const run = createRun({ runs, name: "a", defaultName: "x", config });
		const again = () => continueRun("a", runs, { validate });
		expect(again).toThrow(new RegExp(`process ${process.pid} on .*E_RUN_LOCKED`));
		expect(openRun("a", runs, { validate }).readState()).toBe("running");
		run.close("stopped");
		const more = again();
		expect(more.readState()).toBe("running");
		more.close("finished");
		expect(() => more.save(snapshot(1), { step: 1 })).toThrow(/E_RUN_CLOSED/);
	});
	test("rewound to a step, later lines and checkpoints are gone and strays with them", () => {
		const runs = newRuns();
		const run = createRun({ runs, name: "a", defaultName: "x", config });
		for (const step of [1, 2, 3]) {
			run.metrics.append({ step });
			run.samples.append({ step, text: "x" });
			run.records.append({ step, reach: 3 });
			run.save(snapshot(step), { step });
		}
		run.close("stopped");
		mkdirSync(join(run.folder, "checkpoints", ".tmp-step-000004-999999.0"));
		writeFileSync(join(run.folder, ".tmp-status.json-999999.0"), "");
		const more = continueRun("a", runs, { validate });
		more.rewindTo(2);
		expect(more.readMetrics().map((line) => line.step)).toEqual([1, 2]);
		expect(more.readSamples()).toHaveLength(2);
		expect(readdirSync(join(run.folder, "checkpoints")).sort()).toEqual(["step-000001", "step-000002"]);
		expect(readdirSync(run.folder).filter((name) => name.startsWith("."))).toEqual([]);
		more.close("stopped");
	});
	test("of 9 saves with keepLast 2 and keepBest 3 the newest 2 and the 3 of lowest validation loss stay, NaN never best", () => {
		const run = createRun({ runs: newRuns(), defaultName: "x", config });
		const losses = [2.5, 1.25, Number.NaN, 1.75, 3, 1.5, 2, 4, 5];
		losses.forEach((validLossNats, i) => {
			run.save(snapshot(i + 1), { step: i + 1, validLossNats, keepLast: 2, keepBest: 3 });
		});
		expect(run.listCheckpoints().map(({ step }) => step)).toEqual([2, 4, 6, 8, 9]);
		run.close("finished");
	});
	test("of 6 saves with keepLast 1 and keepBest 0 the one to roll back to stays until another takes its place", () => {
		const run = createRun({ runs: newRuns(), defaultName: "x", config });
		const steps = [undefined, 2, 2, 2, 5, 5].map((keepStep, i) => {
			run.save(snapshot(i + 1), {
				step: i + 1,
				keepLast: 1,
				keepBest: 0,
				keepSteps: keepStep === undefined ? [] : [keepStep],
			});
			return run.listCheckpoints().map(({ step }) => step);
		});
		expect(steps).toEqual([[1], [2], [2, 3], [2, 4], [5], [5, 6]]);
		run.close("finished");
	});
	test("a run whose config is refused stays unlocked", () => {
		const runs = newRuns();
		createRun({ runs, name: "a", defaultName: "x", config: { colour: 1 } }).close("stopped");
		expect(() => continueRun("a", runs, { validate })).toThrow(/E_RUN_FILE/);
		acquireLock(join(runs, "a")).release();
	});
	test("a step below 0, fractional or beyond 10^15 is no checkpoint's", () => {
		const run = createRun({ runs: newRuns(), defaultName: "x", config });
		for (const step of [-1, 0.5, 1e15, Number.NaN]) expect(() => run.save(snapshot(1), { step })).toThrow(/E_SIZE/);
		run.save(snapshot(1), { step: 1_234_567 });
		expect(run.loadNewest().step).toBe(1_234_567);
	});
});

test("a run of format 1, made by version 0.1.0, is read to its last bit; its 1 NaN weight is refused when it is opened", () => {
	const runs = newRuns();
	cpSync(join(import.meta.dirname, "../../../test/fixtures/run-format-1/run-1"), join(runs, "old"), {
		recursive: true,
	});
	const run = openRun("old", runs, { validate: (read) => read });
	expect(run.config).toEqual({ cell: "lstm", hidden: 4, clipValue: Infinity });
	expect(run.readVocabulary()).toEqual(["a", "한", "\n"]);
	expect(run.readMetrics()).toEqual([{ step: 7, lossNats: 2.5, gradNorm: "NaN", seconds: 1.5 }]);
	expect(run.readSamples()).toEqual([{ step: 7, text: "a한\n" }]);
	expect(run.readState()).toBe("finished");
	const { path } = run.listCheckpoints()[0]!;
	const { step, validLossNats, snapshot: old } = readCheckpoint(realDisk, path);
	expect([step, validLossNats]).toEqual([7, 2.25]);
	expect(old).toStrictEqual({
		tensors: [
			{ name: "weight_hh_l0", shape: [2, 3], data: Float32Array.of(0.1, -2, 3, 1e-40, Number.NaN, -0) },
			{ name: "optimizer.m", shape: [2], data: Float64Array.of(1 / 3, -Infinity) },
		],
		state: { step: 7, cursor: 12345, best: Infinity, streams: { dropout: 42 } },
	});
	expect(() => run.loadBest()).toThrow(/weight_hh_l0\[4\] = NaN\).*E_CHECKPOINT_DAMAGED/);
});
