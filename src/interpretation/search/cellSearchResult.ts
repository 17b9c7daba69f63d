/** What a search for cells finds: the units that track each pattern, next to a probe and simpler explanations. */
import type { Why } from "./parts.ts";
import type { UnitVerdict } from "./verdict.ts";

export interface FoundUnit extends UnitVerdict {
	unit: string;
}

export interface PatternResult {
	pattern: string;
	/** Fraction of the symbols where it holds; for a degree, where it is above `above`. */
	share: number;
	above?: number;
	/** Number of units with q up to 0.05. */
	found: number;
	best: FoundUnit[];
	/** Linear probe on the state, of `inputs` numbers. */
	probe: { auc: number; inputs: number };
	rivals: { name: string; auc: number }[];
}

export interface CellSearchResult {
	symbols: { chosen: number; heldOut: number };
	units: number;
	patterns: PatternResult[];
	skipped: { pattern: string; why: Why }[];
}
