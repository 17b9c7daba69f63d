/** The subject of a trial: its data, and the network that its options describe. */
import type { Engine } from "../../kernels/kernels.ts";
import type { EchoOptions } from "../../training/echo/echoOptions.ts";
import { EchoSubject } from "../../training/echo/echoSubject.ts";
import { EchoTrainer } from "../../training/echo/echoTrainer.ts";
import { type GivenOptions, parseOptions } from "../../training/options/options.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import type { Subject } from "../../training/subject.ts";
import { TaskSubject } from "../../training/task/taskSubject.ts";
import { TaskTrainer } from "../../training/task/taskTrainer.ts";
import { TextSubject } from "../../training/text/textSubject.ts";
import { Trainer } from "../../training/trainer.ts";
import type { OpenTrial, Options } from "./trialData.ts";

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

function onText(engine: Engine, { corpus }: Extract<OpenTrial, { kind: "text" }>, options: Options): TextSubject {
	const { parts, vocabulary } = corpus;
	return new TextSubject(
		new Trainer(engine, parts.train, vocabulary.size, parseOptions(options as GivenOptions, "compare")),
		corpus,
	);
}

function onTask(engine: Engine, { task, valid }: Extract<OpenTrial, { kind: "task" }>, options: Options): TaskSubject {
	const trainer = new TaskTrainer(engine, task, parseTaskOptions(options as GivenOptions, task, "compare"));
	return new TaskSubject(trainer, { title: task.name, valid });
}
