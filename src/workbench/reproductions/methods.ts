/**
 * methods: plain SGD, SGD with gradient clipping, and both with Omega, from the paper's three initialisations, on
 * temporal order at increasing lengths (Pascanu, Mikolov & Bengio 2013, fig. 7). Every run has the same budget, in full
 * mode a fiftieth of the paper's 5,000,000 updates. The learning rate decays from the paper's .01. Clipping and Omega
 * are those of temporal-order.
 */
import type { Lang } from "../../errors/define.ts";
import { type Figure, type Point, ramp } from "../drawing/figure.ts";
import type { Mode, Reproduction, Row } from "./reproduction.ts";
import type { TaskRunRequest, TaskRunResult } from "./taskRun.ts";

const METHODS = {
	none: { clipNorm: 0, omega: 0 },
	clip: { clipNorm: 1, omega: 0 },
	"clip+omega": { clipNorm: 1, omega: 10, omegaForm: "authors" },
} as const;
export type Method = keyof typeof METHODS;
const METHOD_NAMES = Object.keys(METHODS) as Method[];

const STARTS = {
	sigmoid: { variant: "sigmoid", init: "normal:0.01" },
	"basic tanh": { variant: "tanh", init: "normal:0.1" },
	"smart tanh": { variant: "tanh", init: "smart-tanh:0.95" },
} as const;
export type Start = keyof typeof STARTS;
const START_NAMES = Object.keys(STARTS) as Start[];

const LENGTHS: Readonly<Record<Mode, readonly number[]>> = {
	quick: [10, 20],
	full: [20, 40, 80, 120, 200],
};
const UPDATES: Readonly<Record<Mode, number>> = { quick: 3000, full: 100_000 };

export type Run = { method: Method; start: Start; length: number; seed: number };

function request({ method, start, length, seed }: Run, mode: Mode): TaskRunRequest {
	return {
		task: "temporal-order",
		options: {
			...{ cell: "rnn", hidden: 50, layers: 1, ...STARTS[start], length: String(length), seed },
			...{ batch: 20, optimizer: "sgd", lr: 0.01, schedule: "cosine", decay: 0.1, ...METHODS[method] },
		},
		...{ updates: UPDATES[mode], every: 500, look: 1000, test: 10_000, allowed: 0.01, lengths: [] },
	};
}

export const methods: Reproduction = {
	name: "methods",
	title: { en: "SGD, clipping and Omega by sequence length", ko: "길이별로 본 경사 하강, 클리핑, Omega" },
	shows: {
		en: "Pascanu et al. 2013, fig. 7: the longer the sequences, the more clipping helps, and Omega helps even more",
		ko: "Pascanu 등(2013), 그림 7: 시퀀스가 길수록 클리핑이 중요하고 Omega는 더욱 중요함",
	},
	seeds: { quick: 1, full: 3 },
	revision: 2,
	async run({ mode, seeds, jobs }) {
		const tried = LENGTHS[mode].flatMap((length) =>
			START_NAMES.flatMap((start) =>
				METHOD_NAMES.flatMap((method) => seeds.map((seed) => ({ method, start, length, seed }))),
			),
		);
		const pieces = tried.map((run) => ({
			key: `${run.start}-${run.method}-${run.length}-seed-${run.seed}`.replace(/[ +]/g, "-"),
			weight: (run.length * UPDATES[mode]) / 1000,
			...{ job: "task-run", request: request(run, mode) },
		}));
		const results = (await jobs(pieces)) as TaskRunResult[];
		const outcomes = results.map(({ solved }, n) => ({ ...tried[n]!, solved: solved !== null }));
		return { rows: rowsOf(outcomes, mode), figures: (lang) => [curves(outcomes, LENGTHS[mode], lang)] };
	},
};

type Outcome = Run & { solved: boolean };

const shareOf = (outcomes: readonly Outcome[]) =>
	outcomes.filter(({ solved }) => solved).length / Math.max(1, outcomes.length);

