/**
 * adding-1997: the LSTM of 1997, without a forget gate, adds two marked numbers over 100 steps (Hochreiter &
 * Schmidhuber
 * 1997, experiment 4). It has four cells, weights from U(-.1,.1), initially closed input gates, and one sequence per
 * update.
 */

import { BOTH, type Reproduction, type Row } from "./reproduction.ts";
import { errorCurves, seedName } from "./taskFigures.ts";
import type { TaskRunRequest, TaskRunResult } from "./taskRun.ts";

/** Published for T = 100: sequences until success, and wrong sequences out of 2560. */
export const PUBLISHED = { sequences: 74_000, wrong: 1, of: 2560 } as const;
const MOST = 1_000_000;
const LENGTH = 100;

export function request(seed: number): TaskRunRequest {
	return {
		task: "adding-1997",
		options: {
			...{ cell: "lstm", variant: "1997", hidden: 4, layers: 1, init: "uniform:0.1", length: String(LENGTH), seed },
			...{ batch: 1, optimizer: "sgd", clipNorm: 0, lr: 0.25 }, // of the squared error; the paper's .5 is of half of it
		},
		inputGateBias: [-3, -3, -6, -6],
		...{ updates: MOST, every: 1000, look: 500, test: PUBLISHED.of, allowed: 0 },
		streak: { loss: 0.04 ** 2, updates: 2000 },
		lengths: [String(LENGTH)],
	};
}

export const adding1997: Reproduction = {
	name: "adding-1997",
	title: { en: "The LSTM of 1997 adds over 100 steps", ko: "1997년 LSTM의 100스텝 덧셈 과제" },
	shows: {
		en: "Hochreiter & Schmidhuber 1997: after 74,000 sequences, 1 of 2560 sums over 100 steps is wrong by more than .04",
		ko: "Hochreiter & Schmidhuber(1997): 시퀀스 74,000개를 학습하면 100스텝 덧셈 2560개 중 오차가 .04를 넘는 것은 1개",
	},
	seeds: { quick: 3, full: 10 },
	revision: 1,
	async run({ seeds, jobs }) {
		const pieces = seeds.map((seed) => ({ key: `seed-${seed}`, weight: 100, job: "task-run", request: request(seed) }));
		const results = (await jobs(pieces)) as TaskRunResult[];
		const runs = results.map((result, n) => ({ name: seedName(seeds[n]!), result }));
		const title = { en: "Adding over 100 steps, the LSTM of 1997", ko: "100스텝 덧셈 과제, 1997년의 LSTM" };
		return { rows: rowsOf(results), figures: (lang) => [errorCurves(title, runs, 1, lang)] };
	},
};

export function rowsOf(results: readonly TaskRunResult[]): Row[] {
	const solved = results.filter((result) => result.solved !== null);
	const counts = solved.map(({ sequences }) => sequences).sort((a, b) => a - b);
	const wrong = solved.map((result) => result.wrong[0]!).sort((a, b) => a - b);
	const middle = (sorted: readonly number[]) => sorted[sorted.length >> 1] ?? Number.NaN;
	return [
		{
			what: {
				en: "runs that succeed: the last 2000 sequences correct",
				ko: "성공한 실행(마지막 시퀀스 2000개가 모두 정답)",
			},
			published: { en: "all", ko: "모두" },
			ours: `${solved.length}/${results.length}`,
			holds: solved.length === results.length,
			asserted: BOTH,
			note: {
				en: `at most ${MOST} sequences. Here: four cells with their own gates, tanh, a linear output, the full gradient. In 1997: two blocks of two cells, sigmoids, a truncated gradient`,
				ko: `시퀀스는 최대 ${MOST}개. 여기서는 게이트를 따로 가진 셀 4개, tanh와 선형 출력, 절단하지 않은 기울기. 1997년 논문은 셀 2개짜리 블록 2개, 시그모이드, 절단한 기울기`,
			},
		},
		{
			what: { en: "sequences until success, median", ko: "성공까지의 시퀀스 수, 중앙값" },
			published: String(PUBLISHED.sequences),
			ours: middle(counts),
			holds: middle(counts) <= 3 * PUBLISHED.sequences,
			asserted: BOTH,
			note: {
				en: `asserted: at most three times the published; ${counts[0]} to ${counts.at(-1)}`,
				ko: `합격 기준: 논문 수치의 3배 이하. 범위 ${counts[0]} ~ ${counts.at(-1)}`,
			},
		},
		{
			what: {
				en: `wrong of ${PUBLISHED.of} fresh sequences, median`,
				ko: `새 시퀀스 ${PUBLISHED.of}개 중 틀린 수, 중앙값`,
			},
			published: String(PUBLISHED.wrong),
			ours: middle(wrong),
			holds: middle(wrong) <= 0.01 * PUBLISHED.of,
			asserted: BOTH,
			note: {
				en: `asserted: under 1 %; ${wrong[0]} to ${wrong.at(-1)}`,
				ko: `합격 기준: 1% 미만. 범위 ${wrong[0]} ~ ${wrong.at(-1)}`,
			},
		},
	];
}
