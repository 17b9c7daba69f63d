/** When a unit counts as found: its false discovery rate is low, and its score is above its chance level. */

/** False discovery rate up to which a unit counts as found. */
export const FOUND_AT = 0.05;

/** A score in the unit's direction, with its chance level: the AUC, or for a degree the rank correlation. */
interface Scored {
	auc: number;
	/** In the direction of `sign`, if that is given. */
	correlation?: number;
	sign?: 1 | -1;
	chance: number;
	q: number;
}

/** True if q is up to 0.05 and the score is above chance. */
export function isFound({ auc, correlation, sign = 1, chance, q }: Scored): boolean {
	return q <= FOUND_AT && (correlation === undefined ? auc : sign * correlation) > chance;
}
