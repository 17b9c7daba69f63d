/**
 * irnn-adding: a ReLU layer with identity initialisation adds two marked numbers over 150 steps (Le, Jaitly & Hinton
 * 2015). A tanh layer with random initial weights, trained the same way, serves as the comparison.
 */

import { BOTH, type Mode, type Reproduction, type Row, same } from "./reproduction.ts";
import { errorCurves } from "./taskFigures.ts";
import type { TaskRunRequest, TaskRunResult } from "./taskRun.ts";

/** Mean squared error of always answering 1 for the sum of two U[0,1) numbers: its variance, 2/12. */
const BASELINE = 1 / 6;
/** Ratio of the squared error of the sum to that of the mean, which our task uses. */
const OF_SUM = 4;
const SOLVED = 0.01;
const TEST = 10_000;

const MODELS = {
	irnn: { variant: "relu", init: "identity:1" },
	tanh: { variant: "tanh", init: "normal:0.1" },
} as const;
type Model = keyof typeof MODELS;

export function request(model: Model, seed: number, mode: Mode): TaskRunRequest {
	return {
		task: "addition",
		options: {
			...{ cell: "rnn", hidden: 100, layers: 1, ...MODELS[model], length: "150", seed },
			...{ batch: 16, optimizer: "adam", lr: 0.001, clipNorm: 1 },
		},
		...{ updates: mode === "full" ? 10_000 : 4000, every: 200, look: 500, test: TEST, allowed: 0 },
		streak: { loss: SOLVED / 2 / OF_SUM, updates: 50 },
		lengths: ["150"],
	};
}

export const irnnAdding: Reproduction = {
	name: "irnn-adding",
	title: { en: "The IRNN adds over 150 steps", ko: "IRNN의 150스텝 덧셈 과제" },
	shows: {
		en: "Le et al. 2015: a ReLU RNN initialised with the identity solves adding at T = 150; always answering 1 has an error of .167",
		ko: "Le 등(2015): 단위 행렬로 초기화한 ReLU RNN이 T = 150 덧셈을 해결. 늘 1로 답하면 오차 .167",
	},
	seeds: { quick: 1, full: 5 },
	revision: 1,
	async run({ mode, seeds, jobs }) {
		const tried = seeds.flatMap((seed) => (Object.keys(MODELS) as Model[]).map((model) => ({ model, seed })));
		const pieces = tried.map(({ model, seed }) => ({
			...{ key: `${model}-seed-${seed}`, job: "task-run", request: request(model, seed, mode) },
		}));
		const results = (await jobs(pieces)) as TaskRunResult[];
		const of = (wanted: Model) => results.filter((_, n) => tried[n]!.model === wanted);
		const runs = results.map((result, n) => ({ name: same(tried[n]!.model), result }));
		const title = { en: "Adding over 150 steps", ko: "150스텝 덧셈 과제" };
		return { rows: rowsOf(of("irnn"), of("tanh")), figures: (lang) => [errorCurves(title, runs, 0.8, lang)] };
	},
};

export function rowsOf(irnn: readonly TaskRunResult[], tanh: readonly TaskRunResult[]): Row[] {
	const worst = (results: readonly TaskRunResult[], most: typeof Math.max) =>
		Number((OF_SUM * most(...results.map(({ losses }) => losses[0]!))).toPrecision(3));
	const solved = irnn.filter(({ losses }) => OF_SUM * losses[0]! < SOLVED);
	const sequences = irnn.map(({ solved, sequences }) => (solved === null ? "-" : sequences)).join(", ");
	return [
		{
			what: {
				en: "IRNN runs that solve the task: test error below .01",
				ko: "과제를 푼 IRNN 실행(테스트 오차 .01 미만)",
			},
			published: { en: "solved", ko: "해결" },
			ours: `${solved.length}/${irnn.length}`,
			holds: solved.length === irnn.length,
			asserted: BOTH,
			note: {
				en: `squared error of the sum on ${TEST} fresh sequences; trained on ${sequences} sequences, until 50 batches in a row were below half of it. Adam at .001 here, SGD in the paper`,
				ko: `새 시퀀스 ${TEST}개에서 합의 제곱 오차. 배치 50개의 오차가 잇달아 그 절반보다 작아질 때까지 학습(시퀀스 ${sequences}개). 여기서는 Adam .001, 논문은 경사 하강`,
			},
		},
		{
			what: { en: "IRNN: test error, worst run", ko: "IRNN: 테스트 오차, 가장 나쁜 실행" },
			published: null,
			ours: worst(irnn, Math.max),
			holds: worst(irnn, Math.max) < SOLVED,
			asserted: [],
			note: {
				en: `always answering 1: ${BASELINE.toFixed(3)}`,
				ko: `늘 1로 답하면 ${BASELINE.toFixed(3)}`,
			},
		},
		{
			what: {
				en: "tanh from N(0, .1), same training: best run",
				ko: "N(0, .1)로 초기화한 tanh RNN, 같은 학습: 가장 좋은 실행",
			},
			published: null,
			ours: worst(tanh, Math.min),
			holds: true,
			asserted: [],
		},
	];
}
