/** Dense layer y = x W^T + b over N rows: the output layer below the softmax. docs/equations.md#dense */
import type { DenseBackward, DenseForward } from "../kernels.ts";
import { addProduct, addProductBackToW, addProductBackToX } from "./affine.ts";

export function denseForward({ N, D, V, x, w, b, y }: DenseForward): void {
	for (let n = 0; n < N; n++) {
		for (let v = 0; v < V; v++) y[n * V + v] = b[v];
		addProduct(y, n * V, w, 0, x, n * D, V, D); // (1) y_n = W x_n + b
	}
}

export function denseBackward({ N, D, V, x, w, dy, dx, dw, db }: DenseBackward): void {
	for (let n = 0; n < N; n++) {
		for (let v = 0; v < V; v++) db[v] += dy[n * V + v]; // (1) dL/db += dL/dy_n
		addProductBackToW(dw, 0, dy, n * V, x, n * D, V, D); // (1) dL/dW += dL/dy_n x_n^T
		if (!dx) continue;
		dx.fill(0, n * D, (n + 1) * D);
		addProductBackToX(dx, n * D, w, 0, dy, n * V, V, D); // (1) dL/dx_n = W^T dL/dy_n
	}
}
