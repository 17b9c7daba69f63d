/**
 * Table of the remedies: what each one changes, the options it sets, its source, and what it cannot be combined with.
 * The command line, the comparison and a page use this table; `combine` turns "clip+omega" into the options of a run.
 *
 * "none" is a tanh RNN without clipping, whose W_hh is initialised as in PyTorch, U(-1/sqrt(H), 1/sqrt(H)); so is every
 * other cell unless combined with an initialisation. A remedy's number follows a colon: "omega:2", "clip:6".
 */
import type { Lang } from "../errors/define.ts";
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import type { RemedyReason } from "../errors/remedies.ts";
import { notOneOf } from "../errors/request.ts";
import { type Source, STARTS } from "./starts.ts";

/**
 * Target of a remedy. truncation: how far back a gradient travels; clip: its norm; penalty: the loss; start: the
 * initial weights; bias: the initial biases; cell: the model itself.
 */
export type RemedyKind = "none" | "truncation" | "clip" | "penalty" | "start" | "bias" | "cell";

export interface RemedyValue {
	/** Option that receives the number; `prefix` is put in front of it. */
	option: string;
	prefix?: string;
	meaning: string;
	min: number;
	max: number;
	default: number;
	whole?: boolean;
}

export interface Remedy {
	kind: RemedyKind;
	/** One-line description for lists. */
	summary: Readonly<Record<Lang, string>>;
	/** Publication, for readers of each language if it is described in words. */
	source: Source;
	/** Number after the colon. */
	value?: RemedyValue;
	/** Further options that it sets. */
	sets?: Readonly<Record<string, string | number>>;
	/** Cells that it applies to; all when absent. */
	cells?: readonly string[];
	/** Variants that it does not apply to. */
	notVariants?: readonly string[];
	/** Remedies that it cannot be combined with, apart from those of its own kind for start, bias and cell. */
	excludes?: readonly string[];
}

const paper = "Pascanu, Mikolov & Bengio 2013";
const alpha: RemedyValue = { option: "omega", meaning: "factor of Omega in the loss", min: 0, max: 1e6, default: 4 };
const gradientOnly = ["truncation", "clip", "clip-value", "omega", "omega-authors", "l1", "l2"];

