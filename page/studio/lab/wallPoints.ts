/** Which points of the surface come first: each stride has those that no larger one has. */
import { SIDE } from "../../../src/diagnosis/lab/wallRules.ts";

export const STRIDES = [16, 8, 4, 2, 1] as const;

/** i and j of each point of a stride, in turn. */
export function pointsOf(stride: number): Uint8Array {
	const points: number[] = [];
	for (let j = 0; j < SIDE; j += stride)
		for (let i = 0; i < SIDE; i += stride)
			if (stride === STRIDES[0] || i % (2 * stride) !== 0 || j % (2 * stride) !== 0) points.push(i, j);
	return Uint8Array.from(points);
}
