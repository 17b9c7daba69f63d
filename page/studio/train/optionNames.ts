/**
 * Names of the options that the sentence has no blank for, as they stand in an address. What they mean, their defaults and
 * their ranges are in the form, which is loaded with "More options".
 */
import type { OptionName } from "../../../src/training/options/options.ts";
import { type BlankName, isOfMachine, kindOf } from "./choices.ts";

/** Compiles only if every option of a training is a blank or stands here. */
type Further = Record<Exclude<OptionName, BlankName>, true>;

const OF_TRAINING = {
	...{
		variant: true,
		shards: true,
		syncEvery: true,
		outerLr: true,
		outerMomentum: true,
		k1: true,
		reset: true,
		rampLength: true,
		rampBatch: true,
		epochs: true,
		minutes: true,
		beta1: true,
		beta2: true,
		eps: true,
	},
	...{ weightDrop: true, blocks: true, average: true, soapEvery: true },
	...{ weightDecay: true, schedule: true, warmup: true, decay: true, decays: true, clipValue: true },
	...{ model: true, attention: true, attentionUnits: true },
	...{ omegaForm: true, l1: true, l2: true, penalize: true },
	...{ spectralRadius: true, inputScale: true, biasScale: true, leak: true, density: true, feedback: true },
	...{ washout: true, ridge: true, stateNoise: true },
	...{ saveEvery: true, validEvery: true, recordEvery: true, patience: true, stopAtError: true, rollbacks: true },
	...{ keepLast: true, keepBest: true },
} as const satisfies Further;

/** How the data are read: options of the command, not of the training. */
const OF_DATA = {
	...{ unit: true, split: true, lossy: true, encoding: true },
	...{ inputs: true, horizon: true, forecast: true, header: true, separator: true },
} as const;
/** Options of a task, which stand in its name on the command line; `horizon` is one of a series too. */
const OF_TASK = {
	...{ values: true, positions: true, all: true, delay: true, symbols: true, kinds: true, horizon: true },
	...{ tolerance: true },
} as const;

export type DataOption = keyof typeof OF_DATA;

const isDataOption = (key: string): key is DataOption => Object.hasOwn(OF_DATA, key);
const isTaskOption = (key: string) => Object.hasOwn(OF_TASK, key);
export const isFurther = (key: string) => Object.hasOwn(OF_TRAINING, key) || isDataOption(key) || isTaskOption(key);

/** Options of the data by their kind. A file of the machine may be in any encoding; the page's texts are in UTF-8. */
const TEXT: readonly DataOption[] = ["unit", "split"];
const FILE: readonly DataOption[] = [...TEXT, "lossy", "encoding"];
const SERIES: readonly DataOption[] = ["split", "inputs", "horizon", "forecast", "header", "separator"];

/** What an option of this name is for these data: one of the task, of the data, of the training; undefined: of others. */
export function sortOf(key: string, data: string): "task" | "data" | "training" | undefined {
	const kind = kindOf({ data });
	if (kind === "task" && isTaskOption(key)) return "task";
	if (!isDataOption(key)) return isTaskOption(key) ? undefined : "training";
	const own = kind === "series" ? SERIES : kind === "task" ? [] : isOfMachine(data) ? FILE : TEXT;
	return own.includes(key) ? "data" : undefined;
}
