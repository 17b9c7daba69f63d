/**
 * Diagnoses an echo state network: how its reservoir responds to a change, its memory, and the state of its readout.
 */

import { join } from "node:path";
import { Reservoir } from "../../../cells/esn.ts";
import type { Task } from "../../../data/tasks/task.ts";
import { examineReservoir } from "../../../diagnosis/examineReservoir.ts";
import { fail } from "../../../errors/index.ts";
import { RandomStream } from "../../../kernels/random.ts";
import { inputsOf } from "../../../training/echo/echoDrive.ts";
import { echoReport } from "../../../training/echo/echoReport.ts";
import type { EchoTrainer } from "../../../training/echo/echoTrainer.ts";
import { memoryCapacity } from "../../../training/echo/memoryCapacity.ts";
import { partOf } from "../../datasets/dataParts.ts";
import { openData, sourceOf, titleOf, withTask } from "../../datasets/dataSpec.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import { stopwatch } from "../../machine/clock.ts";
import { openEngine } from "../../machine/engines.ts";
import { turn } from "../../machine/turns.ts";
import { openNetwork } from "../../models/openNetwork.ts";
import { loadCheckpoint, type ModelHooks } from "../../models/textModel.ts";
import type { EchoConfig } from "../../runs/config.ts";
import type { Run } from "../../runs/runStore.ts";
import { echoSvg } from "./diagnoseEchoFigure.ts";
import type { DiagnoseRequest } from "./diagnoseRequest.ts";
import { lyapunovNats } from "./diagnosisReport.ts";
import type { EchoDiagnosis } from "./echoDiagnosis.ts";

/** Budget for the exponents: steps times N^2, in multiply-adds of W with one direction. */
const WORK = 2.5e8;
const MEMORY_UNITS = 1500;
const DELAYS = 200;

/** Diagnoses a run, driven by a part of its series (default valid) or by a fresh sequence of its task. */
export async function diagnoseEchoRun(
	run: Run<EchoConfig>,
	{ texts, task: own, lags, svg, length, sequences, part, checkpoint = "best", lang, ...machine }: DiagnoseRequest,
	hooks: ModelHooks & { onProgress?(done: number, total: number): void },
): Promise<EchoDiagnosis> {
	for (const [option, value] of Object.entries({ texts, lags, length, sequences })) {
		if (value === undefined) continue;
		throw fail("E_OPTION", { option, why: { reason: "onlyFor", kinds: ["gradient"], not: "echo" }, where: "diagnose" });
	}
	const clock = stopwatch();
	const file = svg === undefined ? undefined : placeFor(realDisk, svg, "diagnosis.svg");
	const data = await openData(withTask(run.config.data, own, "diagnose"));
	const task = partOf(data, part);
	const { snapshot, step } = loadCheckpoint(run, checkpoint, hooks.onNotice ?? (() => {}));
	const engine = openEngine({ engine: machine.engine, threads: machine.threads });
	try {
		const { echo } = await openNetwork(engine, run.config, data.parts.train, snapshot);
		const found = await diagnoseEcho(echo!, task, async (done, total) => {
			hooks.signal?.throwIfAborted();
			hooks.onProgress?.(done, total);
			await turn();
		});
		const of = task.inOrder ? (part ?? "valid") : titleOf(data.spec);
		const result: EchoDiagnosis = {
			...{ run: run.name, step, of, source: sourceOf(data.spec) },
			...found,
			...{ svg: file ? join(file.parent, file.name) : null, seconds: clock() },
		};
		if (file) replaceFile(realDisk, file.parent, file.name, Buffer.from(await echoSvg(result, lang)));
		return result;
	} finally {
		engine.close();
	}
}

/** @param task task whose inputs drive the reservoir. */
export async function diagnoseEcho(
	trainer: EchoTrainer,
	task: Task,
	onProgress: (done: number, total: number) => void | Promise<void> = () => {},
): Promise<Omit<EchoDiagnosis, "run" | "step" | "of" | "source" | "svg" | "seconds">> {
	const { engine, options, start, network } = trainer;
	const { hidden: N, spectralRadius, inputScale } = options;
	await onProgress(0, 3);
	const random = new RandomStream(options.seed, "diagnosis");
	const batch = task.whole?.() ?? task.draw(random, { batch: 1, length: trainer.lengths[1] });
	const steps = Math.min(batch.T, Math.max(100, Math.floor(WORK / (N * N))));
	const drive = { inputs: inputsOf(task, batch), steps };
	const { feedback, gain } = network.reservoir.spec;
	const before = feedback > 0 ? { before: late(trainer.outputs(batch), feedback) } : {};
	const found = examineReservoir(network.reservoir, start.w, { ...drive, ...before }, { spectralRadius, inputScale });
	await onProgress(1, 3);
	const single = Float64Array.from({ length: N }, (_, j) => start.w_in[(j * start.w_in.length) / N]!);
	const weights = { w_in: single, w: start.w, b: start.b };
	const memory =
		N > MEMORY_UNITS
			? null
			: memoryOf(new Reservoir(engine, { units: N, inputs: 1, feedback: 0, gain }, weights), task);
	await onProgress(3, 3);
	const { lyapunov, echo, saturated, singular, eigenvalues, change, activation, largestSingular, findings } = found;
	return {
		...{ model: { cell: "esn", hidden: N }, echo: echoReport(trainer), findings, steps: found.steps, largestSingular },
		lyapunovNats: Array.from(lyapunov, lyapunovNats),
		...{
			echoSteps: echo,
			saturated,
			...(singular && { singular: [...singular], eigenvalues }),
			change,
			activation,
			memory,
		},
	};
}

/** Memory capacity for inputs of standard deviation 1, or for a symbol that is present or absent. */
function memoryOf(reservoir: Reservoir, { input }: Task): EchoDiagnosis["memory"] {
	const { units: N } = reservoir.spec;
	const delays = Math.min(2 * N, DELAYS);
	const steps = Math.max(1000, Math.min(10 * N, 5000));
	const amplitude = input === "values" ? Math.sqrt(3) : 0.5;
	const { total, byDelay } = memoryCapacity(reservoir, new RandomStream(1, "memory"), {
		delays,
		steps,
		amplitude,
		ridge: 1e-9,
	});
	reservoir.free();
	return { total, byDelay: [...byDelay] };
}

/** Each step's output at the next step. [T,V] */
function late(outputs: Float64Array, V: number): Float64Array {
	const shifted = new Float64Array(outputs.length);
	shifted.set(outputs.subarray(0, outputs.length - V), V);
	return shifted;
}
