/** Random recurrent matrices by kind and seed, as the reproduction wrec-sweep and the dial of the studio draw them. */
import { RandomStream } from "../kernels/random.ts";
import { atOnce } from "../kernels/work.ts";
import { STARTS } from "../remedies/starts.ts";
import { normals } from "./reach.ts";

export const BASES = ["gaussian", "orthogonal"] as const;
/** gaussian: N(0, 1/H), whose spectral radius is near 1. orthogonal: every singular value is 1. */
export type Base = (typeof BASES)[number];

/** Returns W_rec of one kind and seed, [H,H]. */
export function drawnRecurrent(base: Base, H: number, seed: number): Float64Array {
	const random = new RandomStream(seed, `wrec-sweep ${base}`);
	if (base === "gaussian") return normals(H * H, 1 / Math.sqrt(H), random);
	const w = new Float64Array(H * H); // [H,H]
	atOnce(STARTS.orthogonal!.fill(w, H, 1, random));
	return w;
}
