import { expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { LeastSquares } from "./leastSquares.ts";
import { RecursiveLeastSquares } from "./recursiveLeastSquares.ts";

const M = 7;
const V = 2;

function rows(count: number, seed = 1) {
	const random = new RandomStream(seed, "rows");
	return Array.from({ length: count }, () => ({
		z: Array.from({ length: M }, () => random.normal()),
		y: Array.from({ length: V }, () => random.normal()),
	}));
}

/** Gradient of sum |y - W z|^2 + lambda |W|^2, [V,M]: zero at the minimum. */
function gradient(data: ReturnType<typeof rows>, w: Float64Array, lambda: number) {
	const g = w.map((x) => 2 * lambda * x);
	for (const { z, y } of data) {
		for (let v = 0; v < V; v++) {
			let e = -y[v]!;
			for (let m = 0; m < M; m++) e += w[v * M + m]! * z[m]!;
			for (let m = 0; m < M; m++) g[v * M + m]! += 2 * e * z[m]!;
		}
	}
	return g;
}

test.each([0, 1e-3, 5])(
	"at the solution of 150 rows with ridge %d the gradient is below 1e-11, and its squares are the residual",
	(ridge) => {
		const data = rows(150);
		const squares = new LeastSquares(M, V);
		for (const { z, y } of data) squares.add(z, y);
		const { weights, residual, dataResidual, rows: count } = squares.solve(ridge);
		expect(count).toBe(150);
		for (const g of gradient(data, weights, ridge)) expect(Math.abs(g)).toBeLessThan(1e-11);
		for (let v = 0; v < V; v++) {
			let sum = 0;
			for (const { z, y } of data) sum += z.reduce((e, x, m) => e - x * weights[v * M + m]!, y[v]!) ** 2;
			expect(dataResidual[v]! / sum).toBeCloseTo(1, 12);
			for (let m = 0; m < M; m++) sum += ridge * weights[v * M + m]! ** 2;
			expect(residual[v]! / sum).toBeCloseTo(1, 12);
		}
	},
);

test("rows that fit to 1e-9 of their size have the data residual of a sum over them, to 1 %, under a ridge part 100,000 times larger", () => {
	const random = new RandomStream(2, "near");
	const data = rows(150).map(({ z }) => {
		const y = Array.from({ length: V }, (_, v) => z[v]! - 2 * z[v + 3]! + 1e-9 * random.normal());
		return { z, y };
	});
	const squares = new LeastSquares(M, V);
	for (const { z, y } of data) squares.add(z, y);
	const { weights, residual, dataResidual } = squares.solve(1e-11);
	for (let v = 0; v < V; v++) {
		let sum = 0;
		for (const { z, y } of data) sum += z.reduce((e, x, m) => e - x * weights[v * M + m]!, y[v]!) ** 2;
		expect(residual[v]! / sum).toBeGreaterThan(1e5);
		expect(Math.abs(dataResidual[v]! / sum - 1)).toBeLessThan(0.01);
	}
});

test("solving does not disturb what comes after: 70 rows, a solution, and 80 more are 150 rows", () => {
	const data = rows(150);
	const [once, twice] = [new LeastSquares(M, V), new LeastSquares(M, V)];
	for (const [n, { z, y }] of data.entries()) {
		once.add(z, y);
		twice.add(z, y);
		if (n === 69) twice.solve(0.5);
	}
	const [a, b] = [once.solve(0.1).weights, twice.solve(0.1).weights];
	for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-13);
});

test("columns scaled from 1 to 1e-9 have condition 1e9, and the exact weights come back to 1e-5, where products would give up", () => {
	const squares = new LeastSquares(M, 1);
	const scale = Array.from({ length: M }, (_, m) => 10 ** (-9 * (m / (M - 1))));
	const random = new RandomStream(3, "scaled");
	for (let n = 0; n < 4000; n++) {
		const z = scale.map((s) => s * random.normal());
		squares.add(z, [z.reduce((sum, x, m) => sum + (m + 1) * x, 0)]);
	}
	const { weights, condition } = squares.solve();
	expect(Math.log10(condition)).toBeCloseTo(9, 1);
	for (let m = 0; m < M; m++) expect(Math.abs(weights[m]! / (m + 1) - 1)).toBeLessThan(1e-5);
});

test("rows that leave a direction open are E_SINGULAR, which says what to raise; a ridge of 1e-6 closes it", () => {
	const squares = new LeastSquares(M, V);
	for (const { z, y } of rows(50)) squares.add([...z.slice(0, 6), z[0]! + z[1]!], y);
	expect(() => squares.solve()).toThrow(/E_SINGULAR/);
	expect(() => squares.solve()).toThrow(/Raise --ridge to 1e-12/);
	expect(squares.solve(1e-6).condition).toBeLessThan(1e6);
	expect(() => squares.solve(-1)).toThrow(/E_OPTION/);
});

test("learned online, 150 rows give the weights of the regression with ridge delta to 1e-10", () => {
	const data = rows(150, 2);
	const squares = new LeastSquares(M, V);
	const online = new RecursiveLeastSquares(M, V, { delta: 1e-2 });
	for (const { z, y } of data) {
		squares.add(z, y);
		online.add(z, y);
	}
	const { weights } = squares.solve(1e-2);
	for (let i = 0; i < weights.length; i++) expect(Math.abs(online.weights[i]! - weights[i]!)).toBeLessThan(1e-10);
});

test("with forget 0.9 the online weights follow a system that changed, to 1e-6 within 200 rows", () => {
	const online = new RecursiveLeastSquares(M, 1, { forget: 0.9 });
	const random = new RandomStream(5, "change");
	for (let n = 0; n < 400; n++) {
		const z = Array.from({ length: M }, () => random.normal());
		const sign = n < 200 ? 1 : -1;
		online.add(z, [z.reduce((sum, x, m) => sum + sign * (m + 1) * x, 0)]);
	}
	for (let m = 0; m < M; m++) expect(Math.abs(online.weights[m]! + (m + 1))).toBeLessThan(1e-6);
});

test("a solution changes nothing: 100 rows, one in between and the rest continued from copies, give the same bits", () => {
	const data = rows(100);
	const undisturbed = new LeastSquares(M, V);
	for (const { z, y } of data) undisturbed.add(z, y);
	const first = new LeastSquares(M, V);
	for (const { z, y } of data.slice(0, 70)) first.add(z, y);
	first.solve(1e-3);
	const { r, block, residual } = first.tensors;
	const second = new LeastSquares(M, V);
	second.tensors.r.set(r);
	second.tensors.block.set(block);
	second.tensors.residual.set(residual);
	second.resume(70);
	for (const { z, y } of data.slice(70)) second.add(z, y);
	expect(second.solve(1e-3)).toEqual(undisturbed.solve(1e-3));
});

test("640 rows for 900 inputs, where what is left of a row falls below 1e-300, have a readout with a ridge of 1e-6", () => {
	const random = new RandomStream(1, "wide");
	const squares = new LeastSquares(900, 1);
	for (let n = 0; n < 640; n++)
		squares.add(
			Float64Array.from({ length: 900 }, () => random.normal()),
			[random.normal()],
		);
	const { condition, residual } = squares.solve(1e-6);
	expect(condition).toBeGreaterThan(1e4); // about 55 over sqrt(1e-6)
	expect(condition).toBeLessThan(1e5);
	expect(residual[0]).toBeLessThan(1e-4); // there are enough weights for every row
});
