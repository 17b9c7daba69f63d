/** One-sided SOAP compared with the paper's algorithm in plain loops, on every engine; planted faults. */
import { afterAll, describe, expect, test } from "vitest";
import { orthogonal } from "../../src/algebra/orthogonal.ts";
import type { TensorSpec } from "../../src/cells/layout.ts";
import type { Weights } from "../../src/cells/weights.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { Optimizer } from "../../src/training/updates/optimizer.ts";
import type * as soapFile from "../../src/training/updates/soap.ts";
import { Soap } from "../../src/training/updates/soap.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { type Fault, loader } from "./mutate.ts";
import { anyGradient, type Case, compared, OPTIONS, steadyGradient } from "./soapRuns.ts";
import { identity, matrixOf, product, type TwinOptions, transposed } from "./soapTwin.ts";

const reference = createReference();
const fast = (["native", "wasm-plain"] as const).map((name) => openEngine({ engine: name }));
afterAll(() => {
	for (const engine of fast) engine.close();
});
const onEngine = (engine: Engine) => (specs: TensorSpec[], options: TwinOptions) => new Soap(engine, specs, options);

/** One matrix, a stack of two, a square one, one of one column, and one of two panels of the QR. */
const SHAPES: Case["shapes"][] = [
	[[20, 5]],
	[
		[12, 3],
		[12, 3],
	],
	[[7, 7]],
	[[3, 1]],
	[[136, 68]],
];
const paper = (shapes: Case["shapes"]): Case => ({
	...{ shapes, updates: 11, options: OPTIONS, gradient: anyGradient, dense: false },
});
const named = SHAPES.map((shapes) => [JSON.stringify(shapes), shapes] as const);

describe("SOAP on the reference", () => {
	test.each(named)(
		"%s: 11 updates, refreshed every 3, are those of the paper's algorithm within 1e-11",
		(_, shapes) => {
			expect(compared(reference, onEngine(reference), paper(shapes)).gap).toBeLessThan(1e-11);
		},
	);

	test.each([
		[12, 3],
		[20, 5],
		[9, 4],
	])(
		"[%i,%i]: with steady eigenvectors, 11 updates are Adam in those of a dense eigendecomposition, within 1e-9",
		(n, h) => {
			const steady = { ...paper([[n, h]]), gradient: steadyGradient(orthogonal), dense: true };
			expect(compared(reference, onEngine(reference), steady).gap).toBeLessThan(1e-9);
		},
	);
});

/**
 * A column of C Q is rounded relative to the largest eigenvalue, and is as long as its own, so an eigenvector is off by up to
 * the rounding of float32 times sqrt(H) times the condition of C. Adam divides the sizes out: the moves, 0.01 per update,
 * are off by as much. Each update also rounds weights of up to 4.
 */
const rounded = (h: number, condition: number) => 11 * 2 ** -24 * (0.01 * Math.sqrt(h) * condition + 4);

test.each(fast.flatMap((engine) => named.map(([name, shapes]) => [engine.name, name, engine, shapes] as const)))(
	"%s, %s: 11 updates are those of the paper's algorithm, but for the rounding of eigenvectors in float32",
	(_name, _shapes, engine, shapes) => {
		const { gap, condition } = compared(engine, onEngine(engine), paper(shapes));
		expect(gap).toBeLessThan(rounded(shapes[0]![1], condition));
	},
);

