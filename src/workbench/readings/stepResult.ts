/** Parts of an explained step as they are printed and saved: where a number comes from, and the gradient's way back. */

import { statesOf } from "../../cells/layout.ts";
import { toLog10 } from "../../diagnosis/logNumbers.ts";
import type { WayBack } from "../../diagnosis/wayBack.ts";
import type { WhyNumber, WhyTerm } from "../../interpretation/why.ts";
import type { Model } from "../models/textModel.ts";

/** One number of a step, its equation, and the numbers that it is made of. */
export interface StepReason extends Omit<WhyNumber, "terms" | "rest"> {
	/** Terms of a sum over inputs, units or symbols, largest first; they add up to the value. Empty for other equations. */
	terms: (Omit<WhyTerm, "id" | "weight"> & {
		/** The weight of the term; null for a product of values alone. */
		weight: { tensor: string; index: number; value: number } | null;
		/** Symbol of the term; null for none. */
		symbol: string | null;
	})[];
}

/** Sizes of the gradient in one step, as logarithms to base 10; null is an exact zero. */
export interface StepWayRow {
	/** Index of the symbol that the step reads. */
	step: number;
	/** That symbol; null if the vocabulary lacks it. */
	symbol: string | null;
	/** log10 |dL/dh_t|. */
	h: number | null;
	/** log10 |dL/dc_t|, by all states after h; absent for cells with no other state. */
	c?: number | null;
	/** log10 of what came back through the memory alone, without W_hh; absent for an RNN. */
	memory?: number | null;
	/** How far the valve on the memory is open, mean over the units, 0 to 1; absent for an RNN. */
	open?: number;
}

/** The backward pass of the mean loss of some steps. */
export interface StepWay {
	/** Steps whose loss counts, and the mean of these losses. */
	scored: number;
	/** Their mean loss, L. */
	costNats: number;
	/** log10 of the norm of the gradient of all weights from these steps; null is an exact zero. */
	weights: number | null;
	/** Norm at which training clipped the gradient; 0 for none. */
	clipNorm: number;
	/** Steps that a gradient travelled back in training. */
	k2: number;
	/** Names of the states that `c` of a row is the gradient of; none for cells with no state but h. */
	states: string[];
	/** Latest step first. */
	rows: StepWayRow[];
}

type Text = { reader(at: number): { read(n: number): Promise<Int32Array> } };

/** Returns the way back through one layer. */
export async function wayOf(model: Model, text: Text, way: WayBack, layer: number): Promise<StepWay> {
	const { h, c, memory, open } = way.layers[layer]!;
	const ids = await text.reader(way.first).read(h.length);
	const { clipNorm, k1, k2 = k1 } = model.config.options;
	const rows = Array.from(h, (size, t): StepWayRow => {
		const id = ids[t]!;
		const symbol = id < 0 ? null : model.vocabulary.label(id);
		const gated = memory && { memory: log10(memory[t]!), open: open![t]! };
		return { step: way.first + t, symbol, h: log10(size), ...(c && { c: log10(c[t]!) }), ...gated };
	});
	const { scored, costNats } = way;
	const states = statesOf(model.weights.spec).slice(1);
	return { scored, costNats, weights: log10(way.weights), clipNorm, k2, states, rows: rows.reverse() };
}

const log10 = (log2: number) => (log2 === Number.NEGATIVE_INFINITY ? null : toLog10(log2));

export const STEP_WORDS = {
	en: {
		title: (run: string, step: number, layer: number, unit: number) =>
			`${run}: step ${step}, layer ${layer}, unit ${unit}`,
	},
	ko: {
		title: (run: string, step: number, layer: number, unit: number) =>
			`${run}: 스텝 ${step}, 층 ${layer}, 유닛 ${unit}`,
	},
};
