import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkBothLanguages } from "../../../test/fixtures/bothLanguages.ts";
import { TASK_NAMES } from "../../data/tasks/registry.ts";
import type { Lang } from "../../errors/define.ts";
import type { Json } from "../../training/json.ts";
import type { Figure } from "../drawing/figure.ts";
import type { JobPiece, Piece } from "../jobs/piece.ts";
import { REPRODUCTIONS } from "./registry.ts";
import type { Context, Mode, Reproduction } from "./reproduction.ts";
import type { TrialSet } from "./studyTrials.ts";
import { SERIES } from "./wrecSeries.ts";

const songs = mkdtempSync(join(tmpdir(), "sluice-songs-"));
const part = [[[60], [61, 62]]];
const set = { name: "Climbing", low: 60, high: 63, train: part, valid: part, test: part };
writeFileSync(join(songs, "climbing.json"), JSON.stringify(set));
for (const text of ["warpeace", "linux"]) writeFileSync(join(songs, `${text}_input.txt`), "Well, Prince. ".repeat(20));

const taskResult = {
	...{ updates: 1000, sequences: 20_000, solved: 500, best: 0.1, bestAt: 500, last: 0.1, loss: 0.1 },
	...{ curve: [[250, 0.8], [1000, 0.1]], wrong: Array(10).fill(9), losses: [0.1], diverged: false, clippedShare: 0 }, // biome-ignore format: a curve in a line
};
const musicResult = { ...{ train: 1, valid: 1, test: 1, bestAt: 1, epochs: 2, curve: [4, 3.5] }, diverged: false };
const swept = SERIES.flatMap(({ key }) =>
	[0.5, 1.5].map((sigma) => {
		const log10 = Array.from({ length: 201 }, (_, k) => k * Math.log10(sigma));
		const ends = { endMost: log10.at(-1)!, endLeast: log10.at(-1)!, overBound: 0, saturated: 0 };
		return { series: key, sigma, radius: 1, radiusLeast: 1, radiusMost: 1, log10, ...ends };
	}),
);
const falling = Array.from({ length: 100 }, (_, k) => -k / 50);
const lags = { whole: falling, throughState: falling, throughAttention: falling.map((value) => -value) };
/** Results of pieces, without the work. */
const RESULTS: Readonly<Record<string, readonly unknown[]>> = {
	"wrec-sweep": swept,
	"mackey-glass": [{ nrmse: 1e-4, condition: 10, rmse: 1e-5, said: [0.1, 0.2], truth: [0.1, 0.2] }],
	"size-table": Array.from({ length: 66 }, (_, n) => 1 + n / 66),
	"attention-path": Array.from({ length: 20 }, () => lags),
	"memory-capacity": [0.01, 0.1, 1].map((scale) => ({ scale, total: 9, byDelay: [0.9, 0.5] })),
};
/** The names in its figures that are the same in both languages. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
	"mackey-glass": ["Mackey-Glass"],
	"adding-1997": ["LSTM"],
	"irnn-adding": ["irnn"],
	"attention-path": ["LSTM", "additive", "dot", "general"],
	methods: ["none", "clip+omega", "clip", "sigmoid", "basic tanh", "smart tanh"],
	pathological: [...TASK_NAMES].sort((a, b) => b.length - a.length),
	"size-table": ["LSTM", "RNN", "GRU"],
	music: ["Climbing", "none", "clip+omega", "clip"],
};

async function figuresOf(reproduction: Reproduction, mode: Mode): Promise<(lang: Lang) => readonly Figure[]> {
	const of = RESULTS[reproduction.name];
	const context = {
		...{ mode, seeds: reproduction.seeds ? [1, 2] : [], data: songs, signal: new AbortController().signal },
		work: async (pieces: readonly Piece<Json>[]) => {
			if (pieces[0]!.key.startsWith("forward-mode")) return pieces.map(() => ({ worst: 0, leastLog10: -90 }));
			return of ?? Promise.all(pieces.map((piece) => piece.run()));
		},
		jobs: async (pieces: readonly JobPiece[]) =>
			pieces.map(({ job }) => {
				if (job === "attention-run") return { ...taskResult, losses: Array(10).fill(0.1), lags };
				return job === "music-run" ? musicResult : taskResult;
			}),
		trials: async (sets: readonly TrialSet[]) => sets.map(({ trials }) => trials),
		sizes: reproduction.sizes?.[mode] ?? [],
		pause: async () => {},
	} as unknown as Context;
	return (await reproduction.run(context)).figures;
}

for (const reproduction of REPRODUCTIONS)
	test(`${reproduction.name}: its figures in both languages have words of that language alone and the same numbers`, async () => {
		for (const mode of ["quick", "full"] as const) {
			const figures = await figuresOf(reproduction, mode);
			expect(figures("en").length).toBeGreaterThan(0);
			await checkBothLanguages(figures, NAMES[reproduction.name]);
		}
	});