describe("the paper's algorithm catches", () => {
	const [turn, step] = ["D: this.#H, V: this.#H, x, w:", "step.step % this.#options.soapEvery"];
	const faults: [name: string, file: "soap" | "eigenbasis", from: string, to: string][] = [
		["Q transposed", "eigenbasis", `${turn} this.vectors,`, `${turn} this.#Q,`],
		["rotated back by Q", "eigenbasis", `${turn} this.#Q,`, `${turn} this.vectors,`],
		["the moment not rotated", "soap", "m.set(this.#gradient.subarray(0, m.length));", ""],
		["the moment rotated the other way", "eigenbasis", "x: next, w: vectors });", "x: vectors, w: next });"],
		["v not in the order of its vectors", "soap", "v[n * H + order[i]!]!", "v[n * H + i]!"],
		["vectors not sorted", "eigenbasis", "quotients[j]! - quotients[i]! || i - j", "i - j"],
		["a refresh one update late", "soap", `${step} === 0`, `${step} === 1`],
		["a refresh one update early", "soap", `${step} === 0`, "(step.step + 1) % this.#options.soapEvery === 0"],
		["no start from the first gradient", "soap", "k < START", "k < 0"],
		[
			"two steps per refresh",
			"soap",
			"const order = basis.refresh();",
			"basis.refresh(); const order = basis.refresh();",
		],
		["a gradient not scaled", "soap", "lr: -1, gradScale, clipValue", "lr: -1, clipValue"],
		["a gradient not clipped by value", "soap", "lr: -1, gradScale, clipValue", "lr: -1, gradScale"],
		["no weight decay", "soap", "lr: step.lr, weightDecay }", "lr: step.lr }"],
		["C without decay", "eigenbasis", "gradScale: -1, weightDecay: 1", "gradScale: -1"],
		["C of another gradient", "soap", "this.#turned.set(this.#gradient);", ""],
		["C by beta1", "soap", "N, this.#options.beta2)", "N, this.#options.beta1)"],
		["the place of the first matrix for each", "soap", "spec.offset, spec.offset + spec.length", "3, 3 + spec.length"],
	];
	test.each(faults)("%s", (name, file, from, to) => {
		const fault: Fault = { name, file: `training/updates/${file}.ts`, from, to };
		const { Soap: Broken } = loader(fault)<typeof soapFile>("training/updates/soap.ts");
		const two: Case["shapes"] = [
			[12, 3],
			[20, 5],
		];
		const make = (specs: TensorSpec[], options: TwinOptions) => new Broken(reference, specs, options);
		expect(compared(reference, make, paper(two)).gap).not.toBeLessThan(1e-3);
	});
});

/** Gradients of orthogonal columns, largest first: C is diagonal, and Q the identity. */
function diagonalGradient(random: RandomStream, n: number, h: number): number[][] {
	return Array.from({ length: n }, (_, i) =>
		Array.from({ length: h }, (_, k) => (i % h === k ? (2 + random.uniform()) * 4 ** -k : 0)),
	);
}

