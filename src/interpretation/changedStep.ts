/**
 * One step with some of its values changed, and everything later in it recomputed: what a reader sees who drags a gate.
 * Without changes its bits are those of the step's explanation.
 */
import type { Clamp } from "./clamp.ts";
import { clampHooks } from "./clamp.ts";
import { HookedWindow } from "./hookedWindow.ts";
import type { Model, SymbolText } from "./model.ts";
import { type LikelySymbol, likeliest } from "./stepPredictions.ts";
import { StepStates } from "./stepStates.ts";
import { forwardValues, type StepValue } from "./stepValues.ts";

export interface ChangeOptions {
	/** Step that reads the symbol of this index, from 0. */
	step: number;
	/** Layer whose values are returned, from 0. */
	layer: number;
	/** Values to change, of any layer. */
	changes: readonly Clamp[];
	signal?: AbortSignal;
}

export interface ChangedStep {
	/** Forward values of the layer, as in the step's explanation. */
	forward: StepValue[];
	/** Most likely next symbols; up to 5. */
	predicted: LikelySymbol[];
}

/** Runs one step with changes. @param states of the same model and text, as of explainStep. */
export async function changedStep(
	model: Model,
	text: SymbolText,
	{ step, layer, changes, signal }: ChangeOptions,
	states = new StepStates(model, text),
): Promise<ChangedStep> {
	const before = await states.before(step, signal);
	const [id] = await text.reader(step).read(1);
	const window = new HookedWindow(model, clampHooks(changes), { steps: 1, lanes: 1 });
	try {
		for (const { name, data } of window.carried()) data.set(before.get(name)!);
		window.ids[0] = id!;
		window.forwardHooked({ step, at: Float64Array.of(step) });
		return { forward: [...forwardValues(window, layer).values()], predicted: likeliest(window.logits) };
	} finally {
		window.free();
	}
}
