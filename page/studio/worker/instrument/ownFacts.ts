/** What a view knows of a cell given by equations. Loaded with such a network. */
import type { OwnSpec } from "../../../../src/cells/layout.ts";
import { ownCellOf } from "../../../../src/cells/own/reader.ts";
import type { Diagram } from "../../../../src/views/diagrams/diagram.ts";
import { ownDiagram } from "../../../../src/views/diagrams/own/ownDiagram.ts";

export interface OwnFacts {
	diagram: Diagram;
	/** States that it carries besides h. */
	states: readonly string[];
	/** Equations with R h', which are the blocks of W_hh. */
	recurrent: readonly string[];
}

export function ownFactsOf({ variant, equations }: OwnSpec): OwnFacts {
	const cell = ownCellOf(equations);
	return { diagram: ownDiagram(variant, cell), states: cell.states.slice(1), recurrent: cell.recurrentSums };
}
