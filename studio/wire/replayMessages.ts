/** What the page and its server say to each other of a replayed update: its numbers, and its values in blocks. */
import type { Json } from "../wire.ts";

/** POST /api/runs/:id/replay */
export interface ReplayRequest {
	update: number;
}
/** Answers POST /api/runs/:id/replay: what `sluice replay RUN --update N --json` prints. */
export interface ReplayAnswer {
	update: number;
	/** Updates behind the checkpoint that it was computed from. */
	from: number;
	loss: number | null;
	lossUnit: string;
	gradNorm: number | null;
	lr: number | null;
	clipped: boolean;
	clipScale: number;
	weightsSha256: string;
	build: string;
	runBuild: string;
	tensors: {
		name: string;
		shape: number[];
		norm: number;
		largest: { index: number[]; value: number };
		clippedShare: number;
	}[];
	/** log10 of the norms by step, "-Infinity" for 0; thinned beyond 4,000 steps. */
	layers: { log10Dh: (number | string)[]; log10Dc?: (number | string)[] }[];
	logged: { lines: number; differs: { update: number; field: string; got: Json; logged: Json } | null };
	divergence?: { tensor: string; index: number; value: Json };
}
/**
 * POST /api/runs/:id/replay/block: values of an update as blocks of at most 1 MB: the sequences of its batch from `lane`
 * on, or one quantity of one layer and sequence, from `step` and `unit` on.
 */
export interface BlockRequest {
	update: number;
	/** "batch", a state "h" or "c", or the letter of a gate. */
	of: string;
	lane?: number;
	layer?: number;
	step?: number;
	unit?: number;
}
export interface BatchBlock {
	/** Size of the whole batch. */
	steps: number;
	lanes: number;
	from: number;
	shown: BatchLane[];
}
/** One sequence by step: what was read, what was to be predicted, and the loss of that; null where nothing is scored. */
export interface BatchLane {
	inputs: string[];
	/** Absent if it is the next input, as in a text. */
	targets?: (string | null)[];
	losses: (number | null)[];
}
export interface StateBlock {
	/** Size of the whole, and letters of what can be asked for. */
	steps: number;
	units: number;
	quantities: string[];
	/** Where the block begins, and its size. */
	step: number;
	unit: number;
	shape: [units: number, steps: number];
	/** float32, little-endian, as base64; steps move fastest. */
	values: string;
}
