/** A run of an echo state network, and the sequence that it reads, as files for programs that compute on their own. */

import { fail } from "../../../errors/index.ts";
import { checkRequest } from "../../../errors/request.ts";
import { writeReservoir, writeSequence } from "../../../training/echo/echoFiles.ts";
import type { TaskPart } from "../../datasets/taskData.ts";
import { openEngine } from "../../machine/engines.ts";
import type { CheckpointChoice } from "../../models/textModel.ts";
import { type EchoConfig, isEcho, onText, parseConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun, type Run } from "../../runs/runStore.ts";
import { type OpenedEcho, openEchoRun } from "./openEchoRun.ts";

export interface ReservoirRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string | undefined;
	/** Checkpoint. Default: best. */
	checkpoint?: CheckpointChoice;
}

export interface SequenceRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string | undefined;
	/** Part of a series whose targets are read; of an endless task only "valid". Default: valid. */
	part?: TaskPart;
}

/** A file as `sluice studio` serves it. */
export interface EchoFile {
	/** Name of the run. */
	run: string;
	/** Updates behind the network. */
	step: number;
	/** A safetensors file whose note names what is in it. */
	file: Uint8Array;
}

/** Reads the reservoir and the readout of a run. @throws E_RUN_TASK, E_OPTION for a run of another network. */
export async function readReservoir(request: ReservoirRequest): Promise<EchoFile> {
	checkRequest(request, "readReservoir()", ["run", "runs", "checkpoint"]);
	return opened(request, writeReservoir);
}

/** Reads the sequence that `explain()` steps through. @throws E_RUN_TASK, E_OPTION for a part that the data lack. */
export async function readSequence({ part = "valid", ...request }: SequenceRequest): Promise<EchoFile> {
	checkRequest({ part, ...request }, "readSequence()", ["run", "runs", "part"]);
	return opened({ ...request, ...(part !== "valid" && { part }) }, ({ sequence }) => writeSequence(sequence));
}

async function opened(
	{ run: name, runs = DEFAULT_RUNS, ...choice }: ReservoirRequest & SequenceRequest,
	write: (found: OpenedEcho) => Uint8Array,
): Promise<EchoFile> {
	const run = openRun(name, runs, { validate: parseConfig });
	if (!isEcho(run.config)) {
		const { config } = run;
		if (config.data) onText(run); // says what the run was trained on
		throw fail("E_OPTION", {
			option: "run",
			why: { reason: "onlyFor", kinds: ["echo"], not: "text" },
			where: run.name,
		});
	}
	const engine = openEngine({ engine: "reference" });
	try {
		const found = await openEchoRun(run as Run<EchoConfig>, engine, choice, {});
		return { run: run.name, step: found.step, file: write(found) };
	} finally {
		engine.close();
	}
}
