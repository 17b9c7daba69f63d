/** The findings of a record against `diagnose` on the same weights: the same, or fewer, never others. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newestOf } from "../../page/studio/train/columns.ts";
import { LiveRun } from "../../page/studio/train/liveRun.ts";
import { recordFindings } from "../../page/studio/train/recordFindings.ts";
import {
	type DiagnoseResult,
	diagnose,
	type Finding,
	type GivenOptions,
	type TrainEvent,
	task,
	text,
	train,
} from "../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-verdict-"));
const runs = join(folder, "runs");
const file = join(folder, "book.txt");
const words = ["the", "sluice", "opens", "water", "runs", "(closed)", "waits;", "and", "falls."];
writeFileSync(file, Array.from({ length: 9000 }, (_, n) => words[(n * n + 3 * n) % words.length]).join(" "));
afterAll(() => rmSync(folder, { recursive: true }));

const linesOf = (run: string, log: string) =>
	readFileSync(join(runs, run, log), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));

const TEXT = { hidden: 12, batch: 8, k1: 32, k2: 32, steps: 100, lr: 0.01, recordEvery: 50, seed: 3 };
const TASK = { hidden: 12, batch: 8, steps: 60, lr: 0.005, length: "40..44", recordEvery: 30, seed: 3 };
/** Runs by name, each with what the page finds in it. */
const CASES: [name: string, wanted: string[], options: GivenOptions, task?: string][] = [
	["vanishing", ["vanishing"], { ...TEXT, cell: "rnn", variant: "sigmoid" }],
	["vanishing tanh", ["vanishing"], { ...TEXT, cell: "rnn", init: "orthogonal:0.2", lr: 1e-4 }],
	[
		"exploding",
		["exploding", "clipped"],
		{ ...TASK, cell: "rnn", variant: "linear", init: "orthogonal:1.3", lr: 1e-9 },
		"addition",
	],
	["ignorant", ["healthy"], { ...TASK, hidden: 8, forgetBias: 6, lr: 1e-5, clipNorm: 0 }, "temporal-order"],
	["saturated", ["vanishing", "saturated"], { ...TEXT, cell: "rnn", init: "spectral:9", lr: 0.5, steps: 150 }],
	["truncated", ["truncated"], { ...TEXT, forgetBias: 6, k1: 8, k2: 8 }],
	["clipped", ["clipped"], { ...TEXT, forgetBias: 1, clipNorm: 0.001, optimizer: "sgd", lr: 0.5 }],
	["healthy", ["healthy"], { ...TEXT, hidden: 24, steps: 300, forgetBias: 1, k1: 32, k2: 32, init: "orthogonal:0.9" }],
	["two layers", ["vanishing"], { ...TEXT, cell: "rnn", variant: "sigmoid", layers: 2 }],
	["gru", ["healthy"], { ...TEXT, cell: "gru", steps: 300 }],
	["lstm on a task", ["healthy"], TASK, "addition"],
	["rnn on a task", ["vanishing"], { ...TASK, cell: "rnn", init: "spectral:0.5" }, "temporal-order"],
	[
		"solved task",
		["saturated"],
		{ ...TASK, hidden: 24, length: "12..14", steps: 1500, lr: 0.01, stopAtError: 0 },
		"random-permutation",
	],
	[
		"reservoir on a text",
		["saturated"],
		{ ...TEXT, cell: "esn", k2: undefined, spectralRadius: 3, inputScale: 4 } as GivenOptions,
	],
];

test.each(CASES)(
	"%s: what the page finds in the last record, diagnose finds in the same weights, with the same remedy",
	async (name, wanted, options, onTask) => {
		const run = name.replaceAll(" ", "-");
		const data = onTask ? task(onTask) : text(file);
		let facts: Readonly<Record<string, unknown>> = {};
		const onEvent = (event: TrainEvent) => {
			if (event.type === "start") facts = event.options as unknown as typeof facts;
		};
		const result = await train({ data, options, engine: "wasm", threads: 1, run, runs }, { onEvent });
		const found = (await diagnose({ run, runs, checkpoint: "last", engine: "wasm", threads: 1 })) as DiagnoseResult;
		const live = new LiveRun();
		live.lines("metrics", linesOf(run, "metrics.jsonl"));
		live.lines("records", linesOf(run, "records.jsonl"));
		live.put({
			facts: {
				onText: !onTask,
				onSeries: false,
				byErrors: onTask !== undefined,
				parameters: 0,
				engine: "",
				threads: 1,
				seed: 3,
				options: facts,
			},
			...{ clippedShare: result.clippedShare, baseline: found.outcome.baseline, loss: newestOf(live.columns.train) },
		});
		const own = recordFindings(live.records.at(-1)!, live.numbers.get(), newestOf(live.columns.errorShare))!;
		const factsOf = ({ kind, layer, where, severity, remedy, others, noAction }: Finding) =>
			JSON.stringify({ kind, layer, where, severity, remedy, others, noAction });
		const there = found.findings.map(factsOf);
		const mine = own.findings.filter(({ kind }) => kind !== "healthy");
		expect([name, own.outcome]).toEqual([name, found.outcome.kind]);
		expect(own.atChance).toHaveLength(name === "ignorant" ? 1 : 0);
		for (const remedy of own.atChance) expect(found.atChance).toContainEqual(remedy);
		for (const finding of mine) expect(there).toContain(factsOf(finding));
		expect(own.findings.map(({ kind }) => kind)).toEqual(wanted);
	},
);
