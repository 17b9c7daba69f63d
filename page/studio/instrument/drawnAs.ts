/** How the network that an instrument shows is drawn. */
import type { DiagramCell } from "../../../src/views/diagrams/diagramOf.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";

/** The cell that a network is drawn as: the reservoir of an echo state network is a layer of leaky units. */
export function drawnAs({ spec, echo, reservoir }: ModelFacts): DiagramCell {
	if (echo) return { cell: "esn", variant: "leaky" };
	return reservoir ? { cell: "esn", variant: spec.variant } : spec;
}
