/** How the network that an instrument shows is drawn. */
import type { DiagramCell } from "../../../src/views/diagrams/diagramOf.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";

/** The cell that a network is drawn as: the reservoir of an echo state network is a layer of leaky units. */
export function drawnAs({ spec, echo, reservoir, own }: ModelFacts): DiagramCell {
	if (echo) return { cell: "esn", variant: "leaky" };
	if (reservoir) return { cell: "esn", variant: spec.variant };
	const { cell, variant } = spec;
	return { cell, variant, ...(own && { diagram: own.diagram }) };
}
