/**
 * e^x by additions, multiplications and powers of two alone, so that every JavaScript engine gives the same bits: Math.exp
 * may differ in its last one. Where an error grows a thousandfold per step, a page and the command line would differ in
 * digits that one sees.
 */

const LN2_HIGH = 0.6931471803691238; // 32 bits, so that k LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10;
/** Taylor's series up to r^13 / 13!, which is 2^-58 of e^r at |r| = ln 2 / 2. */
const TERMS = 13;

/** Within 2 units in the last place of e^x. */
export function portableExp(x: number): number {
	if (!(x > -745.2)) return Number.isNaN(x) ? x : 0;
	if (x > 709.8) return Number.POSITIVE_INFINITY;
	const k = Math.round(x / Math.LN2);
	const r = x - k * LN2_HIGH - k * LN2_LOW;
	let sum = 1;
	for (let n = TERMS; n >= 1; n--) sum = 1 + (r / n) * sum;
	const half = k >> 1;
	return sum * powerOfTwo(half) * powerOfTwo(k - half);
}

const bits = new DataView(new ArrayBuffer(8));

/** 2^k for |k| <= 1022, by its bits. */
function powerOfTwo(k: number): number {
	bits.setUint32(0, (k + 1023) << 20);
	bits.setUint32(4, 0);
	return bits.getFloat64(0);
}
