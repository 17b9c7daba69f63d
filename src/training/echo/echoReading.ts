/**
 * A trained echo state network with a sequence of its data, as src/interpretation/echo steps through it: the same for a run
 * of a folder and for one that a page has trained.
 */
import type { Learned } from "../../data/labels/learned.ts";
import type { SeriesTask } from "../../data/seriesTask.ts";
import type { Task, TaskBatch } from "../../data/tasks/task.ts";
import { type EchoModel, type EchoSequence, sequenceOf } from "../../interpretation/echo/echoModel.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { AskedSeries } from "../forecast/seriesErrors.ts";
import type { EchoTrainer } from "./echoTrainer.ts";

// T steps, D inputs, V outputs

/** Plain JSON, of the network. */
export interface ReservoirFacts {
	/** Spectral radius of W, and of (1 - C g) I + C W. */
	spectralRadius: number;
	effectiveRadius: number;
	/** First steps of a sequence that the readout did not learn from. */
	washout: number;
	/** Ridge parameter of the readout. */
	ridge: number;
}

export interface ReadSequence extends EchoSequence {
	/** First step with a target, from 0; 0 if there is none. */
	first: number;
	/** Names of the inputs and of the outputs or classes; absent where the data name none. */
	inputNames?: string[];
	outputNames?: string[];
	/** Output v at step t is `base[t,v] + unit[v] * y` in the unit of its column; absent if outputs have no other unit. */
	base?: Float64Array; // [T,V]
	unit?: number[]; // [V]
}

export interface EchoReading {
	model: EchoModel;
	facts: ReservoirFacts;
}

/** Returns the network of a trainer whose readout was solved. Arrays are the trainer's own: they are read, not written. */
export function echoReading({ engine, task, options, network, start, fitted, washout }: EchoTrainer): EchoReading {
	const { units, inputs, feedback, gain, leak } = network.reservoir.spec;
	const { outputs, readout } = network;
	return {
		model: {
			...{ engine, input: task.input, units, inputs, outputs, feedback: feedback > 0, gain, leak },
			...{ w_in: start.w_in, w: start.w, b: start.b, readout, head: task.head, beta: fitted!.beta },
		},
		facts: {
			...{ spectralRadius: options.spectralRadius, effectiveRadius: start.effectiveRadius, washout },
			ridge: fitted!.ridge,
		},
	};
}

/**
 * Returns the sequence that a reader steps through: a series from its beginning, with the targets of the part; of other data
 * one sequence, drawn from a stream of the run's seed.
 * @param series the series that `task` forecasts, to name its columns and undo its scaling
 */
export function readSequence(
	{ options, lengths }: Pick<EchoTrainer, "options" | "lengths">,
	task: Task,
	series?: Pick<AskedSeries, "spec" | "series">,
): ReadSequence {
	const random = new RandomStream(options.seed, "trace");
	const batch = task.whole?.() ?? task.draw(random, { batch: 1, length: lengths[1] });
	const sequence = sequenceOf(batch);
	const classes = (task as { set?: { learned: Learned } }).set?.learned.classes;
	return {
		...{ ...sequence, first: firstScored(batch, task.outputs) },
		...(classes && { outputNames: classes }),
		...(series && inUnits(task as SeriesTask, series, sequence.steps)),
	};
}

function firstScored({ T, targets, values }: TaskBatch, V: number): number {
	for (let t = 0; t < T; t++) if (targets ? targets[t]! >= 0 : !Number.isNaN(values![t * V]!)) return t;
	return 0;
}

/** Names of the columns, and what turns outputs into the unit of the column that they forecast. */
function inUnits({ form, forecast }: SeriesTask, { spec, series }: Pick<AskedSeries, "spec" | "series">, T: number) {
	const { columns, inputs, target } = series;
	const { mean, deviation } = spec.scaling;
	const V = target.length;
	const value = (y: number, t: number, c: number) => mean[c]! + deviation[c]! * form.value(y, t + forecast.horizon, c);
	const names = (list: readonly number[]) => list.map((c) => columns[c]!);
	return {
		...{ inputNames: names(inputs), outputNames: names(target) },
		base: Float64Array.from({ length: T * V }, (_, i) => value(0, Math.floor(i / V), target[i % V]!)), // [T,V]
		unit: target.map((c) => deviation[c]! * (spec.scaling.change?.horizon[c] ?? 1)), // [V]
	};
}
