/** The subject of a trial: its data, and the network that its options describe. */
import type { Engine } from "../../kernels/kernels.ts";
import type { EchoOptions } from "../echo/echoOptions.ts";
import { EchoSubject } from "../echo/echoSubject.ts";
import { EchoTrainer } from "../echo/echoTrainer.ts";
import { type GivenOptions, parseOptions } from "../options/options.ts";
import { parseTaskOptions } from "../options/taskOptions.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Subject } from "../subject.ts";
import { TaskSubject } from "../task/taskSubject.ts";
import { TaskTrainer } from "../task/taskTrainer.ts";
import { TextSubject } from "../text/textSubject.ts";
import { Trainer } from "../trainer.ts";
import type { OpenTrial } from "./watched.ts";

export type Options = { [name: string]: string | number };

/** @param kept snapshot from an interrupted call. */
export async function trialSubject(
	engine: Engine,
	data: OpenTrial,
	options: Options,
	kept?: Snapshot,
): Promise<Subject> {
	if (data.kind === "task" && options.cell === "esn") {
		const { task, valid } = data;
		const trainer = new EchoTrainer(engine, task, options as unknown as EchoOptions, kept);
		return new EchoSubject(trainer, { title: task.name, valid });
	}
	const subject = data.kind === "text" ? onText(engine, data, options) : onTask(engine, data, options);
	if (kept) await subject.restore(kept);
	return subject;
}

function onText(engine: Engine, data: Extract<OpenTrial, { kind: "text" }>, options: Options): TextSubject {
	const { parts, vocabulary } = data.corpus;
	const parsed = parseOptions(options as GivenOptions, "compare");
	const trainer = new Trainer(engine, parts.train, vocabulary.size, parsed);
	trainer.onBatch = data.drew;
	return new TextSubject(trainer, data.corpus);
}

function onTask(engine: Engine, { task, valid }: Extract<OpenTrial, { kind: "task" }>, options: Options): TaskSubject {
	const trainer = new TaskTrainer(engine, task, parseTaskOptions(options as GivenOptions, task, "compare"));
	return new TaskSubject(trainer, { title: task.name, valid });
}
