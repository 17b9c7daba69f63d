/** What a search for cells finds: the units that track each pattern, next to a probe and simpler explanations. */
import type { Skipped } from "./parts.ts";
import type { UnitVerdict } from "./verdict.ts";

export interface FoundUnit extends UnitVerdict {
	/** The unit, such as `l1.c.17`. */
	unit: string;
}

export interface PatternResult {
	/** Name of the pattern. */
	pattern: string;
	/** Name of the first pattern that selects the same symbols. Absent if no earlier one does. */
	sameAs?: string;
	/** Fraction of the symbols where it holds; for a degree, where it is above `above`. */
	share: number;
	/** For a graded pattern: the degree above which it counts as holding. */
	above?: number;
	/** Number of units with q up to 0.05. */
	found: number;
	/** Clearest units, best first. */
	best: FoundUnit[];
	/** Linear probe on the state, of `inputs` numbers. */
	probe: { auc: number; inputs: number };
	/** Simpler explanations, with their areas. */
	rivals: { name: string; auc: number }[];
}

export interface CellSearchResult {
	/** Symbols that units were chosen on, and symbols that they were scored on. */
	symbols: { chosen: number; heldOut: number };
	/** Units searched. */
	units: number;
	/** One result per pattern. */
	patterns: PatternResult[];
	/** Patterns that could not be searched for, why, and for which half of the text. */
	skipped: Skipped[];
}