export const REMEDIES: Readonly<Record<string, Remedy>> = {
	none: {
		kind: "none",
		summary: { en: "a tanh RNN without changes to its gradient", ko: "tanh RNN, 처방 없음(기울기를 그대로 사용)" },
		source: "Elman 1990",
	},
	truncation: {
		kind: "truncation",
		summary: {
			en: "truncate backpropagation after k2 steps; default: a quarter of the other remedies' k2",
			ko: "k2스텝을 거슬러 올라간 뒤 기울기를 끊음(절단 역전파). 기본값은 다른 처방의 k2의 4분의 1",
		},
		source: "Williams & Peng 1990",
		// a quarter of the default k2; combine uses a quarter of the runs' k2
		value: { option: "k2", meaning: "steps back", min: 1, max: 1_000_000, default: 16, whole: true },
	},
	clip: {
		kind: "clip",
		summary: { en: "clip the gradient norm", ko: "기울기 노름이 상한을 넘으면 전체를 줄임" },
		source: { en: `${paper}, algorithm 1`, ko: `${paper}, 알고리즘 1` },
		value: { option: "clipNorm", meaning: "maximum norm", min: 1e-9, max: 1e9, default: 1 },
	},
	"clip-value": {
		kind: "clip",
		summary: { en: "clip each element of the gradient", ko: "기울기를 원소마다 클리핑" },
		source: "Mikolov 2012",
		value: { option: "clipValue", meaning: "maximum absolute value", min: 1e-9, max: 1e9, default: 1 },
	},
	omega: {
		kind: "penalty",
		summary: {
			en: "penalise a gradient whose norm changes from step to step",
			ko: "기울기 노름이 스텝마다 변하면 벌점을 줌",
		},
		source: { en: `${paper}, eq. 9`, ko: `${paper}, 식 9` },
		value: alpha,
		sets: { omegaForm: "paper" },
		cells: ["rnn"],
		excludes: ["omega-authors"],
	},
	"omega-authors": {
		kind: "penalty",
		summary: {
			en: "Omega as in the authors' program: squared ratios, and W_hh shrinks at a norm above 1e10",
			ko: "저자 프로그램의 Omega: 비율을 제곱하고, 노름이 1e10을 넘으면 W_hh를 줄임",
		},
		source: { en: "trainingRNNs, the program of that paper", ko: "그 논문의 프로그램 trainingRNNs" },
		value: { ...alpha, default: 2 },
		sets: { omegaForm: "authors" },
		cells: ["rnn"],
		excludes: ["omega"],
	},
	l1: {
		kind: "penalty",
		summary: { en: "penalise the sum of |w|", ko: "|w|의 합에 벌점을 줌" },
		source: "Tibshirani 1996",
		value: { option: "l1", meaning: "factor", min: 0, max: 1e6, default: 1e-4 },
	},
	l2: {
		kind: "penalty",
		summary: { en: "penalise half the sum of w^2", ko: "w^2의 합의 절반에 벌점을 줌" },
		source: "Hoerl & Kennard 1970",
		value: { option: "l2", meaning: "factor", min: 0, max: 1e6, default: 1e-4 },
	},
	...starts(),
	"forget-bias": {
		kind: "bias",
		summary: { en: "initialise the forget gate open", ko: "망각 게이트(forget gate)를 열린 상태로 초기화" },
		source: {
			en: "Gers, Schmidhuber & Cummins 2000; Jozefowicz et al. 2015",
			ko: "Gers, Schmidhuber & Cummins 2000; Jozefowicz 등 2015",
		},
		value: { option: "forgetBias", meaning: "bias", min: -100, max: 100, default: 1 },
		cells: ["lstm", "gru"],
		notVariants: ["1997"],
	},
	chrono: {
		kind: "bias",
		summary: {
			en: "initialise forget gates to stay open for 1 to TMAX steps",
			ko: "망각 게이트가 1~TMAX스텝 동안 열려 있도록 초기화",
		},
		source: "Tallec & Ollivier 2018",
		value: { option: "forgetBias", prefix: "chrono:", meaning: "TMAX, in steps", min: 3, max: 1e9, default: 100 },
		cells: ["lstm", "gru"],
		notVariants: ["1997"],
	},
	lstm: {
		kind: "cell",
		summary: { en: "an LSTM with a forget gate", ko: "망각 게이트가 있는 LSTM" },
		source: "Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000",
		sets: { cell: "lstm" },
	},
	"lstm-1997": {
		kind: "cell",
		summary: { en: "an LSTM without a forget gate", ko: "망각 게이트가 없는 LSTM" },
		source: "Hochreiter & Schmidhuber 1997",
		sets: { cell: "lstm", variant: "1997" },
	},
	gru: {
		kind: "cell",
		summary: { en: "a GRU", ko: "GRU" },
		source: { en: "Cho et al. 2014", ko: "Cho 등 2014" },
		sets: { cell: "gru" },
	},
	esn: {
		kind: "cell",
		summary: {
			en: "an echo state network: only the readout is trained, by least squares; on a text, by its gradient",
			ko: "에코 상태 네트워크(ESN): 출력층만 학습. 과제는 최소제곱법, 텍스트는 기울기로 학습",
		},
		source: "Jaeger 2001",
		sets: { cell: "esn" },
		excludes: [...gradientOnly, ...Object.keys(STARTS), "forget-bias", "chrono"],
	},
};

function starts(): Record<string, Remedy> {
	const begin: Readonly<Record<string, [en: string, ko: string]>> = {
		orthogonal: ["a random orthogonal matrix: all singular values are 1", "무작위 직교 행렬(특잇값이 모두 1)"],
		glorot: [
			"U(-a, a), with a chosen to keep the scale from layer to layer",
			"U(-a, a), a는 층을 지나도 값의 크기가 유지되도록 정함",
		],
		uniform: ["U(-a, a), where a is this number; 0 means 1/sqrt(H)", "U(-a, a), a는 지정한 값, 0이면 1/sqrt(H)"],
		identity: ["the identity, in a relu RNN", "relu RNN의 단위 행렬"],
		spectral: ["a random matrix of this spectral radius", "스펙트럼 반지름이 지정한 값인 무작위 행렬"],
		"smart-tanh": [
			"a sparse matrix of this spectral radius, 15 connections per unit",
			"유닛마다 연결 15개인 희소 행렬, 스펙트럼 반지름은 지정한 값",
		],
		normal: [
			"N(0, s^2), where s is this number; all other weights too",
			"N(0, s^2), s는 지정한 값, 다른 가중치도 같음",
		],
	};
	const entries = Object.entries(STARTS).map(([name, { source, value }]): [string, Remedy] => {
		const [en, ko] = begin[name]!;
		const start: Remedy = {
			kind: "start",
			summary: { en: `initialise W_hh as ${en}`, ko: `W_hh 초기화: ${ko}` },
			source,
			value: { option: "init", prefix: `${name}:`, ...value },
		};
		// Le et al. pair the identity with ReLU; combined with another cell, only the initialisation applies.
		return [name, name === "identity" ? { ...start, sets: { variant: "relu" } } : start];
	});
	return Object.fromEntries(entries);
}

