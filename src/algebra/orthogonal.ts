/** A random orthogonal matrix: the rows of a normal one, orthogonalised in float64 by Gram-Schmidt. */
import type { Floats } from "../kernels/kernels.ts";
import type { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";

/**
 * A row whose length falls below this fraction of itself has lost too many digits and is projected once more (Daniel et
 * al. 1976); once is enough (Giraud et al. 2005). Above it, rounding leaves dot products of rows of about 10 * 2^-53.
 */
const LOSS = 0.1;
/** Multiplications between two yields, about ten milliseconds. */
const PIECE = 2 ** 24;

/** Fills [H,H] with gain * Q. Cost about H^3 multiplications. */
export function orthogonal(block: Floats, H: number, gain: number, random: RandomStream): void {
	atOnce(orthogonalInPieces(block, H, gain, random));
}

/** `orthogonal` in pieces. */
export function* orthogonalInPieces(block: Floats, H: number, gain: number, random: RandomStream): Work<void> {
	const q = new Float64Array(H * H); // [H,H]
	for (let i = 0; i < H; i++) {
		for (let k = i * H; k < (i + 1) * H; k++) q[k] = random.normal();
		yield 0;
	}
	yield* orthogonaliseRows(q, H, H);
	for (let j = 0; j < q.length; j++) block[j] = gain * q[j]!;
}

/** Orthonormalises the rows of q, [R,H], four at a time against four earlier ones. */
export function* orthogonaliseRows(q: Float64Array, R: number, H: number): Work<void> {
	const before = new Float64Array(4); // lengths of rows i..i+3 before
	let cost = 0;
	for (let i = 0; i < R; i += 4) {
		const end = Math.min(i + 4, R);
		for (let r = i; r < end; r++) before[r - i] = lengthOf(q, H, r);
		let done = 0;
		if (end === i + 4) {
			for (; done < i; done += 4) {
				projectFourOffFour(q, H, i, done);
				if ((cost += 32 * H) > PIECE) yield (i / R) ** 2;
				if (cost > PIECE) cost = 0;
			}
		}
		for (let r = i; r < end; r++) {
			for (let j = done; j < r; j++) projectOff(q, H, r, j);
			if (lengthOf(q, H, r) < LOSS * before[r - i]!) for (let j = 0; j < r; j++) projectOff(q, H, r, j);
			const length = lengthOf(q, H, r);
			for (let k = r * H; k < (r + 1) * H; k++) q[k]! /= length;
		}
	}
}

/** q_i -= (q_i q_j) q_j */
function projectOff(q: Float64Array, H: number, i: number, j: number): void {
	const [row, other] = [i * H, j * H];
	let dot = 0;
	for (let k = 0; k < H; k++) dot += q[row + k]! * q[other + k]!;
	for (let k = 0; k < H; k++) q[row + k]! -= dot * q[other + k]!;
}

/** Projects rows i..i+3 off rows j..j+3, which are orthogonal: sixteen dot products in one pass over eight rows. */
function projectFourOffFour(q: Float64Array, H: number, i: number, j: number): void {
	const w = (i + 0) * H;
	const x = (i + 1) * H;
	const y = (i + 2) * H;
	const z = (i + 3) * H;
	const a = (j + 0) * H;
	const b = (j + 1) * H;
	const c = (j + 2) * H;
	const d = (j + 3) * H;
	let wa = 0;
	let wb = 0;
	let wc = 0;
	let wd = 0;
	let xa = 0;
	let xb = 0;
	let xc = 0;
	let xd = 0;
	let ya = 0;
	let yb = 0;
	let yc = 0;
	let yd = 0;
	let za = 0;
	let zb = 0;
	let zc = 0;
	let zd = 0;
	for (let k = 0; k < H; k++) {
		const qa = q[a + k]!;
		const qb = q[b + k]!;
		const qc = q[c + k]!;
		const qd = q[d + k]!;
		const qw = q[w + k]!;
		wa += qw * qa;
		wb += qw * qb;
		wc += qw * qc;
		wd += qw * qd;
		const qx = q[x + k]!;
		xa += qx * qa;
		xb += qx * qb;
		xc += qx * qc;
		xd += qx * qd;
		const qy = q[y + k]!;
		ya += qy * qa;
		yb += qy * qb;
		yc += qy * qc;
		yd += qy * qd;
		const qz = q[z + k]!;
		za += qz * qa;
		zb += qz * qb;
		zc += qz * qc;
		zd += qz * qd;
	}
	for (let k = 0; k < H; k++) {
		const qa = q[a + k]!;
		const qb = q[b + k]!;
		const qc = q[c + k]!;
		const qd = q[d + k]!;
		q[w + k]! -= wa * qa + wb * qb + wc * qc + wd * qd;
		q[x + k]! -= xa * qa + xb * qb + xc * qc + xd * qd;
		q[y + k]! -= ya * qa + yb * qb + yc * qc + yd * qd;
		q[z + k]! -= za * qa + zb * qb + zc * qc + zd * qd;
	}
}

function lengthOf(q: Float64Array, H: number, i: number): number {
	let square = 0;
	for (let k = i * H; k < (i + 1) * H; k++) square += q[k]! * q[k]!;
	return Math.sqrt(square);
}
