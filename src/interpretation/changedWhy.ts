/**
 * "Why this number?" in a step with changed values: the equations of whyNumber with the numbers as they are after the
 * change. It has no derivatives, and a number that was set has no terms.
 */
import type { Weights } from "../cells/weights.ts";
import type { ChangedStep } from "./changedStep.ts";
import type { Clamp } from "./clamp.ts";
import type { StepExplanation } from "./explain.ts";
import { type Place, type WhyNumber, whyNumber } from "./why.ts";

/** A step with changes: what was changed, and its forward values. */
export interface Changed extends Pick<ChangedStep, "forward"> {
	changes: readonly Clamp[];
}

/** Returns where a number of the changed step comes from; undefined if it has none of that name, such as a derivative. */
export function whyChanged(
	weights: Weights,
	step: StepExplanation,
	{ changes, forward }: Changed,
	place: Place,
	most?: number,
): WhyNumber | undefined {
	const found = whyNumber(weights, { ...step, forward, backward: [] }, place, most);
	const name = `l${step.layer}.${place.name}`;
	return changes.some(({ hook, index }) => hook.name === name && index === place.index) ? found && asSet(found) : found;
}

/** A number that was set: nothing of the step computes it. */
export const asSet = (found: WhyNumber): WhyNumber => ({
	...{ ...found, text: `set, instead of ${found.text}`, operands: [], terms: [], origin: null },
	rest: { count: 0, value: 0 },
});
