/**
 * L1 and L2 penalties on chosen tensors: L += l1 sum |w| + l2 / 2 sum w^2. Their gradients are added before clipping.
 *
 * The half makes l2 the factor of w in the gradient, like weightDecay. But weightDecay applies to every parameter, is
 * added after clipping, and is not part of the reported loss.
 */
import type { TensorSpec } from "../cells/layout.ts";
import type { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import { notOneOf } from "../errors/request.ts";

export interface PenaltyOptions {
	/** Factor of sum |w|, 0 or more. */
	l1: number;
	/** Factor of sum w^2 / 2, 0 or more. */
	l2: number;
	/** Names of the tensors, as returned by selectTensors. */
	tensors: readonly string[];
}

/** Groups of weight matrices. No group contains biases; they may be named. */
const GROUPS: Readonly<Record<string, RegExp>> = {
	recurrent: /^(encoder\.|decoder\.)?weight_(hh|peephole)_l\d+$/,
	input: /^(encoder\.|decoder\.)?weight_ih_l\d+$/,
	head: /^head\.weight$/,
	weights: /weight/,
};
export const PENALTY_GROUPS = Object.keys(GROUPS);

/**
 * Returns the tensors that `names` select: names of the layout, names with * for any letters, and groups, separated by
 * commas.
 * @throws E_OPTION for a name that selects none; the error lists the names there are.
 */
export function selectTensors(specs: readonly TensorSpec[], names: string, where: string): string[] {
	const chosen = new Set<string>();
	for (const part of names.split(",").map((name) => name.trim())) {
		const group = Object.hasOwn(GROUPS, part) ? GROUPS[part]! : globOf(part);
		const found = specs.filter(({ name }) => group.test(name));
		if (found.length === 0) {
			const choices = [...PENALTY_GROUPS, ...specs.map(({ name }) => name)];
			throw fail("E_OPTION", { option: "penalize", why: notOneOf(choices, part), where });
		}
		for (const { name } of found) chosen.add(name);
	}
	return specs.map(({ name }) => name).filter((name) => chosen.has(name));
}

function globOf(pattern: string): RegExp {
	return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
}

/** Adds the penalties' gradients and returns their loss. The derivative of |w| at 0 is taken as 0. */
export function addPenalties(weights: Weights, gradients: Weights, { l1, l2, tensors }: PenaltyOptions): number {
	let absolute = 0;
	let squares = 0;
	for (const name of tensors) {
		const [w, g] = [weights.tensor(name), gradients.tensor(name)];
		for (let j = 0; j < w.length; j++) {
			const value = w[j]!;
			absolute += Math.abs(value);
			squares += value * value;
			g[j]! += l1 * Math.sign(value) + l2 * value;
		}
	}
	return l1 * absolute + (l2 / 2) * squares;
}
