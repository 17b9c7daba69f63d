/** How well one unit tracks a pattern at each of several checkpoints, compared with the units of the same kind. */
import type { FoundUnit, PatternResult } from "../search/cellSearchResult.ts";
import { isFound } from "../search/found.ts";

/** Score in the direction of the newest checkpoint. Below 0.5 (graded: 0) the direction is reversed. */
export interface Score {
	/** Area under the ROC curve on the scoring half; 0.5 is chance. */
	auc: number;
	/** 95 % interval of auc. */
	ci: [number, number];
	/** Rank correlation with its 95 % interval, for a graded pattern. */
	correlation?: number;
	/** 95 % interval of the correlation. */
	correlationCi?: [number, number];
	/** The AUC (graded: the correlation) that chance exceeds in 2.5 of 100 cases. */
	chance: number;
	/** The AUC that chance exceeds in 2.5 of 100 cases, for a graded pattern. */
	aucChance?: number;
	/** False discovery rate over the units of the same kind. */
	q: number;
}

export interface HistoryScore extends Score {
	/** Number of training updates behind these weights. */
	step: number;
	/** Validation loss in nats; null if it was not measured at this step. */
	validLossNats: number | null;
	/** Direction at this checkpoint on the first half of the text. 1: higher where the pattern holds; -1: lower. */
	sign: 1 | -1;
	/**
	 * Clearest unit of the same kind (c, h, a gate) over all layers. Selected on the first half, scored on the second.
	 */
	best: Score & { unit: string; sign: 1 | -1 };
}

export interface CheckpointFound {
	step: number;
	validLossNats?: number;
	found: PatternResult;
}

/** The unit's score at each checkpoint, in the direction it has at the newest. */
export function scoresOf(rows: readonly CheckpointFound[], name: string, sign: 1 | -1): HistoryScore[] {
	return rows.map(({ step, validLossNats = null, found }) => {
		const ours = unitOf(found, name);
		const best = found.best[0]!;
		const bestScore = { unit: best.unit, sign: best.sign, ...scoreIn(best.sign, best) };
		return { step, validLossNats, sign: ours.sign, ...scoreIn(sign, ours), best: bestScore };
	});
}

/** What was found of a unit that was searched for. */
export const unitOf = ({ best }: PatternResult, name: string): FoundUnit => best.find(({ unit }) => unit === name)!;

/** A score in a direction: an area below 0.5 means that the unit has the other one. */
export function scoreIn(
	direction: 1 | -1,
	{ sign, auc, ci, correlation, correlationCi, aucChance, chance, q }: Omit<FoundUnit, "unit">,
): Score {
	const turned = ([low, high]: [number, number], around: number): [number, number] => [around - high, around - low];
	return {
		...(sign === direction ? { auc, ci } : { auc: 1 - auc, ci: turned(ci, 1) }),
		...(correlation !== undefined && {
			...{ correlation: direction * correlation, aucChance },
			correlationCi: direction === 1 ? correlationCi : turned(correlationCi!, 0),
		}),
		...{ chance, q },
	};
}

/** Returns the first step from which every checkpoint is above chance, in the newest direction; null if the newest is not. */
export function sinceOf(checkpoints: readonly HistoryScore[], sign: 1 | -1): number | null {
	const last = checkpoints.findLastIndex((one) => !isFound({ ...one, sign: 1 }) || one.sign !== sign);
	return checkpoints[last + 1]?.step ?? null;
}
