/**
 * What a checkpoint of an echo state network holds: reservoir, readout and regression as named tensors, and the last
 * fit of the readout.
 */
import type { LeastSquares } from "../../algebra/leastSquares.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { StartedReservoir } from "../../remedies/drawReservoir.ts";
import type { NamedTensor, Snapshot } from "../snapshot.ts";
import type { EchoState } from "./echoState.ts";

// N units, V outputs, M inputs of the readout, K = M + V

export interface EchoFit {
	/** Condition number of the rows learned from, with the ridge. */
	condition: number;
	/** Number of training steps. */
	rows: number;
	/** Ridge parameter lambda, given or selected. */
	ridge: number;
	/** Root mean squared error of the readout over them, [V]: of values, or of classes and yes or no as 0 and 1. */
	rmse: number[];
	/** Factor from outputs to logits; 1 for a regression. */
	beta: number;
}

/** Returns the drawn weights, as views. */
export function reservoirTensors({ w_in, w, b }: StartedReservoir): NamedTensor[] {
	const N = b.length;
	return [
		{ name: "reservoir.w_in", shape: [N, w_in.length / N], data: w_in },
		{ name: "reservoir.w", shape: [N, N], data: w },
		{ name: "reservoir.b", shape: [N], data: b },
	];
}

/** Returns all that stays between two sequences, as views: the drawn weights, the readout, the regression so far. */
export function echoTensors(
	start: StartedReservoir,
	{ readout, inputs: M, outputs: V }: EchoState,
	squares: LeastSquares,
): NamedTensor[] {
	const { r, block, residual } = squares.tensors;
	const K = M + V;
	return [
		...reservoirTensors(start),
		{ name: "readout", shape: [V, M], data: readout },
		{ name: "squares.r", shape: [M, K], data: r },
		{ name: "squares.block", shape: [block.length / K, K], data: block },
		{ name: "squares.residual", shape: [V], data: residual },
	];
}

/** Returns a reservoir of zeros with the snapshot's spectral radius, for its tensors to be put into. */
export function emptyReservoir(snapshot: Snapshot, N: number, width: number): StartedReservoir {
	const zeros = (length: number) => new Float64Array(length);
	return {
		w_in: zeros(N * width),
		w: zeros(N * N),
		b: zeros(N),
		effectiveRadius: numberOf(snapshot, "effectiveRadius"),
	};
}

function numberOf({ state }: Snapshot, key: string): number {
	const value = state[key];
	if (typeof value === "number" && Number.isFinite(value)) return value;
	throw fail("E_SNAPSHOT", { what: key, why: { reason: "number", got: shown(value) } });
}

/** @param V outputs, each with its error. @throws E_SNAPSHOT. */
export function readFit(json: Snapshot["state"][string] | undefined, V: number): EchoFit {
	const { condition, rows, ridge, rmse, beta } = (json ?? {}) as Partial<Record<keyof EchoFit, unknown>>;
	const whole = [condition, rows, ridge, beta].every((x) => typeof x === "number");
	if (whole && Array.isArray(rmse) && rmse.length === V && rmse.every((x) => typeof x === "number")) {
		return { condition, rows, ridge, rmse, beta } as EchoFit;
	}
	throw fail("E_SNAPSHOT", {
		what: "fitted",
		why: { reason: "type", types: ["object"], keys: ["condition", "rows", "ridge", "rmse", "beta"], got: shown(json) },
	});
}
