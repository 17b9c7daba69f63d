/** What a view knows of a cell given by equations. Loaded with such a network. */
import type { OwnSpec } from "../../../../src/cells/layout.ts";
import { ownCellOf } from "../../../../src/cells/own/reader.ts";
import { type Bounds, boundsOfLine } from "../../../../src/interpretation/reading/valueBounds.ts";
import type { Diagram } from "../../../../src/views/diagrams/diagram.ts";
import { ownDiagram } from "../../../../src/views/diagrams/own/ownDiagram.ts";

export interface OwnFacts {
	diagram: Diagram;
	/** States that it carries besides h. */
	states: readonly string[];
	/** Equations with R h', which are the blocks of W_hh. */
	recurrent: readonly string[];
	/** How each value is bounded, by its name without the layer: "gate.f", "h". */
	bounds: Readonly<Record<string, Bounds>>;
}

export function ownFactsOf({ variant, equations }: OwnSpec): OwnFacts {
	const cell = ownCellOf(equations);
	const boundsOf = (names: readonly string[], before: string) =>
		Object.fromEntries(names.map((name) => [before + name, boundsOfLine(name, cell)]));
	return {
		...{ diagram: ownDiagram(variant, cell), states: cell.states.slice(1), recurrent: cell.recurrentSums },
		bounds: { ...boundsOf(cell.values, "gate."), ...boundsOf(cell.states, "") },
	};
}
