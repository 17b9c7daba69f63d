/** What `explain()` is asked, and the form of a value in its answer. */
import type { Lang } from "../../errors/define.ts";
import type { TextReading } from "../models/readText.ts";

export interface ExplainRequest extends TextReading {
	/** Index of the step: of the symbol that it reads, from 0 to the length of the text less 2; of a series its row. */
	step: number;
	/** Layer to explain. Range: 0 to the number of layers less 1. Default: 0. */
	layer?: number;
	/** Later steps whose losses are added to the loss. Range: 0 to 65536. Default: 16. */
	ahead?: number;
	/**
	 * Values to change in this step, such as `l0.gate.f.17=0.2`, of an echo state network `C.17=0.2`; the result is then the
	 * changed forward pass, `why` included. Default: none.
	 */
	set?: string[];
	/** Unit of `why` and of the figure, below the number of units. Range: at least 0. Default: 0. */
	index?: number;
	/** Value whose unit `index` is explained by its terms, such as `gate.f` or `d.c`. Default: none. */
	why?: string;
	/** Steps to follow the gradient back before the step. Range: 0 to 65536. Default: none. */
	back?: number;
	/** SVG file for the diagram of the step. An existing file is replaced atomically. Default: none. */
	svg?: string;
	/** Language of the figure. Default: "en". */
	lang?: Lang;
}

/** A value with its equation: one number per unit, or one per input. */
export interface StepNumbers {
	/** Name of the value, such as `gate.f` or `d.c`. */
	name: string;
	/** Its equation. */
	text: string;
	/** One number per unit, input or symbol. */
	values: number[];
}
