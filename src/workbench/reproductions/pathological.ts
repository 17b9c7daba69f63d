/**
 * pathological: the other long-lag tasks, each learned by one tanh layer with clipping and Omega over lengths 50 to
 * 200.
 * Memorisation uses one model per length (Pascanu, Mikolov & Bengio 2013, sec. 4.1). Learning rates, weights of Omega
 * and sizes are the paper's where it gives them; the budget is ours.
 */

import { type Mode, type Reproduction, type Row, same } from "./reproduction.ts";
import { type ErrorPanel, errorPanels } from "./taskFigures.ts";
import type { TaskRunRequest, TaskRunResult } from "./taskRun.ts";

interface Experiment {
	key: string;
	task: string;
	taskOptions?: TaskRunRequest["taskOptions"];
	/** Published number of successful runs, and of all runs. */
	published: readonly [number, number];
	options: Readonly<Record<string, string | number>>;
	/** Sequence length of a run in each mode. */
	length: Readonly<Record<Mode, string>>;
}

const ORDER = { lr: 0.01, clipNorm: 1, omega: 2 };
const VALUES = { lr: 0.01, clipNorm: 6, omega: 0.5 };

const over = (key: string, task: string, options: Experiment["options"], published: Experiment["published"]) => ({
	...{ key, task, options, published, length: { quick: "10..20", full: "50..200" } },
});
const recall = (task: string, options: Experiment["options"], taskOptions?: Experiment["taskOptions"]) =>
	[50, 100, 150, 200].map(
		(length): Experiment => ({
			...{ key: `${task}-${length}`, task, options, published: [5, 5], ...(taskOptions && { taskOptions }) },
			length: { quick: "1", full: String(length) },
		}),
	);

export const EXPERIMENTS: readonly Experiment[] = [
	over("addition", "addition", VALUES, [5, 5]),
	over("multiplication", "multiplication", VALUES, [5, 5]),
	over("temporal-order-3", "temporal-order-3", ORDER, [5, 5]),
	over("random-permutation", "random-permutation", { hidden: 100, lr: 0.001, clipNorm: 6, omega: 1 }, [2, 5]),
	...recall("memorisation-bits", { ...ORDER, batch: 32 }, { all: true }),
	...recall("memorisation", ORDER),
];

/** In quick mode, the memorisation tasks use one length each. */
const chosen = (mode: Mode) =>
	mode === "full" ? EXPERIMENTS : EXPERIMENTS.filter(({ key }) => !/-(100|150|200)$/.test(key));
function request(
	{ task, taskOptions, options, length }: Experiment,
	seed: number,
	mode: Mode,
	updates: number,
): TaskRunRequest {
	return {
		...{ task, ...(taskOptions && { taskOptions }) },
		options: {
			...{ cell: "rnn", hidden: 50, layers: 1, batch: 20, init: "normal:0.1", length: length[mode], seed },
			...{ optimizer: "sgd", omegaForm: "authors", ...options },
		},
		...{ updates, every: 500, look: 1000, test: 10_000, allowed: 0.01, lengths: [] },
	};
}

const TITLE = { en: "Tasks of long lags, first seed", ko: "긴 시차의 과제, 첫 번째 시드" };

export const pathological: Reproduction = {
	name: "pathological",
	title: { en: "Six tasks with long lags", ko: "긴 시차(lag)의 과제 6가지" },
	shows: {
		en: "Pascanu et al. 2013: addition, multiplication, three marks, permutation and two memorisation tasks over 50 to 200 steps",
		ko: "Pascanu 등(2013): 50~200스텝의 덧셈, 곱셈, 표시 3개의 순서, 무작위 순열, 두 가지 암기",
	},
	seeds: { quick: 1, full: 5 },
	updates: { quick: 10_000, full: 500_000 },
	revision: 1,
	async run({ mode, seeds, updates, jobs }) {
		const tried = chosen(mode).flatMap((experiment) => seeds.map((seed) => ({ experiment, seed })));
		const pieces = tried.map(({ experiment, seed }) => ({
			...{ key: `${experiment.key}-seed-${seed}`, weight: updates / 1000, job: "task-run" },
			request: request(experiment, seed, mode, updates),
		}));
		const results = (await jobs(pieces)) as TaskRunResult[];
		const runs = results.map((result, n) => ({ ...tried[n]!, result }));
		const shown = runs.filter(({ seed }) => seed === seeds[0]);
		return {
			rows: chosen(mode).map((experiment) =>
				rowOf(
					experiment,
					runs.filter((run) => run.experiment === experiment).map(({ result }) => result),
					{ mode, updates },
				),
			),
			figures: (lang) => [errorPanels(TITLE, panelsOf(shown, mode), 1, lang)],
		};
	},
};

/** A panel of the tasks over a range of lengths, and one of each memorisation task with a line for each length. */
export function panelsOf(runs: readonly { experiment: Experiment; result: TaskRunResult }[], mode: Mode): ErrorPanel[] {
	const isMemorised = (task: string) => task.startsWith("memorisation");
	const over = runs.filter(({ experiment }) => !isMemorised(experiment.task));
	const memorised = [...new Set(runs.map(({ experiment }) => experiment.task))].filter(isMemorised);
	return [
		{
			title: lengthWords(over[0]!.experiment.length[mode]),
			runs: over.map(({ experiment, result }) => ({ name: same(experiment.task), result })),
			ordered: false,
		},
		...memorised.map((task) => ({
			title: same(task),
			runs: runs
				.filter(({ experiment }) => experiment.task === task)
				.map(({ experiment, result }) => ({ name: lengthWords(experiment.length[mode]), result })),
			ordered: true,
		})),
	];
}

const lengthWords = (length: string) => {
	const words = length.replace("..", "–");
	return { en: `length ${words}`, ko: `길이 ${words}` };
};

/** Success: under 1 % wrong of 10,000 in at least the published fraction of runs. */
export function rowOf(
	{ task, published, length }: Experiment,
	results: readonly TaskRunResult[],
	{ mode, updates }: { mode: Mode; updates: number },
): Row {
	const solved = results.filter((result) => result.solved !== null).length;
	const [wins, of] = published;
	const errors = results.map(({ best, last }) => `${best}/${last}`).join(", ");
	return {
		what: {
			en: `${task}, length ${length[mode]}: runs under 1 % wrong`,
			ko: `${task}, 길이 ${length[mode]}: 오류율 1% 미만인 실행`,
		},
		published: `${wins}/${of}`,
		ours: `${solved}/${results.length}`,
		holds: solved / results.length >= wins / of,
		asserted: ["full"],
		note: {
			en: `error rate, best/last: ${errors}; at most ${updates} updates (paper: 5,000,000)`,
			ko: `오류율, 최저/마지막: ${errors}. 갱신은 최대 ${updates}회(논문: 5,000,000회)`,
		},
	};
}
