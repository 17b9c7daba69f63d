/** The diagram of every cell of the library. */
import type { Activation, Diagram } from "./diagram.ts";
import { gruDiagram } from "./gru.ts";
import { type LstmDiagram, lstmDiagram } from "./lstm.ts";
import { echoDiagram, rnnDiagram } from "./plainDiagrams.ts";

/** A cell and its variant, as a run names them; "esn" for the units of a reservoir. */
export interface DiagramCell {
	cell: string;
	variant: string;
}

export function diagramOf({ cell, variant }: DiagramCell): Diagram {
	if (cell === "lstm") return lstmDiagram(variant as LstmDiagram);
	if (cell === "gru") return gruDiagram(variant as "reset-after" | "reset-before");
	return cell === "esn" ? echoDiagram() : rnnDiagram(variant as Activation);
}
