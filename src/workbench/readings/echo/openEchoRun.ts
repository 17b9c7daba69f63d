/** Opens a run of an echo state network on a task or a series: its network, and the sequence of its data that is asked for. */
import { fail } from "../../../errors/index.ts";
import type { Engine } from "../../../kernels/kernels.ts";
import { type EchoReading, echoReading, type ReadSequence, readSequence } from "../../../training/echo/echoReading.ts";
import type { EchoTrainer } from "../../../training/echo/echoTrainer.ts";
import { otherFile, partOf } from "../../datasets/dataParts.ts";
import { openData, titleOf } from "../../datasets/dataSpec.ts";
import type { TaskPart } from "../../datasets/taskData.ts";
import { openNetwork } from "../../models/openNetwork.ts";
import { type CheckpointChoice, loadCheckpoint, type ModelHooks } from "../../models/textModel.ts";
import type { EchoConfig } from "../../runs/config.ts";
import type { Run } from "../../runs/runStore.ts";

/** What of the run's data is read: a part, or another file with the columns of its series. */
export interface EchoChoice {
	checkpoint?: CheckpointChoice;
	texts?: string[];
	part?: TaskPart;
}

export interface OpenedEcho extends EchoReading {
	/** Updates behind the network. */
	step: number;
	trainer: EchoTrainer;
	/** What is read: the part, the file, or the task. */
	title: string;
	sequence: ReadSequence;
}

/** Most numbers of a sequence: 256 MiB in memory. */
const MOST_NUMBERS = 2 ** 25;

/** @throws E_OPTION for a part that the data lack; E_SIZE for a sequence that is too long. */
export async function openEchoRun(
	run: Run<EchoConfig>,
	engine: Engine,
	{ checkpoint = "best", texts, part }: EchoChoice,
	{ onNotice = () => {} }: ModelHooks,
): Promise<OpenedEcho> {
	const data = await openData(run.config.data);
	const other = texts && (await otherFile(data, texts, part, "trace"));
	const task = other?.all ?? partOf(data, part);
	const { snapshot, step } = loadCheckpoint(run, checkpoint, onNotice);
	const { echo: trainer } = await openNetwork(engine, run.config, data.parts.train, snapshot);
	const series = other ? other.series && { spec: data.series!.spec, series: other.series.series } : data.series;
	const sequence = readSequence(trainer!, task, series);
	const numbers = sequence.steps * (task.inputs + task.outputs);
	if (task.input === "values" && numbers > MOST_NUMBERS)
		throw fail("E_SIZE", { what: "sequence", got: numbers, min: 1, max: MOST_NUMBERS });
	const title = texts?.join(" ") ?? (task.inOrder ? (part ?? "valid") : titleOf(data.spec));
	return { ...echoReading(trainer!), step, trainer: trainer!, title, sequence };
}
