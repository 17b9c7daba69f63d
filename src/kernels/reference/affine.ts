/**
 * The sums that every cell shares: W x + b of one row, and its derivatives by W, b and x.
 *
 * An array and its offset form a vector: `(x, xAt)` is x[xAt], x[xAt + 1], ... Nothing here knows about time.
 */
import type { Floats, LayerArrays, LayerGradients } from "../kernels.ts";

/** sigmoid(a) = 1 / (1 + e^-a); reaches 0 and 1 for large |a|, never NaN. */
export function sigmoid(a: number): number {
	return 1 / (1 + Math.exp(-a));
}

/**
 * y[k] += sum_j W[k,j] x[j]      W [K,J] from row-major offset wAt
 *
 * With `blocks`, W is recurrent: row k belongs to unit k % J, and the sum is over the J / blocks units of its block.
 */
export function addProduct(
	y: Floats,
	yAt: number,
	w: Floats,
	wAt: number,
	x: Floats,
	xAt: number,
	K: number,
	J: number,
	blocks = 1,
): void {
	const size = J / blocks;
	for (let k = 0; k < K; k++) {
		const first = Math.floor((k % J) / size) * size;
		let sum = 0;
		for (let j = first; j < first + size; j++) sum += w[wAt + k * J + j] * x[xAt + j];
		y[yAt + k] += sum;
	}
}

/** dL/dx[j] += sum_k W[k,j] dL/dy[k], derivative of y = W x above */
export function addProductBackToX(
	dx: Floats,
	dxAt: number,
	w: Floats,
	wAt: number,
	dy: Floats,
	dyAt: number,
	K: number,
	J: number,
	blocks = 1,
): void {
	const size = J / blocks;
	for (let k = 0; k < K; k++) {
		const first = Math.floor((k % J) / size) * size;
		for (let j = first; j < first + size; j++) dx[dxAt + j] += w[wAt + k * J + j] * dy[dyAt + k];
	}
}

/** dL/dW[k,j] += dL/dy[k] x[j], derivative of y = W x above */
export function addProductBackToW(
	dw: Floats,
	wAt: number,
	dy: Floats,
	dyAt: number,
	x: Floats,
	xAt: number,
	K: number,
	J: number,
	blocks = 1,
): void {
	const size = J / blocks;
	for (let k = 0; k < K; k++) {
		const first = Math.floor((k % J) / size) * size;
		for (let j = first; j < first + size; j++) dw[wAt + k * J + j] += dy[dyAt + k] * x[xAt + j];
	}
}

/** y[k] = b[k] + sum_j W_ih[k,j] x_t[j] for K rows; `row` = t B + b. A symbol id picks its column of W_ih. */
export function inputAffine(y: Floats, yAt: number, a: LayerArrays, row: number, K: number): void {
	for (let k = 0; k < K; k++) y[yAt + k] = a.b[k];
	if (a.x) addProduct(y, yAt, a.w_ih, 0, a.x, row * a.D, K, a.D);
	const id = a.ids ? a.ids[row] : -1;
	if (id >= 0) for (let k = 0; k < K; k++) y[yAt + k] += a.w_ih[k * a.D + id];
}

/** dL/db += dL/dy; dL/dW_ih += dL/dy x_t^T; dL/dx_t = W_ih^T dL/dy, derivatives of the line above */
export function inputAffineBack(
	a: LayerArrays & LayerGradients,
	row: number,
	dy: Floats,
	dyAt: number,
	K: number,
): void {
	for (let k = 0; k < K; k++) a.db[k] += dy[dyAt + k];
	if (a.x) addProductBackToW(a.dw_ih, 0, dy, dyAt, a.x, row * a.D, K, a.D);
	const id = a.ids ? a.ids[row] : -1;
	if (id >= 0) for (let k = 0; k < K; k++) a.dw_ih[k * a.D + id] += dy[dyAt + k];
	if (a.dx) {
		a.dx.fill(0, row * a.D, (row + 1) * a.D);
		addProductBackToX(a.dx, row * a.D, a.w_ih, 0, dy, dyAt, K, a.D);
	}
}
