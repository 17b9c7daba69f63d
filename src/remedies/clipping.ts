/** Clipping by global norm (Pascanu, Mikolov & Bengio 2013, algorithm 1): a remedy for exploding gradients. */

/**
 * Returns the factor that scales a gradient of norm `gradNorm` down to `limit`; 1 if it is already below.
 * @param limit maximum norm, > 0; 0 means no clipping.
 */
export function clipScale(gradNorm: number, limit: number): number {
	return limit > 0 && gradNorm > limit ? limit / gradNorm : 1;
}
