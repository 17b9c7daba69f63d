/** What a file of equations holds: a cell as its user writes it, and the limits of each field. */

/** A cell of your own. docs/own-cells.md explains each field. */
export interface CellDefinition {
	/** Name of the cell: a letter, then letters, digits, "-" or "_"; at most 32 characters. */
	name: string;
	/** Equations in the order in which a step computes them, such as "f = sigmoid(W x + R h' + b)"; 1 to 64. */
	equations: readonly string[];
	/** States carried from step to step, h first; each needs an equation of its name; 1 to 8. Default: ["h"]. */
	states?: readonly string[];
	/** Vectors of one learned number per unit, by name, each with its initial value, -100 to 100. Default: none. */
	parameters?: Readonly<Record<string, number>>;
	/** Initial bias of a sum, by the name of its line, -100 to 100. Default: 0. */
	bias?: Readonly<Record<string, number>>;
	/** Publication that the equations come from, at most 200 characters. Default: none. */
	source?: string;
}

export const DEFINITION_KEYS = ["name", "equations", "states", "parameters", "bias", "source"] as const;

/** Limits of a definition. */
export const DEFINITION_LIMITS = {
	...{ equations: 64, states: 8, parameters: 32, name: 32, source: 200, value: 100 },
	/** Characters of one equation. */
	equation: 1000,
	/** Operations and operands of all equations. */
	nodes: 1024,
	/** Brackets inside each other. */
	depth: 50,
};

/** Functions of one argument. */
export const FUNCTIONS = ["sigmoid", "tanh", "relu", "exp", "softplus"] as const;
/** Layer normalisation, of the name of a sum; always a whole equation. */
export const NORM = "norm";
export type FunctionName = (typeof FUNCTIONS)[number];