test.each([reference, ...fast].map((engine) => [engine.name, engine] as const))(
	"%s: where Q is the identity, 7 updates have the bits of adamw in float32, and differ by at most 2^-50 in float64",
	(_, engine) => {
		const [n, h, random] = [12, 3, new RandomStream(6, "diagonal")];
		const [w, g, m, v, plain, pm, pv] = Array.from({ length: 7 }, () => engine.floats(n * h));
		for (let p = 0; p < w!.length; p++) w![p] = plain![p] = random.normal();
		const spec = { name: "w", shape: [n, h], offset: 0, length: n * h };
		const soap = new Soap(engine, [spec], OPTIONS);
		for (let step = 1; step <= 7; step++) {
			g!.set(diagonalGradient(random, n, h).flat());
			const settings = { lr: 0.05, step, gradScale: 1, clipValue: Number.POSITIVE_INFINITY };
			soap.update({ w: w!, g: g!, m: m!, v: v! }, settings);
			engine.update({ kind: "adamw", n: n * h, w: plain!, g: g!, m: pm!, v: pv!, ...OPTIONS, ...settings });
		}
		const vectors = soap.tensors().find(({ name }) => name === "optimizer.eigenvectors.w")!.data;
		expect([...vectors]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
		expect([m, v]).toEqual([pm, pv]);
		if (engine.precision === 32) expect(w).toEqual(plain);
		else for (const [p, x] of plain!.entries()) expect(Math.abs(w![p]! - x)).toBeLessThanOrEqual(2 ** -50);
	},
);

/** Updates by an optimiser until tr(W A W^T) / 2 is a thousandth of what it was; W [12,6]. */
function stepsTo(kind: "adam" | "soap", A: number[][], lr: number): number {
	const [n, h, random] = [12, A.length, new RandomStream(4, "start")];
	const flat = () => ({ flat: reference.floats(n * h) });
	const [w, g] = [flat(), flat()];
	for (let p = 0; p < n * h; p++) w.flat[p] = random.normal();
	const options = { ...OPTIONS, beta1: 0.9, beta2: 0.99, weightDecay: 0, soapEvery: 10, clipNorm: 0, clipValue: 0 };
	const matrix = { name: "w", shape: [n, h], offset: 0, length: n * h };
	const optimizer = new Optimizer(reference, n * h, { ...options, optimizer: kind }, 0, [matrix]);
	const loss = () => {
		const G = product(matrixOf(w.flat, n, h), A).flat();
		g.flat.set(G);
		return G.reduce((sum, x, p) => sum + (x * w.flat[p]!) / 2, 0);
	};
	const first = loss();
	for (let t = 1; t <= 5000; t++) {
		optimizer.apply(w as Weights, g as Weights, 1, lr);
		if (loss() < first / 1000) return t;
	}
	return Number.POSITIVE_INFINITY;
}

test("a quadratic of condition 10,000 on rotated axes takes Adam 300 updates and SOAP 73; on plain axes 81 and 78", () => {
	const h = 6;
	const block = new Float64Array(h * h);
	orthogonal(block, h, 1, new RandomStream(2, "axes"));
	const V = matrixOf(block, h, h);
	const D = identity(h).map((row, i) => row.map((x) => x * 10 ** ((-4 * i) / (h - 1))));
	const rotated = product(product(V, D), transposed(V));
	expect([rotated, D].map((A) => [stepsTo("adam", A, 0.03), stepsTo("soap", A, 0.03)])).toEqual([
		[300, 73],
		[81, 78],
	]);
});

test("1 and 3 threads give the same bits of weights, moments, factors and vectors", () => {
	const run = (threads: number) => {
		const engine = openEngine({ engine: "native", threads, alwaysThreads: threads > 1 });
		const [n, h, random] = [280, 70, new RandomStream(9, "threads")];
		const arrays = {
			w: engine.floats(n * h),
			g: engine.floats(n * h),
			m: engine.floats(n * h),
			v: engine.floats(n * h),
		};
		const soap = new Soap(engine, [{ name: "w", shape: [n, h], offset: 0, length: n * h }], OPTIONS);
		for (let step = 1; step <= 4; step++) {
			arrays.g.set(anyGradient(random, n, h, step).flat());
			soap.update(arrays, { lr: 0.01, step, gradScale: 1, clipValue: Number.POSITIVE_INFINITY });
		}
		const all = [arrays.w, arrays.m, arrays.v, ...soap.tensors().map(({ data }) => data)].map((x) =>
			Float32Array.from(x),
		);
		engine.close();
		return all;
	};
	expect(run(3)).toEqual(run(1));
});

test("a gradient of zeros leaves weights and eigenvectors, at the first update and later", () => {
	const [n, h, random] = [8, 4, new RandomStream(7, "zeros")];
	const arrays = {
		w: new Float64Array(n * h),
		g: new Float64Array(n * h),
		m: new Float64Array(n * h),
		v: new Float64Array(n * h),
	};
	const soap = new Soap(reference, [{ name: "w", shape: [n, h], offset: 0, length: n * h }], {
		...OPTIONS,
		soapEvery: 1,
	});
	const update = (step: number) =>
		soap.update(arrays, { lr: 0.01, step, gradScale: 1, clipValue: Number.POSITIVE_INFINITY });
	for (const step of [1, 2]) update(step);
	expect(arrays.w.every((x) => x === 0)).toBe(true);
	expect([...soap.tensors()[1]!.data]).toEqual(identity(h).flat());
	arrays.g.set(
		anyGradient(random, n, h, 3)
			.flat()
			.map((x, p) => (p % h === 2 ? 0 : x)),
	); // a unit without gradient
	for (let step = 3; step < 9; step++) update(step);
	expect(arrays.w.every(Number.isFinite)).toBe(true);
	const Q = matrixOf(soap.tensors()[1]!.data, h, h);
	for (const [i, row] of product(Q, transposed(Q)).entries())
		for (const [k, x] of row.entries()) expect(Math.abs(x - (i === k ? 1 : 0))).toBeLessThan(1e-14);
});
