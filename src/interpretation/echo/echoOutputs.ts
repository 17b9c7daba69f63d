/** The outputs of a step as a reader compares them with the target: in the unit of the column, or as probabilities. */
import type { EchoModel } from "./echoModel.ts";

// V outputs

/** What turns the outputs of step t into another unit: `base[t,v] + unit[v] * y`. */
export interface OutputUnits {
	base?: ArrayLike<number>; // [T,V]
	unit?: readonly number[]; // [V]
}

/**
 * Returns the outputs of a regression in their unit, the probabilities of classes, or the probability of each yes. [V]
 * @param y outputs of step t, or its targets
 */
export function outputsShown({ head, beta }: EchoModel, y: ArrayLike<number>, t: number, units: OutputUnits): number[] {
	const V = y.length;
	const all = Array.from(y);
	if (head === "binary") return all.map((one) => 1 / (1 + Math.exp(-beta * (one - 0.5))));
	if (head === "regression")
		return all.map((one, v) => (units.unit ? units.base![t * V + v]! + units.unit[v]! * one : one));
	const most = Math.max(...all);
	const parts = all.map((one) => Math.exp(beta * (one - most)));
	const sum = parts.reduce((a, b) => a + b, 0);
	return parts.map((one) => one / sum);
}

/** Returns the targets in the same unit: values, or 1 at the class and for yes; null where there is none. [V] */
export function targetsShown(model: EchoModel, d: ArrayLike<number>, t: number, units: OutputUnits): (number | null)[] {
	const shown = model.head === "regression" ? outputsShown(model, d, t, units) : Array.from(d);
	return shown.map((one) => (Number.isNaN(one) ? null : one));
}
