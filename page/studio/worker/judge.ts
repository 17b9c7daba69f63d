/**
 * Says what a training would refuse, before anything is trained: by the trainer's own parsers, on the data themselves.
 * Memory is not asked for, so what does not fit in it is refused later.
 */
import { openSeries } from "../../../src/browser/seriesInPage.ts";
import type { TrainRequest } from "../../../src/browser/trainInPage.ts";
import { tensorsOf } from "../../../src/cells/layout.ts";
import { openCorpus } from "../../../src/data/corpus.ts";
import { Lanes } from "../../../src/data/lanes.ts";
import { bytesSource } from "../../../src/data/source.ts";
import { DEFAULT_SPLIT } from "../../../src/data/split.ts";
import { taskNamed } from "../../../src/data/tasks/registry.ts";
import type { Task } from "../../../src/data/tasks/task.ts";
import { fail, type SluiceError } from "../../../src/errors/index.ts";
import { selectTensors } from "../../../src/remedies/penalties.ts";
import { parseStart } from "../../../src/remedies/starts.ts";
import { parseEchoOptions } from "../../../src/training/echo/parseEchoOptions.ts";
import {
	type CommonOptions,
	type GivenOptions,
	modelOf,
	OPTION_NAMES,
	parseOptions,
} from "../../../src/training/options/options.ts";
import { parseTaskOptions } from "../../../src/training/options/taskOptions.ts";
import { taskModel } from "../../../src/training/task/taskTrainer.ts";

const WHERE = "train";

/** @throws what a training with these options would throw before its first update. */
export async function judge(data: TrainRequest["data"], options: GivenOptions): Promise<void> {
	if ("text" in data) {
		const { text, unit = "codepoint", split = DEFAULT_SPLIT, lossy = false } = data;
		const parsed = parseOptions(options, WHERE);
		const bytes = new TextEncoder().encode(text as string);
		const { parts, vocabulary } = await openCorpus(bytesSource("text", bytes), { unit, split, lossy });
		if (options.cell !== "esn") judgeModel(parsed, modelOf(parsed, vocabulary.size));
		return new Lanes(parts.train, parsed.batch).check(parsed.k1);
	}
	const task = "task" in data ? named(data) : openSeries(data).train;
	if (options.cell === "esn") return void parseEchoOptions(options, task, WHERE);
	const parsed = parseTaskOptions(options, task, WHERE);
	judgeModel(parsed, taskModel(parsed, task));
	if (parsed.epochs === undefined || task.inOrder) return;
	const why = { reason: "endless", data: task.name, use: ["steps", "minutes"] } as const;
	throw fail("E_OPTION", { option: "epochs", why, where: WHERE });
}

const named = ({ task, taskOptions }: Extract<TrainRequest["data"], { task: unknown }>): Task =>
	typeof task === "string" ? taskNamed(task, taskOptions ?? {}) : task;

/** What is parsed only where the weights are made. */
function judgeModel({ init, penalize }: CommonOptions, spec: Parameters<typeof tensorsOf>[0]): void {
	parseStart(init, WHERE);
	if (penalize !== undefined) selectTensors(tensorsOf(spec), penalize, WHERE);
}

/** A value that no option takes, so that each parser says whether it has the option at all. */
const NOTHING = { toString: () => "" } as never;

/** Names of the options that a training of this cell on these data does not have. */
export function foreignTo(data: TrainRequest["data"], cell: string): string[] {
	const parse = (options: GivenOptions) => {
		if ("text" in data) return parseOptions(options, WHERE);
		const task = "task" in data ? named(data) : openSeries(data).train;
		return cell === "esn" ? parseEchoOptions(options, task, WHERE) : parseTaskOptions(options, task, WHERE);
	};
	return OPTION_NAMES.filter((name) => {
		if (name === "cell") return false;
		try {
			parse({ cell: cell as "lstm", [name]: NOTHING });
		} catch (error) {
			const { option, why } = ((error as SluiceError).params ?? {}) as { option?: string; why?: { reason: string } };
			return option === name && (why?.reason === "onlyFor" || why?.reason === "echo");
		}
		return false;
	});
}
