import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { music } from "../../data/tasks/music.ts";
import { RandomStream } from "../../kernels/random.ts";
import { runJob } from "../jobs/runJob.ts";
import { findSongs } from "../sources/songs.ts";
import * as adding from "./adding1997.ts";
import * as irnn from "./irnnAdding.ts";
import { REPRODUCTION_JOBS } from "./jobs.ts";
import * as methods from "./methods.ts";
import * as notes from "./musicNotes.ts";
import type { MusicRunRequest, MusicRunResult } from "./musicRun.ts";
import * as pathological from "./pathological.ts";
import { reproduce } from "./reproduce.ts";
import { type Row, same } from "./reproduction.ts";
import type { TaskRunResult } from "./taskRun.ts";
import { LENGTHS, longRows } from "./temporalOrder2013.ts";

const out = mkdtempSync(join(tmpdir(), "sluice-tasks-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const asserted = (rows: readonly Row[]) => rows.filter(({ asserted }) => asserted.length > 0).map(({ holds }) => holds);
const result = (more: Partial<TaskRunResult>): TaskRunResult => ({
	...{ updates: 1000, sequences: 1000, solved: 1000, best: 0, bestAt: 1000, last: 0, loss: 0, curve: [] },
	...{ wrong: LENGTHS.map(() => 0), losses: [0.0001], diverged: false, clippedShare: 0, ...more },
});

describe("a row holds up to its bound and not beyond it:", () => {
	test("temporal order, 3 of 5 seeds without an error", () => {
		const runs = (solved: number) =>
			[1, 2, 3, 4, 5].map((n) => ({ name: same(`${n}`), result: result({ solved: n <= solved ? 9 : null }) }));
		expect(asserted(longRows(runs(3)))).toEqual([true]);
		expect(asserted(longRows(runs(2)))).toEqual([false]);
	});
	test("adding-1997: all solved, within three times 74,000 sequences, under 1 % of 2560 wrong", () => {
		const rows = (more: Partial<TaskRunResult>) => asserted(adding.rowsOf([1, 2, 3].map(() => result(more))));
		expect(rows({ sequences: 222_000, wrong: [25] })).toEqual([true, true, true]);
		expect(rows({ sequences: 222_001, wrong: [26] })).toEqual([true, false, false]);
		expect(rows({ solved: null })).toEqual([false, false, false]);
		expect(asserted(adding.rowsOf([result({}), result({ solved: null })]))[0]).toBe(false);
	});
	test("irnn-adding: an error of the sum, four times the mean's, below .01", () => {
		const rows = (loss: number) => asserted(irnn.rowsOf([result({}), result({ losses: [loss] })], [result({})]));
		expect(rows(0.0024)).toEqual([true]);
		expect(rows(0.0026)).toEqual([false]);
	});
	test("methods: each remedy succeeds more often than the one before", () => {
		const rows = (counts: readonly number[]) => {
			const names = ["none", "clip", "clip+omega"] as const;
			const runs = names.flatMap((method, m) =>
				[10, 20, 30].map((length, n) => ({
					...({ method, start: "sigmoid", length, seed: 1, solved: n < counts[m]! } as const),
				})),
			);
			return asserted(methods.rowsOf(runs, "full"));
		};
		expect(rows([1, 2, 3])).toEqual([true, true]);
		expect(rows([1, 1, 0])).toEqual([false, false]);
	});
	test("pathological: the published share of runs", () => {
		const permutation = pathological.EXPERIMENTS.find(({ key }) => key === "random-permutation")!;
		const row = (solved: number) =>
			pathological.rowOf(
				permutation,
				[1, 2, 3, 4, 5].map((n) => result({ solved: n <= solved ? 9 : null })),
				{ mode: "full", updates: 500_000 },
			).holds;
		expect([row(1), row(2)]).toEqual([false, true]);
	});
	test("music: in the two digits that the paper prints; a run that never ended an epoch is worse than any", () => {
		const rows = (...tests: (number | null)[]) => {
			const runs = (["none", "clip", "clip+omega"] as const).map((method, n) => {
				const told = { train: 1, valid: 1, bestAt: 1, epochs: 1, curve: [1], halvings: 0, clippedShare: 0 };
				return { set: "Nottingham", method, seed: 1, result: { ...told, test: tests[n]!, diverged: false } };
			});
			return asserted(notes.rowsOf("Nottingham", runs));
		};
		expect(rows(3.8, 3.48, 3.48)).toEqual([true, true]);
		expect(rows(3.8, 3.8, 3.81)).toEqual([false, false]);
		expect(rows(null, 3.8, 3.804)).toEqual([true, true]);
		expect(rows(3.8, null, 3.8)).toEqual([false, true]);
	});
});

/** Songs of three notes that climb in turn, of unequal lengths. */
function song(random: RandomStream): number[][] {
	let at = random.below(3);
	return Array.from({ length: 7 + random.below(30) }, () => [60 + (at++ % 3)]);
}

describe("music from a folder", () => {
	const folder = mkdtempSync(join(out, "songs-"));
	const random = new RandomStream(5, "songs");
	const part = (count: number) => Array.from({ length: count }, () => song(random));
	const songs = { name: "Climbing", low: 60, high: 63, train: part(25), valid: part(4), test: part(5) };
	writeFileSync(join(folder, "climbing.json.gz"), gzipSync(JSON.stringify(songs)));
	const file = findSongs(folder)[0]!;
	const options = {
		cell: "rnn",
		hidden: 7,
		batch: 4,
		length: "20",
		seed: 2,
		optimizer: "sgd",
		lr: 2,
		clipNorm: 8,
		omega: 0.5,
	};
	const request: MusicRunRequest = { ...file, options, epochs: 12 };
	const run = (where?: string, stopped?: () => boolean) =>
		runJob(
			{ job: "music-run", request, ...(where && { folder: where }) },
			{ jobs: REPRODUCTION_JOBS, stopped },
		) as Promise<MusicRunResult | undefined>;

	test("climbing notes are learned to a tenth of what an answer without memory costs, and a run stopped over and over has the same result", async () => {
		const calm = (await run())!;
		expect(calm.test).toBeLessThan(music({ songs, part: "test" }).baseline! / 10);
		expect(calm).toMatchObject({ epochs: 12, diverged: false });
		expect(Math.min(...calm.curve)).toBe(calm.valid);
		expect(calm.curve[calm.bestAt - 1]).toBe(calm.valid);
		let found: MusicRunResult | undefined;
		let calls = 0;
		for (; found === undefined && calls < 60; calls++) {
			let turns = 0;
			found = await run(join(out, "stopped"), () => ++turns > 2 + (calls % 4));
		}
		expect(calls).toBeGreaterThan(5);
		expect(found).toEqual(calm);
	});

	test("without songs, or with none in the folder, it says where they are to be had and exits 2", async () => {
		for (const data of [undefined, out]) {
			const call = reproduce({ name: "music", out, ...(data && { data }) });
			await expect(call).rejects.toMatchObject({ code: "E_REPRODUCTION_DATA", exitCode: 2 });
			await expect(call).rejects.toThrow(/--data DIR.*icml2012/s);
		}
		await expect(reproduce({ name: "music", out, data: join(out, "nowhere") })).rejects.toMatchObject({
			code: "E_FILE_MISSING",
		});
	});

	test("a file cut short is named", () => {
		const broken = mkdtempSync(join(out, "broken-"));
		writeFileSync(join(broken, "x.json.gz"), gzipSync("{}").subarray(0, 12));
		expect(() => findSongs(broken)).toThrow(/x\.json\.gz.*E_FILE_READ/s);
	});
});

test("adding-1997 --quick, one seed in this thread: a figure and three rows, in one form for programs", async () => {
	const known = [
		{
			...adding.adding1997,
			run: (context: Parameters<typeof adding.adding1997.run>[0]) =>
				adding.adding1997.run({ ...context, jobs: shortened(context.jobs) }),
		},
	];
	const { rows, figures, seeds } = await reproduce({ name: "adding-1997", seeds: 1, out }, { known, oneThread: true });
	expect(seeds).toBe(1);
	expect(figures).toEqual([join(out, "adding-1997", "quick-errors.svg")]);
	expect(rows.map(({ published, holds }) => [published, holds])).toEqual([
		["all", false],
		[74_000, false],
		[1, false],
	]);
});

/** The same jobs with a budget of 500 sequences. */
function shortened(jobs: Parameters<typeof adding.adding1997.run>[0]["jobs"]): typeof jobs {
	return (pieces) =>
		jobs(pieces.map((piece) => ({ ...piece, request: { ...(piece.request as object), updates: 500, every: 250 } })));
}
