/** Trains an echo state network in a page. It is loaded when one is asked for: most pages train by the gradient. */
import type { Task } from "../data/tasks/task.ts";
import type { Engine } from "../kernels/kernels.ts";
import { type EchoRunRequest, runEcho } from "../training/echo/echoRun.ts";
import { EchoSubject } from "../training/echo/echoSubject.ts";
import { EchoTrainer } from "../training/echo/echoTrainer.ts";
import { parseEchoOptions } from "../training/echo/parseEchoOptions.ts";
import { inTurns } from "../training/host.ts";
import type { GivenOptions } from "../training/options/options.ts";
import type { TaskResult } from "../training/run/events.ts";
import type { Snapshot } from "../training/snapshot.ts";
import type { TaskData } from "../training/task/taskSubject.ts";

export interface EchoCall extends Pick<EchoRunRequest, "keeper" | "host" | "onEvent" | "signal"> {
	engine: Engine;
	/** The training part. */
	task: Task;
	/** The rest of the data. */
	data: TaskData;
	options: GivenOptions;
	from: Snapshot | undefined;
}

export async function trainEcho({ engine, task, data, options, from, ...shared }: EchoCall): Promise<TaskResult> {
	const { host, signal } = shared;
	const parsed = parseEchoOptions(options, task, "options");
	const start = from ? undefined : await inTurns(EchoTrainer.drawn(task, parsed), host, { signal });
	const subject = new EchoSubject(new EchoTrainer(engine, task, parsed, from, start), data);
	const { seconds: before = 0 } = (from?.state.progress ?? {}) as { seconds?: number };
	return runEcho({ ...shared, subject, before });
}