/** One row per initialisation and method with the successful runs at each length; then the paper's conclusion. */
export function rowsOf(outcomes: readonly Outcome[], mode: Mode): Row[] {
	const lengths = [...new Set(outcomes.map(({ length }) => length))];
	const of = (method: Method) => outcomes.filter((run) => run.method === method);
	const rows = START_NAMES.flatMap((start) =>
		METHOD_NAMES.map((method): Row => {
			const runs = of(method).filter((run) => run.start === start);
			const counts = lengths.map((length) => runs.filter((run) => run.length === length && run.solved).length);
			const each = runs.length / Math.max(1, lengths.length);
			return {
				what: { en: `${start}, ${method}: runs under 1 % wrong`, ko: `${start}, ${method}: 오류율 1% 미만인 실행` },
				published: null,
				ours: counts.join(" "),
				holds: true,
				asserted: [],
				note: {
					en: `of ${each}, at lengths ${lengths.join(" ")}, within ${UPDATES[mode]} updates (paper: 5,000,000)`,
					ko: `길이 ${lengths.join(" ")}에서 각각 ${each}번 중, 갱신 ${UPDATES[mode]}회 이내(논문: 5,000,000회)`,
				},
			};
		}),
	);
	const upper = lengths.slice(lengths.length >> 1);
	const gain = (better: Method, worse: Method, at: readonly number[]) =>
		shareOf(of(better).filter(({ length }) => at.includes(length))) -
		shareOf(of(worse).filter(({ length }) => at.includes(length)));
	const compared = (what: Row["what"], better: Method, worse: Method): Row => ({
		what,
		published: { en: "yes", ko: "예" },
		ours: `${told(gain(better, worse, lengths))} / ${told(gain(better, worse, upper))}`,
		holds: gain(better, worse, lengths) > 0,
		asserted: ["full"],
		note: {
			en: `gain in success rate over all lengths / over ${upper.join(", ")}`,
			ko: `성공 비율의 증가: 모든 길이 / 길이 ${upper.join(", ")}`,
		},
	});
	return [
		...rows,
		compared({ en: "clipping succeeds more often than none", ko: "클리핑이 없을 때보다 자주 성공" }, "clip", "none"),
		compared(
			{ en: "Omega succeeds more often than clipping alone", ko: "Omega가 클리핑만 쓸 때보다 자주 성공" },
			"clip+omega",
			"clip",
		),
	];
}

const told = (gain: number) => `${gain < 0 ? "-" : "+"}${Math.abs(gain).toFixed(2)}`;

const WORDS = {
	en: {
		title: "Fraction of runs under 1 % wrong by length",
		description:
			"Fraction of successful runs against sequence length; one panel per initialisation, one line per method.",
		length: "length (steps)",
		runs: "fraction of runs",
	},
	ko: {
		title: "길이별 오류율 1% 미만인 실행의 비율",
		description: "시퀀스 길이에 따른 성공한 실행의 비율입니다. 초기화마다 패널이 하나, 방법마다 선이 하나입니다.",
		length: "길이(스텝)",
		runs: "실행의 비율",
	},
} as const satisfies Record<Lang, Record<string, string>>;

function curves(outcomes: readonly Outcome[], lengths: readonly number[], lang: Lang): Figure {
	const words = WORDS[lang];
	const colours = ramp(METHOD_NAMES.length);
	return {
		name: "success",
		title: words.title,
		description: words.description,
		size: [260, 240],
		panels: START_NAMES.map((start) => ({
			title: start,
			x: { name: words.length, min: 0, max: lengths.at(-1)! },
			y: { name: words.runs, min: 0, max: 1, step: 0.2 },
			marks: METHOD_NAMES.flatMap((method, n) => {
				const points = lengths.map((length): Point => {
					const runs = outcomes.filter((run) => run.start === start && run.method === method && run.length === length);
					return [length, shareOf(runs)];
				});
				return [
					{ kind: "line", name: method, colour: colours[n]!, width: 1.8, points },
					{ kind: "dots", colour: colours[n]!, size: 6, points },
				] as const;
			}),
		})),
	};
}
