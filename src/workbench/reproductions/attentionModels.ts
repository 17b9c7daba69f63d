/** The networks, tasks and sizes of attention-path. */
import { taskNamed } from "../../data/tasks/registry.ts";
import type { Task } from "../../data/tasks/task.ts";
import type { LagCurves } from "./attentionLags.ts";
import type { AttentionRunResult } from "./attentionRun.ts";
import type { Mode, Phrase } from "./reproduction.ts";

/** Tasks of a question and its answer, over 8 symbols. */
export const TASKS = ["copy-sequence", "reversal"] as const;
export type TaskName = (typeof TASKS)[number];

/** One LSTM that reads question and answer; an encoder-decoder without attention, and with each of the three. */
export const MODELS = {
	lstm: {},
	none: { model: "encoder-decoder", attention: "none" },
	additive: { model: "encoder-decoder", attention: "additive" },
	dot: { model: "encoder-decoder", attention: "dot" },
	general: { model: "encoder-decoder", attention: "general" },
} as const;
export type Model = keyof typeof MODELS;
export const MODEL_NAMES = Object.keys(MODELS) as Model[];

export const hasAttention = (model: Model): boolean => model !== "lstm" && model !== "none";

export const MODEL_WORDS: Readonly<Record<Model, Phrase>> = {
	lstm: { en: "one LSTM", ko: "LSTM 하나" },
	none: { en: "encoder-decoder without attention", ko: "어텐션 없는 인코더-디코더" },
	additive: { en: "additive attention", ko: "additive 어텐션" },
	dot: { en: "dot attention", ko: "dot 어텐션" },
	general: { en: "general attention", ko: "general 어텐션" },
};

export const TASK_WORDS: Readonly<Record<TaskName, Phrase>> = {
	"copy-sequence": { en: "copying", ko: "그대로 되풀이" },
	reversal: { en: "reversal", ko: "거꾸로 되풀이" },
};

export interface Size {
	/** Units of each network. */
	hidden: number;
	/** Symbols of the question, L, at which gradients are measured and runs are tested. */
	length: number;
	/** Lengths of the questions in training. */
	trained: string;
	/** Lengths of the last test. */
	lengths: readonly number[];
}

export const SIZES: Readonly<Record<Mode, Size>> = {
	quick: { hidden: 32, length: 20, trained: "5..20", lengths: [5, 10, 20] },
	full: { hidden: 64, length: 100, trained: "10..100", lengths: [10, 20, 40, 60, 80, 100] },
};

/**
 * The options that a network of this seed is made from and trained with. Without attention a rate of .02 learns nothing;
 * .005 is the better of the two there, and .02 with attention.
 */
export function optionsOf(model: Model, seed: number, { hidden, trained }: Size) {
	return {
		...{ ...MODELS[model], cell: "lstm", hidden, layers: 1, length: trained, batch: 32, seed },
		...{ optimizer: "adam", lr: hasAttention(model) ? 0.02 : 0.005, schedule: "cosine", decay: 0.01, clipNorm: 1 },
	};
}

export const taskOf = (name: TaskName): Task => taskNamed(name);

export const nameOf = (task: TaskName, model: Model): Phrase => ({
	en: `${TASK_WORDS[task].en}, ${MODEL_WORDS[model].en}`,
	ko: `${TASK_WORDS[task].ko}, ${MODEL_WORDS[model].ko}`,
});

/** The task that is trained, and the models trained on it. */
export const TRAINED: { task: TaskName; models: readonly Model[] } = {
	task: "copy-sequence",
	models: ["lstm", "none", "general"],
};

export interface Measured {
	task: TaskName;
	model: Model;
	seed: number;
	lags: LagCurves;
}

export interface TrainedRun {
	model: Model;
	seed: number;
	result: AttentionRunResult;
}
