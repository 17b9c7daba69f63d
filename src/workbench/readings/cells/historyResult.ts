export interface HistoryScore extends Score {
	/** Updates that the weights had. */
	step: number;
	/** null where it was not measured there. */
	validLossNats: number | null;
	/** 1: higher where the pattern holds, -1: lower; as the first half of the text says at this checkpoint. */
	sign: 1 | -1;
	/** The unit of the same kind (c, h, a gate), of all layers, that is clearest on the first half; scored on the second. */
	best: Score & { unit: string; sign: 1 | -1 };
}

export interface CellHistory {
	run: string;
	text: string;
	/** Symbols that were read, and those of the whole text. */
	symbols: number;
	textSymbols: number;
	unit: string;
	/** What the unit is called in the run's notebook, null for nothing. */
	name: string | null;
	pattern: string;
	/** From where the pattern is: asked for, of the unit's name, or the clearest of the registry. */
	chosen: "asked" | "name" | "clearest";
	/** Share of the symbols where it holds; of a degree, where it is above `above`. */
	share: number;
	above?: number;
	/** Its direction at the newest checkpoint. */
	sign: 1 | -1;
	/** Oldest first. */
	checkpoints: HistoryScore[];
	/** The first step from which on every checkpoint is beyond chance (q up to 0.05, same direction); null where the newest is not. */
	since: number | null;
	beside: BesideRun[];
	svg: string | null;
	seconds: number;
}

export interface BesideRun extends Score {
	run: string;
	step: number;
	/** Its clearest unit of the same kind; of a cell without it, of h. Scored in its own direction. */
	unit: string;
	sign: 1 | -1;
	/** Units with q up to 0.05, of all that were searched. */
	found: number;
	units: number;
	/** too: q up to 0.05, and at least 0.8 of our unit's clearness (2 AUC - 1, or r). weaker: less of it. none: not beyond chance. */
	grew: "too" | "weaker" | "none";
}

/** A unit's score in the direction that our unit has at the newest checkpoint: below 0.5 (graded: 0) it is the other one. */
export interface Score {
	auc: number;
	ci: [number, number];
	/** Of a degree: rank correlation. */
	correlation?: number;
	/** The auc (graded: the correlation) that chance exceeds in 2.5 of 100 cases. */
	chance: number;
	/** False discovery rate over the units of the same kind. */
	q: number;
}
