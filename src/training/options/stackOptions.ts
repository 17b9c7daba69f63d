/** The options of a stack of layers, by cell. */
import type { CellName, VARIANTS } from "../../cells/layout.ts";
import type { CellDefinition } from "../../cells/own/definition.ts";
import { defineCell } from "../../cells/own/ownCell.ts";
import type { EchoOptions } from "../echo/echoOptions.ts";
import type { GivenOptions } from "./options.ts";

/** Options of a stack of layers of one cell. */
export type StackOptions<C extends CellName> = Pick<
	GivenOptions,
	"layers" | "hidden" | "dropout" | "weightDrop" | "blocks"
> & {
	/** Variant of the cell. Default: the first of `VARIANTS`. */
	variant?: (typeof VARIANTS)[C][number];
};

/** A stack of LSTM layers. @example lstm({ layers: 2, hidden: 128, variant: "peephole", dropout: 0.2 }) */
export function lstm(options: StackOptions<"lstm"> = {}): GivenOptions {
	return { cell: "lstm", ...options };
}

/** A stack of GRU layers. @example gru({ hidden: 128, variant: "reset-before" }) */
export function gru(options: StackOptions<"gru"> = {}): GivenOptions {
	return { cell: "gru", ...options };
}

/** A stack of plain recurrent layers. @example rnn({ hidden: 50, variant: "relu" }) */
export function rnn(options: StackOptions<"rnn"> = {}): GivenOptions {
	return { cell: "rnn", ...options };
}

/**
 * A stack of layers of a cell of your own, given by equations (docs/own-cells.md).
 * @throws E_CELL naming the equation and the character.
 * @example cell({ name: "leaky", equations: ["a = tanh(W x + R h' + b)", "h = 0.9 * h' + 0.1 * a"] }, { hidden: 64 })
 */
export function cell(
	definition: CellDefinition,
	options: Pick<GivenOptions, "layers" | "hidden" | "dropout" | "weightDrop"> = {},
): GivenOptions {
	return { cell: defineCell(definition, "cell()"), ...options };
}

/**
 * An echo state network. On a task or a series its readout is fitted in one pass; on a text a softmax readout is trained
 * by gradient descent. @example esn({ hidden: 400, leak: 0.5 })
 */
export function esn(
	options: Partial<Omit<EchoOptions, "cell" | "length">> & Pick<GivenOptions, "length"> = {},
): GivenOptions {
	return { cell: "esn", ...options };
}
