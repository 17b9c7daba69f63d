/**
 * Widths of size-table: the networks of a row have nearly equal numbers of parameters, those of a 1-layer LSTM with the
 * row's hidden units, so the others are wider or narrower (Karpathy et al. 2015, sec. 4).
 */
import { parameterCount } from "../../cells/layout.ts";
import type { TableCell } from "./sizeTablePublished.ts";

const SPECS = {
	lstm: { cell: "lstm", variant: "forget" },
	rnn: { cell: "rnn", variant: "tanh" },
	gru: { cell: "gru", variant: "reset-after" },
} as const satisfies Record<TableCell, object>;

/** Number of parameters of a network of the table with `symbols` inputs and outputs. */
export function parametersOf(cell: TableCell, layers: number, hidden: number, symbols: number): number {
	return parameterCount({ ...SPECS[cell], layers, hidden, symbols, dropout: 0 });
}

/** Hidden units per layer with which the number of parameters is closest to that of a 1-layer LSTM with `size` of them. */
export function widthOf(cell: TableCell, layers: number, size: number, symbols: number): number {
	const wanted = parametersOf("lstm", 1, size, symbols);
	let hidden = 1;
	while (parametersOf(cell, layers, hidden + 1, symbols) <= wanted) hidden++;
	const below = wanted - parametersOf(cell, layers, hidden, symbols);
	const above = parametersOf(cell, layers, hidden + 1, symbols) - wanted;
	return above < below ? hidden + 1 : hidden;
}
