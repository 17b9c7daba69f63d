/** The eigenvalues of a run's recurrent matrix at a checkpoint, on whatever data it was trained. */
import type { CellSpec } from "../../../cells/layout.ts";
import { topSpectrum } from "../../../diagnosis/topSpectrum.ts";
import { checkRequest, checkWhole } from "../../../errors/request.ts";
import { parseConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun } from "../../runs/runStore.ts";

export interface RunSpectrumRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: "runs". */
	runs?: string | undefined;
	/** Update of the checkpoint. Range: 0 to 9007199254740991. */
	checkpoint: number;
}

export interface RunSpectrum {
	/** Update of the checkpoint. */
	step: number;
	/** Letter of the gate whose block of the top layer's W_hh it is; "" for a plain cell, which has one. */
	block: string;
	/** Largest modulus. */
	radius: number;
	/** Real parts. [H] */
	re: number[];
	/** Imaginary parts. [H] */
	im: number[];
}

/** Options that every run has; a reservoir on a task has one layer and no variant. */
type Shape = { cell: string | object; variant?: string; hidden: number; layers?: number };

/**
 * Computes the eigenvalues of the block that carries the state: the candidate's of an LSTM or GRU. null above 128 units, for a cell given by equations, and
 * for an echo state network that least squares has solved, whose W_hh is not trained.
 * @throws E_RUN_NAME, E_RUN_MISSING, E_CHECKPOINT_MISSING.
 */
export function runSpectrum(request: RunSpectrumRequest): RunSpectrum | null {
	checkRequest(request, "runSpectrum()", ["run", "runs", "checkpoint"]);
	checkWhole("checkpoint", request.checkpoint, { min: 0, max: Number.MAX_SAFE_INTEGER }, "runSpectrum");
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { cell, variant, hidden, layers = 1 } = run.config.options as Shape;
	if (typeof cell === "object") return null; // which block carries the state of equations is not known
	const { snapshot, step } = run.loadStep(request.checkpoint);
	const w_hh = snapshot.tensors.find(({ name }) => name === `weight_hh_l${layers - 1}`);
	const spec = (cell === "esn" ? { cell: "rnn", variant: "tanh" } : { cell, variant }) as CellSpec;
	const found = w_hh && topSpectrum({ ...spec, hidden }, w_hh.data);
	return found ? { step, block: found.block, radius: found.radius, re: [...found.re], im: [...found.im] } : null;
}
