/** Opens an echo state network on a task or a series: the files that a server gives, or the state of this page's training. */
import { browserHost } from "../../../../../src/browser/browserHost.ts";
import { openEngine } from "../../../../../src/browser/engine.ts";
import { openSeries } from "../../../../../src/browser/seriesInPage.ts";
import type { PartName } from "../../../../../src/data/corpus.ts";
import { taskNamed } from "../../../../../src/data/tasks/registry.ts";
import type { Task } from "../../../../../src/data/tasks/task.ts";
import { fail } from "../../../../../src/errors/index.ts";
import { notOneOf } from "../../../../../src/errors/request.ts";
import { EchoStates } from "../../../../../src/interpretation/echo/echoStates.ts";
import type { Engine } from "../../../../../src/kernels/kernels.ts";
import { readReservoir, readSequenceFile } from "../../../../../src/training/echo/echoFiles.ts";
import { echoReading, readSequence } from "../../../../../src/training/echo/echoReading.ts";
import { EchoTrainer } from "../../../../../src/training/echo/echoTrainer.ts";
import { parseEchoOptions } from "../../../../../src/training/echo/parseEchoOptions.ts";
import type { GivenOptions } from "../../../../../src/training/options/options.ts";
import type { Snapshot } from "../../../../../src/training/snapshot.ts";
import { WASM } from "../../../ownFiles.ts";
import type { PageData } from "../../messages.ts";
import type { ModelFacts } from "../modelFacts.ts";
import type { EchoFacts, OpenedEcho } from "./openedEcho.ts";

/** Where it comes from. */
export type EchoBytes =
	| { from: "echo files"; reservoir: ArrayBuffer; sequence: ArrayBuffer }
	| {
			from: "echo training";
			data: Exclude<PageData, { text: string }>;
			part: PartName;
			options: GivenOptions;
			snapshot: Snapshot;
	  };

export async function openEcho(given: EchoBytes): Promise<OpenedEcho> {
	const engine = await openEngine({ wasm: WASM, build: "plain", threads: 1 });
	const opened = given.from === "echo files" ? ofFiles(engine, given) : await ofTraining(engine, given);
	return { ...opened, states: new EchoStates(opened.model, opened.sequence) };
}

function ofFiles(engine: Engine, { reservoir, sequence }: Extract<EchoBytes, { from: "echo files" }>) {
	const reading = readReservoir(new Uint8Array(reservoir), "network", engine);
	return { ...reading, sequence: readSequenceFile(new Uint8Array(sequence), "sequence", reading.model) };
}

async function ofTraining(
	engine: Engine,
	{ data, part, options, snapshot }: Extract<EchoBytes, { from: "echo training" }>,
) {
	const { train, read, series } = dataOf(data, part);
	const trainer = new EchoTrainer(engine, train, parseEchoOptions(options, train, "options"), snapshot);
	if (!trainer.fitted) await trainer.solve();
	return { ...echoReading(trainer), sequence: readSequence(trainer, read, series) };
}

/** The training part, the one that is read, and the series that they are of. */
function dataOf(data: Exclude<PageData, { text: string }>, part: PartName) {
	if ("task" in data) {
		const task: Task = taskNamed(data.task, data.taskOptions ?? {});
		return { train: task, read: task };
	}
	const { train, data: rest } = openSeries(data);
	const series = rest.series!;
	const read = series.parts![part];
	if (!read)
		throw fail("E_OPTION", { option: "part", why: notOneOf(Object.keys(series.parts!), part), where: rest.title });
	return { train, read, series };
}

export async function echoFactsOf({ model, facts, sequence }: OpenedEcho): Promise<ModelFacts> {
	const { units, inputs, outputs, feedback, gain, head, input, readout, w_in, w, b } = model;
	const { steps, first, inputNames, outputNames } = sequence;
	const echo: EchoFacts = {
		...{ ...facts, gain, head, input, inputs, outputs, feedback, steps, first },
		...{ ...(inputNames && { inputNames }), ...(outputNames && { outputNames }) },
	};
	return {
		spec: { cell: "rnn", variant: "tanh", layers: 1, hidden: units, symbols: inputs, dropout: 0 },
		...{ unit: "byte", labels: Array.from({ length: inputs }, (_, d) => String(d)), symbols: steps },
		parameters: w_in.length + w.length + b.length + readout.length,
		...{ weightsSha256: await browserHost().sha256(readout), echo },
	};
}
