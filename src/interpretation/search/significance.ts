/**
 * Student's t, and the correction for many tests. Formulas: Abramowitz & Stegun 26.7.1 (the tail as an incomplete beta
 * function, by Lentz's continued fraction, Numerical Recipes 6.4), Benjamini & Hochberg 1995.
 */

/** Returns P(T > t) of Student's t with `df` degrees of freedom, to a relative 1e-13; 0 below the range of a double. */
export function studentTail(t: number, df: number): number {
	if (Number.isNaN(t)) return 1;
	const half = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5);
	return t >= 0 ? half : 1 - half;
}

/** Returns the t with P(T > t) = tail, 0 < tail < 0.5. */
export function studentQuantile(tail: number, df: number): number {
	let low = 0;
	let high = 1;
	while (studentTail(high, df) > tail) high *= 2;
	for (let n = 0; n < 200 && high - low > 1e-14 * high; n++) {
		const middle = (low + high) / 2;
		if (studentTail(middle, df) > tail) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

/** I_x(a, b) */
function incompleteBeta(x: number, a: number, b: number): number {
	if (x <= 0) return 0;
	if (x >= 1) return 1;
	const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
	return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
	const tiny = 1e-300;
	const away = (v: number) => (Math.abs(v) < tiny ? tiny : v);
	let c = 1;
	let d = 1 / away(1 - ((a + b) * x) / (a + 1));
	let h = d;
	for (let m = 1; m < 500; m++) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / away(1 + even * d);
		c = away(1 + even / c);
		h *= d * c;
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / away(1 + odd * d);
		c = away(1 + odd / c);
		h *= d * c;
		if (Math.abs(d * c - 1) < 1e-16) break;
	}
	return h;
}

/** Lanczos approximation (g = 7, n = 9), x > 0. */
function logGamma(x: number): number {
	const c = [
		0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
		12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
	];
	let sum = c[0]!;
	for (let k = 1; k < c.length; k++) sum += c[k]! / (x - 1 + k);
	const t = x + 6.5;
	return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * Returns q for each p: the smallest false discovery rate at which it counts as found. Valid for tests that are
 * independent or positively dependent.
 */
export function falseDiscoveryRates(p: ArrayLike<number>): Float64Array {
	const order = Uint32Array.from({ length: p.length }, (_, k) => k).sort((a, b) => p[a]! - p[b]!);
	const q = new Float64Array(p.length);
	let least = 1;
	for (let rank = p.length; rank >= 1; rank--) {
		const k = order[rank - 1]!;
		least = Math.min(least, (p[k]! * p.length) / rank);
		q[k] = least;
	}
	return q;
}
