/** A run on a task of questions and answers: trains as taskRun.ts does, then measures its gradient by lag in float64. */
import { taskNamed } from "../../data/tasks/registry.ts";
import type { Json } from "../../training/json.ts";
import type { JobHost } from "../jobs/job.ts";
import { type LagCurves, questionLags } from "./attentionLags.ts";
import { type TaskRunRequest, type TaskRunResult, trainOnTask } from "./taskRun.ts";

// type aliases because an interface is not assignable to Json
export type AttentionRunRequest = TaskRunRequest & {
	/** Symbols of the questions whose gradient is measured. */
	lagLength: number;
	/** Sequences whose mean it is. */
	lagSequences: number;
};

export type AttentionRunResult = TaskRunResult & { lags: LagCurves };

export async function attentionRun(given: Json, host: JobHost): Promise<AttentionRunResult> {
	const { lagLength: length, lagSequences: sequences, ...request } = given as AttentionRunRequest;
	const task = taskNamed(request.task, request.taskOptions ?? {});
	const { run, measured: lags } = await trainOnTask(request, host, ({ weights }) => {
		const tensors = weights.specs.map(({ name, shape }) => ({ name, shape, data: weights.tensor(name) }));
		return questionLags({ task, options: request.options, length, sequences, tensors });
	});
	return { ...run, lags };
}