export interface Combination {
	ids: string[];
	/** Options of a run, in addition to those shared by all runs of a comparison. */
	options: Record<string, string | number>;
}

/** Kinds that a run can have only one of. */
const SINGLE: readonly RemedyKind[] = ["start", "bias", "cell"];

/**
 * Reads "clip+omega:2+orthogonal", checks it, and returns the options it sets.
 * @param k2 steps that a gradient travels back without a remedy; "truncation" without a number uses a quarter of it.
 * @throws E_OPTION for an unknown name or a number out of range, E_REMEDY for remedies that cannot be combined.
 */
export function combine(text: string, where: string, k2?: number): Combination {
	const parts = text.split("+").map((part) => part.trim().split(/:(.*)/s));
	const ids = parts.map(([name = ""]) => known(name, where));
	for (const [n, id] of ids.entries()) for (const other of ids.slice(0, n)) checkPair(other, id);
	const cell = ids.map((id) => REMEDIES[id]!).find(({ kind }) => kind === "cell")?.sets ?? { cell: "rnn" };
	const options: Record<string, string | number> = { cell: "rnn", clipNorm: 0, init: "uniform" };
	if (cell.cell === "rnn") options.variant = "tanh";
	for (const [n, id] of ids.entries()) {
		const { sets = {}, value } = REMEDIES[id]!;
		checkCell(id, cell);
		const quarter = id === "truncation" && k2 !== undefined && { default: Math.max(1, Math.floor(k2 / 4)) };
		if (value) options[value.option] = readValue(id, { ...value, ...quarter }, parts[n]![1], where);
		else if (parts[n]!.length > 1) throw outOfRange(id, parts[n]![1]!, { forms: [id] }, where);
		for (const [option, set] of Object.entries(sets)) {
			if (id !== "identity" || cell.cell === "rnn") options[option] = set;
		}
	}
	return { ids, options };
}

function known(name: string, where: string): string {
	if (Object.hasOwn(REMEDIES, name)) return name;
	const names = Object.keys(REMEDIES);
	throw fail("E_OPTION", { option: "remedies", why: notOneOf(names, name), where });
}

function checkPair(a: string, b: string): void {
	const [first, second] = [REMEDIES[a]!, REMEDIES[b]!];
	const clash =
		(first.kind === second.kind && SINGLE.includes(first.kind)) ||
		a === b ||
		first.kind === "none" ||
		second.kind === "none" ||
		first.excludes?.includes(b) ||
		second.excludes?.includes(a);
	if (!clash) return;
	throw refused(b, { reason: "excludes", other: a });
}

function checkCell(id: string, sets: Readonly<Record<string, string | number>>): void {
	const { cells, notVariants } = REMEDIES[id]!;
	const [cell, variant] = [String(sets.cell), String(sets.variant ?? "")];
	if ((!cells || cells.includes(cell)) && !notVariants?.includes(variant)) return;
	const name = variant === "" ? cell : `${cell}-${variant}`;
	throw refused(id, { reason: "cells", cells: cells!, not: name });
}

function refused(remedy: string, why: RemedyReason) {
	return fail("E_REMEDY", { remedy, why });
}

function readValue(id: string, value: RemedyValue, given: string | undefined, where: string): string | number {
	const { min, max, prefix, whole } = value;
	const number = given === undefined ? value.default : given.trim() === "" ? Number.NaN : Number(given);
	if (!(number >= min && number <= max) || (whole && !Number.isInteger(number))) {
		throw outOfRange(id, given ?? "", { forms: [`${id}:VALUE`], min, max }, where);
	}
	return prefix === undefined ? number : `${prefix}${number}`;
}

function outOfRange(id: string, given: string, form: { forms: string[]; min?: number; max?: number }, where: string) {
	return fail("E_OPTION", {
		option: "remedies",
		why: { reason: "form", ...form, got: shown(`${id}:${given}`) },
		where,
	});
}
