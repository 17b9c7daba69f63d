/** What `explain()` returns for an echo state network on a task or a series. */
import type { LossUnit } from "../../../training/task/lossUnit.ts";
import type { StepNumbers } from "../stepRequest.ts";
import type { StepReason } from "../stepResult.ts";

/** An output of a step next to its target. */
export interface EchoOutput {
	/** Name of the column or class; the number of the output if it has none. */
	name: string;
	/** y_t of a regression, in the unit of the column; probability of a class, or of yes. */
	predicted: number;
	/** The same of the target; null if the step is not scored. */
	target: number | null;
}

/** One step of the way back: logarithms to base 10; null is an exact zero. */
export interface EchoWayRow {
	/** Index of the step. */
	step: number;
	/** log10 |dL/dh_t|. */
	h: number | null;
	/** log10 of what came back through the leak alone, without W; absent if the leak rate is 1. */
	memory?: number | null;
}

/** How far the past reaches into the loss of some steps. */
export interface EchoWayBack {
	/** Steps whose loss counts, and the mean of these losses, L. */
	scored: number;
	/** Their mean loss, L, in `lossUnit`. */
	cost: number;
	/** Fraction of the state that a step keeps: 1 - C g. */
	keep: number;
	/** Latest step first. */
	rows: EchoWayRow[];
}

/** One step of an echo state network that reads a series or a sequence of a task. */
export interface EchoStepResult {
	/** Name of the run. */
	run: string;
	/** Number of updates behind these weights. */
	trained: number;
	/** What is read: the part, the file, or the task. */
	text: string;
	/** Always "esn". */
	cell: "esn";
	/** Always "leaky". */
	variant: "leaky";
	/** Number of units N. */
	units: number;
	/** Index of the step, from 0, and the number of steps of the sequence. */
	step: number;
	/** Number of steps of the sequence. */
	steps: number;
	/** Leak rate C; 1 for none. */
	leakRate: number;
	/** Spectral radius of W. */
	spectralRadius: number;
	/** Spectral radius of (1 - C g) I + C W. */
	effectiveRadius: number;
	/** Later steps whose losses are added to the loss. */
	ahead: number;
	/** Unit of the losses. */
	lossUnit: LossUnit;
	/** Loss of this step alone; null if it is not scored. */
	loss: number | null;
	/** The loss that is derived: sum of the losses of this step and the later ones. */
	cost: number;
	/** Symbol read; null if values are read. */
	symbol: number | null;
	/** Outputs after the step, or with the changed values. */
	outputs: EchoOutput[];
	/** Forward values in order of computation. */
	forward: StepNumbers[];
	/** Backward values in order of computation; none if values were changed. */
	backward: StepNumbers[];
	/** Values that were changed, as given. */
	set: string[];
	/** Where the number that was asked for comes from; null if none was. */
	why: StepReason | null;
	/** The way back; null if it was not asked for. */
	way: EchoWayBack | null;
	/** File of the figure; null for none. */
	svg: string | null;
}
