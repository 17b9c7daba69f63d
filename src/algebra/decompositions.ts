/**
 * Three decompositions for the spectra, in float64 and row-major: singular values by one-sided Jacobi; Q and the
 * diagonal of R by Gram-Schmidt; eigenvalues by the shifted QR algorithm on the Hessenberg form, in complex numbers.
 * Also two sums that other files use.
 *
 * Written here because the packages for it bring too many others. For sizes up to a few hundred.
 */

/**
 * Returns the singular values of A [m,n], m >= n or square, largest first. One-sided Jacobi (Hestenes 1958) rotates
 * pairs of rows of A^T until all are orthogonal; the singular values are their lengths, each to a relative 1e-14 n.
 * Cost about 8 sweeps of 3 m n^2.
 */
export function singularValues(a: ArrayLike<number>, m: number, n: number): Float64Array {
	const x = new Float64Array(n * m); // [n,m] the columns of A as rows
	for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) x[j * m + i] = a[i * n + j]!;
	for (let sweep = 0; sweep < 40; sweep++) {
		let turned = false;
		for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) turned = rotate(x, p * m, q * m, m) || turned;
		if (!turned) break;
	}
	const values = Float64Array.from({ length: n }, (_, j) => norm(x.subarray(j * m, (j + 1) * m)));
	return values.sort().reverse();
}

/** Makes the rows at p and q orthogonal. Returns false if they already are, to 1e-15 of their lengths. */
function rotate(x: Float64Array, p: number, q: number, m: number): boolean {
	let [alpha, beta, gamma] = [0, 0, 0];
	for (let i = 0; i < m; i++) {
		const [u, v] = [x[p + i]!, x[q + i]!];
		alpha += u * u;
		beta += v * v;
		gamma += u * v;
	}
	if (!(Math.abs(gamma) > 1e-15 * Math.sqrt(alpha * beta))) return false;
	const zeta = (beta - alpha) / (2 * gamma);
	const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
	const c = 1 / Math.hypot(1, t);
	const s = c * t;
	for (let i = 0; i < m; i++) {
		const [u, v] = [x[p + i]!, x[q + i]!];
		x[p + i] = c * u - s * v;
		x[q + i] = s * u + c * v;
	}
	return true;
}

/** Dot product of the first n numbers, in four partial sums that the processor computes in parallel. */
export function dot(a: Float64Array, b: Float64Array, n = a.length): number {
	let [s0, s1, s2, s3] = [0, 0, 0, 0];
	let k = 0;
	for (; k + 3 < n; k += 4) {
		s0 += a[k]! * b[k]!;
		s1 += a[k + 1]! * b[k + 1]!;
		s2 += a[k + 2]! * b[k + 2]!;
		s3 += a[k + 3]! * b[k + 3]!;
	}
	for (; k < n; k++) s0 += a[k]! * b[k]!;
	return s0 + s1 + s2 + s3;
}

/** Length of a vector or Frobenius norm of a matrix: one sum, in order. */
export function norm(x: Float64Array): number {
	let sum = 0;
	for (const v of x) sum += v * v;
	return Math.sqrt(sum);
}

/**
 * Makes the p rows of Q [p,n] orthonormal in place, in order, and returns the diagonal of R: the length of each row
 * after projection. Each row is projected twice (Giraud et al. 2005). A row with nothing left gets length 0 and becomes
 * zeros.
 * @param noise what is left of a row counts as nothing if it is at most this fraction of the longest row: the error of
 * the numbers in Q, where they are themselves results.
 */
export function orthonormalise(q: Float64Array, p: number, n: number, noise = 0): Float64Array {
	const diagonal = new Float64Array(p);
	let longest = 0;
	if (noise > 0) for (let i = 0; i < p; i++) longest = Math.max(longest, norm(q.subarray(i * n, (i + 1) * n)));
	for (let i = 0; i < p; i++) {
		const row = q.subarray(i * n, (i + 1) * n);
		const before = norm(row);
		for (let pass = 0; pass < 2; pass++) {
			for (let j = 0; j < i; j++) {
				let dot = 0;
				for (let k = 0; k < n; k++) dot += row[k]! * q[j * n + k]!;
				for (let k = 0; k < n; k++) row[k]! -= dot * q[j * n + k]!;
			}
		}
		const left = norm(row);
		const rank = left > 1e-13 * before && left > noise * longest;
		diagonal[i] = rank ? left : 0;
		for (let k = 0; k < n; k++) row[k] = rank ? row[k]! / left : 0;
	}
	return diagonal;
}

