/**
 * One step of an echo state network with some of its values changed, and everything later in it computed again. A number
 * that no change reaches keeps the bits of the explained step.
 */
import { fail } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import type { StepValue } from "../stepValues.ts";
import { echoEquations, type Vectors } from "./echoEquations.ts";
import type { EchoModel } from "./echoModel.ts";
import type { EchoStep } from "./explainEcho.ts";

/** A number of a step, and what it becomes. */
export interface EchoChange {
	/** Name of the value: "C", "tanh_a", "x". */
	name: string;
	index: number;
	value: number;
}

/** Values that can be changed: all but the target and the outputs, which nothing of the step comes after. */
const changeable = (step: EchoStep) => step.forward.filter(({ name }) => !/^(target|y|logits|wx|keep)$/.test(name));

/** Parses "l0.C.17=0.2" or "C.17=0.2". @throws E_HOOK_NAME, E_HOOK_UNIT, E_CLAMP. */
export function parseEchoChange(step: EchoStep, words: string): EchoChange {
	const [, unit, given] = /^(?:l0\.)?([^=]+)=(.+)$/.exec(words) ?? [];
	const [, name, digits] = /^(.+)\.(-?\d+)$/.exec(unit ?? "") ?? [];
	const value = Number(given);
	if (unit === undefined || name === undefined || given!.trim() === "" || !Number.isFinite(value))
		throw fail("E_CLAMP", { clamp: words });
	const known = changeable(step);
	const found = known.find((one) => one.name === name);
	if (!found) {
		const names = known.map((one) => one.name);
		const where = { model: "this echo state network", known: names.join(", ") };
		throw fail("E_HOOK_NAME", { name, ...where, suggestion: nearest(name, names) });
	}
	const index = Number(digits);
	if (!(index >= 0 && index < found.values.length))
		throw fail("E_HOOK_UNIT", { unit, name, index: digits!, last: found.values.length - 1 });
	return { name, index, value };
}

/** Returns the forward values of the step with the changes. */
export function changedEcho(model: EchoModel, step: EchoStep, changes: readonly EchoChange[]): StepValue[] {
	const found: Vectors = new Map(step.forward.map(({ name, values }) => [name, values.slice()]));
	/** Numbers that differ, by the name of the value. */
	const differ = new Map<string, Set<number>>();
	const mark = (name: string, k: number) => differ.set(name, (differ.get(name) ?? new Set()).add(k));
	const hold = (of: string) => {
		for (const { name, index, value } of changes) {
			if (name !== of) continue;
			found.get(name)![index] = value;
			mark(name, index);
		}
	};
	const equations = echoEquations(model);
	const computed = new Set(equations.map(({ name }) => name));
	for (const { name } of step.forward) if (!computed.has(name)) hold(name);
	for (const { name, own, whole, size, of } of equations) {
		const all = whole.some((one) => differ.has(one));
		for (let k = 0; k < size; k++) {
			if (!all && !own.some((one) => differ.get(one)?.has(k))) continue;
			found.get(name)![k] = of(found, k);
			mark(name, k);
		}
		hold(name);
	}
	return step.forward.map(({ name, text }) => ({ name, text, values: found.get(name)! }));
}
