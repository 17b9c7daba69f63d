import type { PartName } from "../../../data/corpus.ts";
import type { Task } from "../../../data/tasks/task.ts";
import type { Lang } from "../../../errors/define.ts";
import type { EngineRequest } from "../../machine/engines.ts";
import type { CheckpointChoice } from "../../models/textModel.ts";

export interface DiagnoseRequest extends EngineRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** Weights to examine. Default: best. */
	checkpoint?: CheckpointChoice;
	/**
	 * For a run on text: other texts, read whole. For a run on a series: one other file with the same columns. Default:
	 * `part` of the run's own data.
	 */
	texts?: string[];
	/** A program's own task, if the run was trained on one. Another than that is refused (E_TASK_CHANGED). Default: none. */
	task?: Task;
	/** Part of the run's own text, series or finite task data. Default: valid. */
	part?: PartName;
	/**
	 * Largest lag K; less if the text, or half of the sequences, are shorter. Range: 1 to 100000. Default: 200 for a text, 1000
	 * for a task.
	 */
	lags?: number;
	/** Number of sequences for the curves; fewer if they would take more than half a GiB. Range: 1 to 1000. Default: 16. */
	sequences?: number;
	/** Sequence length for a run on a task or a series, L or A..B. Default: the longest length used in training. */
	length?: string | number;
	/** SVG file for the figures. An existing file is replaced atomically. Default: none. */
	svg?: string;
	/** Language of the figures. Default: "en". */
	lang?: Lang;
}
