import type { HistoryScore, Score } from "../../../interpretation/unit/unitHistory.ts";

export interface CellHistory {
	/** Name of the run. */
	run: string;
	/** Text read: file names, or the part. */
	text: string;
	/** Symbols read, and symbols in the whole text. */
	symbols: number;
	/** Length of the whole text, in symbols. */
	textSymbols: number;
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** The unit's name in the run's notebook; null if it has none. */
	name: string | null;
	/** Name of the pattern. */
	pattern: string;
	/** Where the pattern comes from: requested, the unit's name, or the clearest of the registry. */
	chosen: "asked" | "name" | "clearest";
	/** Fraction of symbols where the pattern holds; for a graded pattern, where it is above `above`. */
	share: number;
	/** For a graded pattern: the degree above which it counts as holding. */
	above?: number;
	/** Its direction at the newest checkpoint. */
	sign: 1 | -1;
	/** Oldest first. */
	checkpoints: HistoryScore[];
	/**
	 * First step from which every checkpoint is above chance (q up to 0.05, same direction); null if the newest is not.
	 */
	since: number | null;
	/** The same in other runs. */
	beside: BesideRun[];
	/** SVG file that was written; null if none was requested. */
	svg: string | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

export interface BesideRun extends Score {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Clearest unit of the same kind; of h if the cell has no such value. Scored in its own direction. */
	unit: string;
	/** 1: high where the pattern holds; -1: low. */
	sign: 1 | -1;
	/** Units with q up to 0.05, out of all that were searched. */
	found: number;
	/** Units that were searched. */
	units: number;
	/**
	 * too: q up to 0.05, and at least 0.8 of our unit's clearness (2 AUC - 1, or r). weaker: below 0.8. none: not above
	 * chance.
	 */
	grew: "too" | "weaker" | "none";
}
