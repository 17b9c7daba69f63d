/**
 * attention-path: the way of the gradient from the last symbol of an answer back to the symbols of its question, through
 * the state and through attention (Bahdanau, Cho & Bengio 2015; Luong, Pham & Manning 2015), before and after training;
 * and what training makes of the two ways. The gradients are exact, in float64.
 */
import { lagFigures, lengthFigure } from "./attentionFigures.ts";
import { type LagCurves, questionLags } from "./attentionLags.ts";
import {
	type Measured,
	MODEL_NAMES,
	optionsOf,
	SIZES,
	TASKS,
	TRAINED,
	type TrainedRun,
	taskOf,
} from "./attentionModels.ts";
import { lagRows, trainedRows } from "./attentionRows.ts";
import type { AttentionRunRequest, AttentionRunResult } from "./attentionRun.ts";
import type { Reproduction } from "./reproduction.ts";

/** Sequences of a gradient's mean. */
const MEAN_OF = 4;
/** Sequences of a test; at most 1 % of them wrong is a success. */
const TEST = 1000;

export const attentionPath: Reproduction = {
	name: "attention-path",
	title: { en: "The gradient's way through attention and through the state", ko: "어텐션 경로와 상태 경로의 기울기" },
	shows: {
		en: "Bahdanau et al. 2015: without attention answers get worse with length, with it they do not; the gradient through the state falls with the distance, through attention it does not",
		ko: "Bahdanau 등(2015): 어텐션이 없으면 길수록 답이 나빠지고 있으면 그렇지 않음. 상태 경로의 기울기는 거리에 따라 줄고 어텐션 경로의 기울기는 줄지 않음",
	},
	seeds: { quick: 1, full: 5 },
	updates: { quick: 1500, full: 4000 },
	revision: 1,
	async run({ mode, seeds, updates, work, jobs }) {
		const size = SIZES[mode];
		const { length, lengths } = size;
		const untrained = TASKS.flatMap((task) =>
			MODEL_NAMES.flatMap((model) => seeds.map((seed) => ({ task, model, seed }))),
		);
		const pieces = untrained.map(({ task, model, seed }) => ({
			key: `untrained-${task}-${model}-seed-${seed}`,
			run: () =>
				questionLags({ task: taskOf(task), options: optionsOf(model, seed, size), length, sequences: MEAN_OF }),
		}));
		const tried = [...TRAINED.models].reverse().flatMap((model) => seeds.map((seed) => ({ model, seed })));
		const runs = tried.map(({ model, seed }) => ({
			...{ key: `${TRAINED.task}-${model}-seed-${seed}`, weight: updates / 10, job: "attention-run" },
			request: {
				...{ task: TRAINED.task, options: optionsOf(model, seed, size), updates, every: 100, look: 200, test: TEST },
				...{ allowed: 0.01, lookLength: String(length), lengths: lengths.map(String) },
				...{ lagLength: length, lagSequences: MEAN_OF },
			} satisfies AttentionRunRequest,
		}));
		const [before, results] = await Promise.all([work(pieces), jobs(runs)]);
		const measured = before.map((lags, n): Measured => ({ ...untrained[n]!, lags }));
		const trained = (results as AttentionRunResult[]).map((result, n): TrainedRun => ({ ...tried[n]!, result }));
		return {
			rows: [...lagRows(measured, length), ...trainedRows(trained, { size, updates, test: TEST })],
			figures: (lang) => [...lagFigures(measured, trained, size, lang), lengthFigure(trained, size, TEST, lang)],
			files: [{ name: "lags", text: lagsFile(measured, trained, length) }],
		};
	},
};

/** Every curve, one per line; null is a gradient of exactly 0. */
function lagsFile(measured: readonly Measured[], trained: readonly TrainedRun[], length: number): string {
	const rounded = (curve: readonly number[]) => curve.map((value) => Number(value.toFixed(3))); // -Infinity: null
	const line = (about: object, lags: LagCurves) =>
		JSON.stringify({
			...{ ...about, whole: rounded(lags.whole), throughState: rounded(lags.throughState) },
			throughAttention: rounded(lags.throughAttention),
		});
	const lines = [
		...measured.map(({ task, model, seed, lags }) => line({ task, model, seed, trained: false }, lags)),
		...trained.map(({ model, seed, result }) =>
			line({ task: TRAINED.task, model, seed, trained: true, updates: result.updates }, result.lags),
		),
	];
	const head = `"schema": 1,\n"values": "log10 |dL/dh|",\n"lags": [${length}, ${2 * length - 1}]`;
	return `{\n${head},\n"curves": [\n${lines.join(",\n")}\n]\n}\n`;
}