/**
 * Fraction of the largest below which a singular value of an n by n matrix, computed in floats, may be one of rounding
 * alone: the usual criterion of numerical rank, n times the distance from 1 to the next float.
 */
export function rankTolerance(n: number, precision: 32 | 64): number {
	return n * 2 ** (precision === 32 ? -23 : -52);
}

export interface Eigenvalues {
	re: Float64Array; // [n]
	im: Float64Array; // [n]
}

/**
 * Returns the eigenvalues of A [n,n], largest modulus first. Householder reduction to Hessenberg form, then QR steps
 * with Wilkinson's shift, deflating from the bottom (Golub & Van Loan, Matrix Computations, 7.4-7.5). Backward stable:
 * the result is exact for A changed by 1e-15 |A|. Cost about 10 n^3 + 15 n^3 complex.
 */
export function eigenvalues(a: ArrayLike<number>, n: number): Eigenvalues {
	const h = Float64Array.from(a); // [n,n]
	toHessenberg(h, n);
	const im = new Float64Array(n * n);
	deflate(h, im, n);
	const order = Array.from({ length: n }, (_, k) => k * n + k).sort(
		(i, j) => Math.hypot(h[j]!, im[j]!) - Math.hypot(h[i]!, im[i]!),
	);
	return { re: Float64Array.from(order, (i) => h[i]!), im: Float64Array.from(order, (i) => im[i]!) };
}

/** Returns the spectral radius: the largest modulus. */
export function radiusOf({ re, im }: Eigenvalues): number {
	return re.length === 0 ? 0 : Math.hypot(re[0]!, im[0]!);
}

function toHessenberg(h: Float64Array, n: number): void {
	const v = new Float64Array(n);
	for (let k = 0; k < n - 2; k++) {
		let size = 0;
		for (let i = k + 1; i < n; i++) size = Math.hypot(size, h[i * n + k]!);
		if (size === 0) continue;
		for (let i = k + 1; i < n; i++) v[i] = h[i * n + k]!;
		v[k + 1]! += v[k + 1]! < 0 ? -size : size;
		let vv = 0;
		for (let i = k + 1; i < n; i++) vv += v[i]! ** 2;
		for (let j = 0; j < n; j++) {
			let dot = 0; // (I - 2 v v^T / v^T v) H
			for (let i = k + 1; i < n; i++) dot += v[i]! * h[i * n + j]!;
			for (let i = k + 1; i < n; i++) h[i * n + j]! -= ((2 * dot) / vv) * v[i]!;
		}
		for (let i = 0; i < n; i++) {
			let dot = 0; // H (I - 2 v v^T / v^T v)
			for (let j = k + 1; j < n; j++) dot += h[i * n + j]! * v[j]!;
			for (let j = k + 1; j < n; j++) h[i * n + j]! -= ((2 * dot) / vv) * v[j]!;
		}
		for (let i = k + 2; i < n; i++) h[i * n + k] = 0;
	}
}

