/** Encoder-decoders on a task, out and in: the task that a file names, and the config of a run made from it. */
import type { ModelSpec } from "../../cells/layout.ts";
import { taskNamed, taskOptions } from "../../data/tasks/registry.ts";
import { fail } from "../../errors/index.ts";
import type { PortableModel } from "../../interop/portable.ts";
import { cellOptions } from "../../training/options/options.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import { taskModel } from "../../training/task/taskTrainer.ts";
import { task, taskTitle } from "../datasets/taskData.ts";
import type { RunConfig, TaskConfig } from "../runs/config.ts";

/** Returns the model and the task of a run's encoder-decoder; undefined for a run on something else. */
export function pairTaskOf(config: RunConfig): { spec: ModelSpec; task: string } | undefined {
	if (config.data?.kind !== "task") return undefined;
	const { options, data, shape } = config as TaskConfig;
	if (!options.attention) return undefined;
	return { spec: taskModel(options, shape), task: taskTitle(data as typeof data & { kind: "task" }) };
}

/**
 * Returns what the config of a run has of an encoder-decoder from a file.
 * @throws E_IMPORT without a task of questions and answers whose symbols are those of the model; E_TASK, E_OPTION for the
 * task's name and options; E_IMPORT_VOCABULARY if symbols are given.
 */
export function pairConfig(
	{ spec, task: title }: PortableModel,
	{ file: where, vocabulary, unit }: { file: string; vocabulary?: string; unit?: string },
): Pick<TaskConfig, "data" | "shape" | "options"> {
	if (vocabulary !== undefined || unit !== undefined) throw fail("E_IMPORT_VOCABULARY", { where, why: "task" });
	if (title === undefined) throw fail("E_IMPORT", { where, why: "task" });
	const data = task(title);
	const one = taskOptions(data.name).data.length > 0 ? undefined : taskNamed(data.name, data.options);
	const got = `${title}${one ? `, ${one.inputs} -> ${one.outputs}` : ""}`;
	const wanted = `${spec.symbols} -> ${spec.outputs ?? spec.symbols}`;
	if (!one?.questions || `${one.inputs} -> ${one.outputs}` !== wanted)
		throw fail("E_IMPORT", { where, why: "task", got, wanted });
	const { inputs, outputs, input, head } = one;
	const { hidden, attention, attentionUnits } = spec;
	const given = {
		...cellOptions(spec),
		...{ model: "encoder-decoder" as const, hidden, layers: 1, attention },
		...(attentionUnits !== undefined && { attentionUnits }),
	};
	return { data, shape: { inputs, outputs, input, head }, options: parseTaskOptions(given, one, where) };
}
