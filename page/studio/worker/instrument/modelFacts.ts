/** What a view knows of the network that the worker has opened. */
import type { ModelSpec } from "../../../../src/cells/layout.ts";
import type { Unit } from "../../../../src/data/units.ts";
import type { EchoFacts } from "./echo/openedEcho.ts";
import type { Opened } from "./opened.ts";
import type { OwnFacts } from "./ownFacts.ts";
import type { SymbolsTyped } from "./symbolsTyped.ts";

export interface ModelFacts {
	spec: ModelSpec;
	unit: Unit;
	/** Printable name of each symbol, [V]. */
	labels: string[];
	/** Symbols of the text. */
	symbols: number;
	parameters: number;
	weightsSha256: string;
	dropped?: NonNullable<Opened["dropped"]>;
	/** The sentence that is read: its symbols by name, and the characters without one; absent if it reads its text. */
	sentence?: Pick<SymbolsTyped, "signs" | "unknown">;
	/** Of a cell given by equations. */
	own?: OwnFacts;
	/** Of an echo state network on a text, whose recurrent layer is a plain one that training leaves as it was drawn. */
	reservoir?: { spectralRadius: number };
	/** Of an echo state network on a task or a series; it reads steps, not symbols, and is opened in the view Cell alone. */
	echo?: EchoFacts;
}
