/** The diagram of every cell of the library; that of a cell given by equations is handed in, so that a page has no code for it. */
import type { Activation, Diagram } from "./diagram.ts";
import { gruDiagram } from "./gru.ts";
import { type LstmDiagram, lstmDiagram } from "./lstm.ts";
import { echoDiagram, rnnDiagram } from "./plainDiagrams.ts";

/** A cell and its variant, as a run names them; "esn" for the units of a reservoir. */
export interface DiagramCell {
	cell: string;
	variant: string;
	/** Diagram of a cell given by equations. */
	diagram?: Diagram;
}

export function diagramOf({ cell, variant, diagram }: DiagramCell): Diagram {
	if (diagram) return diagram;
	if (cell === "lstm") return lstmDiagram(variant as LstmDiagram);
	if (cell === "gru") return gruDiagram(variant as "reset-after" | "reset-before");
	return cell === "esn" ? echoDiagram() : rnnDiagram(variant as Activation);
}
