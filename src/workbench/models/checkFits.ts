/** Compares a checkpoint with the options of its run, before memory is taken for the model that they describe. */
import { tensorsOf } from "../../cells/layout.ts";
import { checkShapes } from "../../cells/weights.ts";
import { type CommonOptions, modelOf } from "../../training/options/options.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import { taskModel } from "../../training/task/taskTrainer.ts";
import type { RunConfig } from "../runs/config.ts";
import { vocabularyOf } from "../runs/documents.ts";
import type { Run } from "../runs/runStore.ts";

/** @throws E_SHAPE if the model of these options has other tensors than the checkpoint. */
export function checkFits(run: Run<RunConfig>, options: CommonOptions, { tensors }: Snapshot): void {
	const { config } = run;
	const spec = config.data
		? taskModel({ ...options, length: "1" }, config.shape)
		: modelOf(options, vocabularyOf(run.readVocabulary(), run.folder).size);
	checkShapes(tensorsOf(spec), tensors);
}
