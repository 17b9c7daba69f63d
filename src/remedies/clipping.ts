/** Clipping by global norm (Pascanu, Mikolov & Bengio 2013, algorithm 1): a remedy for exploding gradients. */

/**
 * Factor that brings a gradient of norm `gradNorm` down to `limit`; 1 where it is already below.
 * @param limit largest norm, > 0; 0 means no clipping.
 */
export function clipScale(gradNorm: number, limit: number): number {
	return limit > 0 && gradNorm > limit ? limit / gradNorm : 1;
}
