/** Request for the curves of runs, and the result. */
import type { AttentionName } from "../../../cells/layout.ts";
import type { Lang } from "../../../errors/define.ts";
import type { LossUnit } from "../../../training/task/lossUnit.ts";
import type { RunState } from "../../runs/runStore.ts";
import type { LoggedCurves } from "./logged.ts";

export interface CurvesRequest {
	/** Names or folders of one to twelve runs. */
	names: readonly string[];
	/** Folder of runs. Default: "runs". */
	runs?: string | undefined;
	/** File for the figure, as SVG. Default: none. */
	svg?: string | undefined;
	/** File for a table with one line for each run and step, as CSV. Default: none. */
	csv?: string | undefined;
	/** Folder for TensorBoard, one folder in it for each run. It is made if missing. Default: none. */
	tensorboard?: string | undefined;
	/** Language of the figure. Default: "en". */
	lang?: Lang | undefined;
}

/** What a run logged while it trained. A loss is in `lossUnit`. */
export interface RunCurves extends LoggedCurves {
	/** Name of the run. */
	run: string;
	/** The run's folder. */
	folder: string;
	/** State of the run. */
	state: RunState;
	/** Cell, layers and units: "lstm 2x128". */
	model: string;
	/** Task or series with its options; null for a run on text. */
	task: string | null;
	/** Present for a run on a program's own task, which only that program can open. */
	own?: true;
	/** Present for an encoder-decoder, which not every command reads: its attention. */
	attention?: AttentionName;
	/** Unit of the losses. */
	lossUnit: LossUnit;
	/** The validation with the lowest loss; null without validations. */
	best: { step: number; loss: number } | null;
}

export interface CurvesResult {
	/** The curves of each run, in the order of `names`. */
	curves: RunCurves[];
	/** Files and folders that were written; null for those not asked for. */
	svg: string | null;
	/** Path of the table. */
	csv: string | null;
	/** Paths of the event files. */
	tensorboard: string[] | null;
}