/** QR steps on the Hessenberg matrix re + i im until its subdiagonal is 0; its diagonal then holds the eigenvalues. */
function deflate(re: Float64Array, im: Float64Array, n: number): void {
	const size = (at: number) => Math.abs(re[at]!) + Math.abs(im[at]!);
	const turns: [c: number, sr: number, si: number][] = [];
	let high = n - 1;
	for (let step = 0; high > 0 && step < 60 * n; step++) {
		let low = high;
		while (low > 0) {
			const near = size(low * n + low) + size((low - 1) * n + low - 1);
			const at = low * n + low - 1;
			if (size(at) <= 2 ** -53 * (near || 1)) {
				re[at] = im[at] = 0;
				break;
			}
			low--;
		}
		if (low === high) {
			high--;
			step = 0;
			continue;
		}
		const [mr, mi] = step % 11 === 10 ? [size(high * n + high - 1), 0] : wilkinson(re, im, n, high);
		for (let i = low; i <= high; i++) {
			re[i * n + i]! -= mr;
			im[i * n + i]! -= mi;
		}
		for (let k = low; k < high; k++) turns[k] = turnRows(re, im, n, k, high);
		for (let k = low; k < high; k++) turnColumns(re, im, n, k, low, Math.min(k + 2, high), turns[k]!);
		for (let i = low; i <= high; i++) {
			re[i * n + i]! += mr;
			im[i * n + i]! += mi;
		}
	}
}

/** The eigenvalue of the last 2 x 2 block that is closer to its bottom right element. */
function wilkinson(re: Float64Array, im: Float64Array, n: number, high: number): [number, number] {
	const [a, b, c, d] = [
		(high - 1) * n + high - 1,
		(high - 1) * n + high,
		high * n + high - 1,
		high * n + high,
	] as const;
	const [hr, hi] = [(re[a]! - re[d]!) / 2, (im[a]! - im[d]!) / 2];
	const dr = hr * hr - hi * hi + re[b]! * re[c]! - im[b]! * im[c]!;
	const di = 2 * hr * hi + re[b]! * im[c]! + im[b]! * re[c]!;
	const modulus = Math.hypot(dr, di);
	let sr = Math.sqrt((modulus + dr) / 2 || 0);
	let si = Math.sign(di || 1) * Math.sqrt(Math.max(0, (modulus - dr) / 2));
	if (sr * hr + si * hi > 0) [sr, si] = [-sr, -si];
	return [re[d]! + hr + sr, im[d]! + hi + si];
}

/** Rotates rows k and k+1 so that H[k+1,k] becomes 0. Returns the rotation. */
function turnRows(re: Float64Array, im: Float64Array, n: number, k: number, high: number): [number, number, number] {
	const [p, q] = [k * n + k, (k + 1) * n + k];
	const first = Math.hypot(re[p]!, im[p]!);
	const length = Math.hypot(first, re[q]!, im[q]!);
	if (length === 0) return [1, 0, 0];
	// [c s; -conj(s) c] (x; y) = (r; 0) with c = |x| / length, s = x conj(y) / (|x| length)
	const [ur, ui] = first === 0 ? [1, 0] : [re[p]! / first, im[p]! / first];
	const c = first / length;
	const sr = (ur * re[q]! + ui * im[q]!) / length;
	const si = (ui * re[q]! - ur * im[q]!) / length;
	for (let j = k; j <= high; j++) {
		const [x, y] = [k * n + j, (k + 1) * n + j];
		const [xr, xi, yr, yi] = [re[x]!, im[x]!, re[y]!, im[y]!];
		re[x] = c * xr + sr * yr - si * yi;
		im[x] = c * xi + sr * yi + si * yr;
		re[y] = c * yr - sr * xr - si * xi;
		im[y] = c * yi - sr * xi + si * xr;
	}
	return [c, sr, si];
}

/** Applies the conjugate rotation to columns k and k+1, rows low..high. */
function turnColumns(
	re: Float64Array,
	im: Float64Array,
	n: number,
	k: number,
	low: number,
	high: number,
	[c, sr, si]: readonly [number, number, number],
): void {
	for (let i = low; i <= high; i++) {
		const [x, y] = [i * n + k, i * n + k + 1];
		const [xr, xi, yr, yi] = [re[x]!, im[x]!, re[y]!, im[y]!];
		re[x] = c * xr + sr * yr + si * yi; // x c + y conj(s)
		im[x] = c * xi + sr * yi - si * yr;
		re[y] = c * yr - sr * xr + si * xi; // y c - x s
		im[y] = c * yi - sr * xi - si * xr;
	}
}
