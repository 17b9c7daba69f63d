/** The fast engines against the reference, and against themselves. */
import { spawnSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type { Engine, Floats } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { compileForChild } from "../storage/compile.ts";
import { CELLS, type LayerCase, layerCase, runLayer } from "./engineCases.ts";
import { fastEnginesHere } from "./fastEngine.ts";
import { judge } from "./stepwise.ts";
import { threadBits } from "./threadBits.ts";

const ROUNDS = process.env.SLUICE_LONG === "1" ? 400 : 10;
const reference = openEngine({ engine: "reference" });

const engines = fastEnginesHere();
afterAll(() => {
	for (const { engine } of engines) engine.close();
});

/** A new array of the engine's, filled element by element. */
function filled(engine: Engine, length: number, value: (j: number) => number): Floats {
	const array = engine.floats(length);
	for (let j = 0; j < length; j++) array[j] = value(j);
	return array;
}

/** Whether two results hold the same bits, array by array; of `got`, only what `wanted` has. */
function sameBits(got: Record<string, Floats>, wanted: Record<string, Floats>): boolean {
	const bytes = (array: Floats) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
	return Object.entries(wanted).every(([name, array]) => Buffer.compare(bytes(got[name]!), bytes(array)) === 0);
}

function largest(array: Floats): number {
	let most = 0;
	for (let j = 0; j < array.length; j++) most = Math.max(most, Math.abs(array[j]!));
	return most;
}

const rng = new RandomStream(2024, "engine test");
const pick = <X>(of: readonly X[]): X => of[rng.below(of.length)]!;
const everything = { dx: true, edges: true, deltas: true };

/** Sizes about the edges of tiles, strips and chunks; 0, 1 and odd ones. */
function randomCase(round: number, choice: Partial<LayerCase["optional"]> & { ids?: boolean } = {}): LayerCase {
	const sizes = {
		T: pick([0, 1, 2, 3, 7]),
		B: pick([0, 1, 2, 3, 4, 5, 7, 13, 50]),
		D: pick([0, 1, 5, 16, 33]),
		H: pick([0, 1, 3, 7, 8, 9, 16, 17, 33, 50]),
	};
	return layerCase(CELLS[round % CELLS.length]!, sizes, round, { ids: rng.below(2) === 1, ...everything, ...choice });
}

test("the wasm engines are here, and native where it was built", () => {
	expect(engines.map(({ name }) => name)).toEqual(expect.arrayContaining(["wasm simd"]));
});

describe.each(engines)("$name", ({ engine, fused }) => {
	test(`${ROUNDS * 10} random layers of every cell, sizes 0 to 50, are within the bound of one step at every step`, () => {
		for (let round = 0; round < ROUNDS * 10; round++) {
			const c = randomCase(round);
			const verdict = judge(reference, c, runLayer(engine, c), fused);
			expect(verdict.ratio, `${JSON.stringify({ ...c, inputs: 0, ids: !!c.ids })} ${verdict.name}`).toBeLessThanOrEqual(
				1,
			);
		}
	});

	test("a window longer than a chunk of steps (T 7, B 50, H 19) is within the bound at every step", () => {
		for (const [round, cell] of CELLS.entries()) {
			const c = layerCase(cell, { T: 7, B: 50, D: 11, H: 19 }, round, { ids: round % 2 === 0, ...everything });
			expect(judge(reference, c, runLayer(engine, c), fused).ratio).toBeLessThanOrEqual(1);
		}
	});

	test("symbols of a vocabulary too large for a table (D 70000) are gathered and scattered within the bound", () => {
		for (const cell of [CELLS[0]!, CELLS[6]!]) {
			const c = layerCase(cell, { T: 2, B: 4, D: 70000, H: 2 }, 5, { ids: true, ...everything });
			expect(judge(reference, c, runLayer(engine, c), fused).ratio).toBeLessThanOrEqual(1);
		}
	});

	test("one error of 0.1 % of the largest value in a gradient of dx or weights, or of 30 % elsewhere, breaks the bound", () => {
		for (const [round, cell] of CELLS.entries()) {
			const c = layerCase(cell, { T: 3, B: 3, D: 5, H: 4 }, round, { ids: false, ...everything });
			const good = runLayer(engine, c);
			for (const [name, array] of Object.entries(good)) {
				const size = largest(array);
				const bad = { ...good, [name]: array.slice() };
				bad[name]![array.length - 1]! += (/^(dw|db|dp|dx)/.test(name) ? 1e-3 : 0.3) * size;
				expect(judge(reference, c, bad, fused).ratio, `${cell.cell} ${cell.variant} ${name}`).toBeGreaterThan(1);
			}
		}
	});

	test("30 layers give the same bits twice, with deltas asked for or not, with edges of zeros or none", () => {
		for (let round = 0; round < 30; round++) {
			const c = randomCase(round);
			const first = runLayer(engine, c);
			const plain = runLayer(engine, { ...c, optional: { ...c.optional, deltas: false } });
			expect(sameBits(runLayer(engine, c), first)).toBe(true);
			expect(sameBits(first, plain)).toBe(true);
			const none = { ...c.inputs, dhLast: c.inputs.dhLast!.map(() => 0), dcLast: c.inputs.dcLast!.map(() => 0) };
			const zeros = runLayer(engine, { ...c, inputs: none });
			const absent = runLayer(engine, { ...c, optional: { ...c.optional, edges: false } });
			expect(sameBits(zeros, absent)).toBe(true);
		}
	});

	test("sigmoid, tanh and exp are within 3e-7 over a dense sweep, at the ends, and NaN stays NaN", () => {
		const n = 400_000;
		const x = engine.floats(n);
		const y = engine.floats(n);
		for (let j = 0; j < n; j++) x[j] = j < n / 2 ? (j - n / 4) / (n / 40) : 20 * Math.sinh((j - 0.75 * n) / 30000);
		x.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38, 88.8, -88.8, 0, -0, 1e-40, -1e-40]);
		const functions = { sigmoid: (a: number) => 1 / (1 + Math.exp(-a)), tanh: Math.tanh, exp: Math.exp } as const;
		for (const [name, exact] of Object.entries(functions)) {
			if (name === "exp") for (let j = 0; j < n; j++) x[j] = -Math.abs(x[j]!);
			engine.approximate(name as "tanh", x, y);
			let worst = 0;
			for (let j = 0; j < n; j++) worst = Math.max(worst, Math.abs(y[j]! - exact(x[j]!)));
			expect(worst, name).toBeLessThanOrEqual(3e-7);
			expect(largest(y)).toBeLessThanOrEqual(1);
			const nan = engine.floats(3).fill(Number.NaN);
			engine.approximate(name as "tanh", nan, nan);
			expect(Array.from(nan)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
		}
		engine.free(x, y);
	});

	test("dense layers of 0 to 130 columns are within (K + 4) 2^-24 sum |a||b| of the reference, element by element", () => {
		const u = fused ? 2 ** -24 : 2 ** -23;
		for (let round = 0; round < ROUNDS * 4; round++) {
			const [N, D, V] = [
				pick([0, 1, 2, 3, 4, 5, 50, 130, 700]),
				pick([0, 1, 5, 16, 33, 130]),
				pick([0, 1, 7, 16, 33, 98]),
			];
			const random = (length: number) => Float64Array.from({ length }, () => Math.fround(2 * rng.uniform() - 1));
			const plain = {
				x: random(N * D),
				w: random(V * D),
				b: random(V),
				dy: random(N * V),
				dw: random(V * D),
				db: random(V),
			};
			const run = (on: Engine) => {
				const a = Object.fromEntries(
					Object.entries(plain).map(([name, values]) => {
						const array = on.floats(values.length);
						array.set(values);
						return [name, array];
					}),
				) as typeof plain;
				const y = on.floats(N * V).fill(Number.NaN);
				const dx = on.floats(N * D).fill(Number.NaN);
				on.denseForward({ N, D, V, ...a, y });
				on.denseBackward({ N, D, V, ...a, dx });
				return { y: [y, D], dx: [dx, V], dw: [a.dw, N], db: [a.db, N] } as const;
			};
			const got = run(engine);
			const want = run(reference);
			for (const name of ["y", "dx", "dw", "db"] as const) {
				const [array, K] = want[name];
				// every factor is at most 1, so the sum of |a||b| is at most K + 1
				let worst = 0;
				for (let j = 0; j < array.length; j++) {
					const error = Math.abs(got[name][0][j]! - array[j]!);
					worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
				}
				expect(worst).toBeLessThanOrEqual((K + 4) * u * (K + 1));
			}
		}
	});

	test("softmax cross-entropy holds 1e-6 of the loss at logits from 1e-3 to 1e4, unscored rows, in place or not", () => {
		for (const spread of [1e-3, 1, 30, 1e4]) {
			for (const V of [1, 2, 7, 16, 98]) {
				const N = 9;
				const run = (on: Engine, inPlace: boolean) => {
					const stream = new RandomStream(V, "logits");
					const logits = filled(on, N * V, () => Math.fround(spread * (2 * stream.uniform() - 1)));
					const held = on.floats(N * V);
					held.set(logits);
					const targets = on.ints(N);
					for (let n = 0; n < N; n++) targets[n] = stream.below(V + 1) - 1;
					const losses = on.floats(N);
					const dlogits = inPlace ? held : on.floats(N * V);
					on.softmaxCrossEntropy({ N, V, logits: held, targets, scale: 0.25, losses, dlogits });
					return { losses, dlogits };
				};
				const got = run(engine, false);
				const want = run(reference, false);
				expect(run(engine, true)).toEqual(got);
				for (let n = 0; n < N; n++)
					expect(Math.abs(got.losses[n]! - want.losses[n]!)).toBeLessThanOrEqual(
						1e-6 * (1 + Math.min(spread, want.losses[n]!)),
					);
				for (let j = 0; j < N * V; j++) expect(Math.abs(got.dlogits[j]! - want.dlogits[j]!)).toBeLessThanOrEqual(3e-7);
			}
		}
	});

	test("a NaN logit makes its row's loss NaN and leaves the other rows alone", () => {
		const logits = engine.floats(3 * 20).fill(0.5);
		logits[25] = Number.NaN;
		const losses = engine.floats(3);
		engine.softmaxCrossEntropy({ N: 3, V: 20, logits, targets: engine.ints(3), scale: 1, losses });
		expect(Array.from(losses, (loss) => Number.isNaN(loss))).toEqual([false, true, false]);
	});

	test("dropout drops the same elements as the reference at any rate, counter and length", () => {
		for (const rate of [0, 0.1, 0.5, 0.9, 1 - 2 ** -53]) {
			for (const counter of [0, 7, 2 ** 32 - 3, 2 ** 40 + 1, 2 ** 53 - 2 ** 31, 2 ** 53 - 100, 2 ** 53 - 1]) {
				const n = 333;
				const run = (on: Engine) => {
					const x = on.floats(n).fill(1.5);
					on.dropout({ n, rate, key: [0xdeadbeef, 77], counter, x, y: x });
					return Array.from(x, Math.fround);
				};
				const got = run(engine);
				const want = run(reference);
				expect(got.map((y) => y === 0)).toEqual(want.map((y) => y === 0));
				for (let j = 0; j < n; j++) expect(got[j]!).toBeCloseTo(want[j]!, 5);
			}
		}
	});

	test("ten updates of each optimiser stay within 1e-5 of the reference", () => {
		for (const kind of ["sgd", "momentum", "rmsprop", "adam", "adamw"] as const) {
			const n = 1003;
			const run = (on: Engine) => {
				const stream = new RandomStream(5, kind);
				const random = () => filled(on, n, () => Math.fround(2 * stream.uniform() - 1));
				const [w, m, v] = [random(), on.floats(n), on.floats(n)];
				for (let step = 1; step <= 10; step++) {
					const common = { beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.01, decayed: 700 };
					const g = random();
					const kept = Array.from(g);
					engineUpdate(on, { kind, n, w, g, m, v, lr: 0.01, step, gradScale: 0.8, clipValue: 0.7, ...common });
					expect(Array.from(g)).toEqual(kept);
				}
				return w;
			};
			const engineUpdate = (on: Engine, a: Parameters<Engine["update"]>[0]) => on.update(a);
			const got = run(engine);
			const want = run(reference);
			for (let j = 0; j < n; j++) expect(Math.abs(got[j]! - want[j]!)).toBeLessThanOrEqual(1e-5);
		}
	});

	test("the sum of squares is exact to 1e-14 of its size, and NaN or infinite where the array is", () => {
		for (const n of [0, 1, 15, 16, 17, 1000]) {
			const x = filled(engine, n, () => Math.fround(rng.normal()));
			let exact = 0;
			for (const value of x) exact += value * value;
			expect(Math.abs(engine.sumSquares(x) - exact)).toBeLessThanOrEqual(1e-14 * exact);
		}
		for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
			const x = engine.floats(40).fill(1);
			x[33] = bad;
			expect(engine.sumSquares(x)).toBe(bad * bad);
		}
	});

	test("a NaN weight reaches the gates and the gradient instead of vanishing", () => {
		const c = layerCase({ cell: "lstm", variant: "forget" }, { T: 3, B: 4, D: 5, H: 9 }, 1, {
			ids: false,
			...everything,
		});
		c.inputs.w_hh![3] = Number.NaN;
		const got = runLayer(engine, c);
		for (const name of ["h", "gates", "dw_hh"]) expect(got[name]!.some(Number.isNaN), name).toBe(true);
	});
});

