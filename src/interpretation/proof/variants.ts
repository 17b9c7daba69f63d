/**
 * A text read by a model in many variants in parallel, each with its own changes; layers below the first change are
 * shared.
 */

import { HookedWindow } from "../hookedWindow.ts";
import { LaneReader } from "../laneReader.ts";
import type { Model, SymbolText } from "../model.ts";
import type { Hooks } from "../visit.ts";

// T steps, J lanes of the text, K variants, B = K J lanes, H units, V symbols

export interface Variants {
	lanes: LaneReader;
	window: HookedWindow;
	J: number;
}

export interface VariantOptions {
	hooks: Hooks;
	/** The lowest layer with hooks. */
	from: number;
	K: number;
	J: number;
	T: number;
	warmup: number;
	signal?: AbortSignal;
}

/**
 * Reads the text in K variants: lane v J + j of the window reads lane j of the text. `window.losses` holds the losses.
 */
export async function variants(
	model: Model,
	text: SymbolText,
	{ hooks, from, K, J, T, warmup, signal }: VariantOptions,
	take: (read: Variants) => Promise<void>,
): Promise<void> {
	const { engine, weights } = model;
	const { hidden: H, symbols: V } = weights.spec;
	const B = K * J;
	const lanes = new LaneReader(text, { steps: T, lanes: J, warmup });
	const window = new HookedWindow(model, hooks, { steps: T, lanes: B });
	const lower = from > 0 ? new HookedWindow(model, {}, { steps: T, lanes: J }) : undefined;
	const at = new Float64Array(B);
	try {
		for (let step = 0; await lanes.next(); step += T) {
			signal?.throwIfAborted();
			for (let v = 0; v < K; v++) {
				at.set(lanes.at, v * J);
				for (let t = 0; t < T; t++) {
					window.ids.set(lanes.ids.subarray(t * J, (t + 1) * J), t * B + v * J);
					window.targets.set(lanes.targets.subarray(t * J, (t + 1) * J), t * B + v * J);
				}
			}
			if (lower) {
				lower.ids.set(lanes.ids);
				lower.forwardHooked({ step, at: lanes.at, to: from });
				const narrow = lower.layers[from - 1]!.h; // [T+1,J,H]
				const wide = window.layers[from - 1]!.h; // [T+1,B,H]
				for (let t = 1; t <= T; t++)
					for (let v = 0; v < K; v++) wide.set(narrow.subarray(t * J * H, (t + 1) * J * H), (t * B + v * J) * H);
				lower.carry();
			}
			window.forwardHooked({ step, at, from });
			const { logits, targets, losses } = window;
			engine.softmaxCrossEntropy({ N: T * B, V, logits, targets, scale: 1, losses });
			await take({ lanes, window, J });
			window.carry();
		}
	} finally {
		window.free();
		lower?.free();
	}
}
