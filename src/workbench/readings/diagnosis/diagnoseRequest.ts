import type { PartName } from "../../../data/corpus.ts";
import type { EngineRequest } from "../../machine/engines.ts";
import type { CheckpointChoice } from "../../models/textModel.ts";

export interface DiagnoseRequest extends EngineRequest {
	/** Name or folder. */
	run: string;
	/** Folder of runs. Default ./runs. */
	runs?: string;
	/** Default best. */
	checkpoint?: CheckpointChoice;
	/**
	 * Of a run on text: other texts, read whole; of a run on a series: one other file with its columns. Without them,
	 * `part` of the run's own.
	 */
	texts?: string[];
	/** Of a text, or of a task over data that ends. Default valid. */
	part?: PartName;
	/**
	 * Largest lag K, 1 to 100000; less where the text, or half of the sequences, are shorter. Default 200 of a text, 1000
	 * of a task.
	 */
	lags?: number;
	/** Sequences of the curves, 1 to 1000; fewer where they would take more than half a GiB. Default 16. */
	sequences?: number;
	/** Of a run on a task or a series: length of the sequences, L or A..B. Default: the longest of the run's own. */
	length?: string | number;
	/** File to draw the figures into; one that is there is replaced, whole or not at all. */
	svg?: string;
}