/** Engines with threads, and how many to ask of each. */
const THREADED = [
	{ choice: "native", threads: [1, 2, 3, 8] },
	{ choice: "wasm-plain", threads: [1, 2, 3] },
	{ choice: "wasm-relaxed", threads: [1, 2, 3] },
] as const;

describe.each(THREADED.filter(({ choice }) => engines.some(({ engine }) => engine.name === choice)))(
	"$choice",
	({ choice, threads }) => {
		test(`${threads.join(", ")} threads give the same bits in every cell and in the head`, () => {
			const [one, ...more] = threads.map((number) => {
				const engine = openEngine({ engine: choice, threads: number, alwaysThreads: true, memoryBytes: 2 ** 27 });
				expect(engine.threads).toBe(number);
				const bits = threadBits(engine);
				engine.close();
				return bits;
			});
			for (const bits of more) expect(bits).toEqual(one);
		});
	},
);

test("wasm threads give the bits of one thread under V8's default flags, its baseline compiler and its optimising one", {
	timeout: 300_000,
}, () => {
	const { folder, path } = compileForChild("test/conformance/threadsChild.ts");
	symlinkSync(fileURLToPath(new URL("../../wasm", import.meta.url)), join(folder, "wasm"));
	for (const choice of ["wasm-plain", "wasm-relaxed"] as const) {
		const here = openEngine({ engine: choice, threads: 1, memoryBytes: 2 ** 27 });
		const wanted = threadBits(here);
		for (const flags of [[], ["--liftoff", "--no-wasm-tier-up"], ["--no-liftoff"]]) {
			const child = spawnSync(process.execPath, [...flags, path, choice, `${ROUNDS / 10}`], { encoding: "utf8" });
			expect(child.stderr).toBe("");
			const got = JSON.parse(child.stdout);
			expect(Object.keys(got)).toEqual(expect.arrayContaining(["2 threads, 0", "3 threads, 0"]));
			for (const bits of Object.values(got)) expect(bits, `${choice} ${flags.join(" ")}`).toEqual(wanted);
		}
	}
	rmSync(folder, { recursive: true, force: true });
});

test("wasm compiled by V8's baseline compiler alone gives the same bits as its optimised code", {
	timeout: 60_000,
}, () => {
	const script = fileURLToPath(new URL("baselineChild.mjs", import.meta.url));
	const run = (flags: string[]) => spawnSync(process.execPath, [...flags, script], { encoding: "utf8" });
	const [optimised, baseline] = [run(["--no-liftoff"]), run(["--liftoff", "--no-wasm-tier-up"])];
	expect(baseline.stderr).toBe("");
	expect(baseline.stdout).toMatch(/^plain [0-9a-f]{64}\nrelaxed [0-9a-f]{64}\n$/);
	expect(baseline.stdout).toBe(optimised.stdout);
});

test("a head of 200,001 symbols gets its gradient in both wasm builds, whose addresses have 32 bits", () => {
	const [N, D, V] = [4, 1, 200_001];
	for (const choice of ["wasm-plain", "wasm-relaxed"] as const) {
		const engine = openEngine({ engine: choice, memoryBytes: 2 ** 29 });
		const dy = engine.floats(N * V);
		for (let j = 0; j < dy.length; j++) dy[j] = j % 1000;
		const [x, w, dw, db] = [engine.floats(N).fill(1), engine.floats(V), engine.floats(V), engine.floats(V)];
		engine.denseBackward({ N, D, V, x, w, dy, dw, db });
		const wanted = (v: number) => dy[v]! + dy[V + v]! + dy[2 * V + v]! + dy[3 * V + v]!;
		expect(dw.findIndex((sum, v) => sum !== wanted(v))).toBe(-1);
	}
});

test("2^40 numbers are E_MEMORY with their bytes in every engine, and a length of -1, 1.5 or NaN is E_SIZE", () => {
	for (const { engine } of [...engines, { engine: reference }]) {
		const bytes = engine.precision === 64 ? "8,796,093,022,208" : "4,398,046,511,104";
		expect(() => engine.floats(2 ** 40), engine.build).toThrow(new RegExp(`${bytes} bytes.*--hidden.*E_MEMORY`));
		expect(() => engine.ints(2 ** 40), engine.build).toThrow(/4,398,046,511,104 bytes.*--hidden.*E_MEMORY/);
		for (const length of [-1, 1.5, Number.NaN]) expect(() => engine.floats(length), engine.build).toThrow(/E_SIZE/);
	}
});
