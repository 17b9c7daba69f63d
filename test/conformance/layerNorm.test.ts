/** Layer normalisation in cells given by equations: edges, sizes and threads on every engine, and planted faults. */
import { afterAll, describe, expect, test } from "vitest";
import type { OwnSpec } from "../../src/cells/layout.ts";
import type * as OwnCells from "../../src/cells/own/ownCell.ts";
import { ownCellOf } from "../../src/cells/own/reader.ts";
import { Unrolled } from "../../src/cells/unroll.ts";
import { Weights } from "../../src/cells/weights.ts";
import * as check from "../../src/diagnosis/gradcheck.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import type * as OwnReference from "../../src/kernels/reference/own.ts";
import { ownReference } from "../../src/kernels/reference/own.ts";
import type * as Reference from "../../src/kernels/reference.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { fastEnginesHere } from "./fastEngine.ts";
import { type Fault, loader } from "./mutate.ts";
import { normed, ownSpec } from "./ownTwins.ts";

const fast = fastEnginesHere();
const engines: { name: string; engine: Engine }[] = [
	{ name: "reference", engine: createReference(ownReference) },
	...fast,
	...halves(),
];
afterAll(() => {
	for (const { engine } of engines) engine.close();
});

/** The native engine with products of bfloat16, where this machine has it. */
function halves(): { name: string; engine: Engine }[] {
	try {
		return [{ name: "bfloat16", engine: openEngine({ engine: "native", precision: "bfloat16", threads: 2 }) }];
	} catch {
		return [];
	}
}

// T steps, B sequences, D inputs, H units

/** h is the norm of a sum, so that the sum's numbers are chosen through W, R and b. */
const bare = ownSpec({ name: "bare", equations: ["u = W x + R h' + b", "y = norm(u)", "h = y"] });

interface Size {
	T: number;
	B: number;
	H: number;
}

/** A window of `own` with weights from `draw`, forward and backward: its values and every gradient. */
function run(engine: Engine, own: OwnSpec, { T, B, H }: Size, draw: (random: RandomStream, name: string) => number) {
	const D = 5;
	const spec = { ...own, symbols: D, input: "values" as const, hidden: H, layers: 1, dropout: 0 };
	const random = new RandomStream(7, `norm ${T} ${B} ${H}`);
	const [weights, gradients] = [new Weights(engine, spec), new Weights(engine, spec)];
	for (const { name } of weights.specs) {
		const data = weights.tensor(name);
		for (let j = 0; j < data.length; j++) data[j] = Math.fround(draw(random, name));
	}
	const window = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
	for (let j = 0; j < T * B * D; j++) window.x![j] = Math.fround(random.normal());
	for (let j = 0; j < T * B; j++) window.targets[j] = random.below(D);
	window.forward();
	window.backward(gradients, { scale: 1 / (T * B) });
	const [gates, h] = [window.layers[0]!.gates!.slice(), window.layers[0]!.h.slice()];
	const names = ownCellOf(own.equations).values;
	const row = (name: string, n: number) => {
		const at = (n * names.length + names.indexOf(name)) * H;
		return Array.from(gates.subarray(at, at + H));
	};
	const found = { row, rows: T * B, gates, h, gradients: gradients.flat.slice() };
	window.free();
	engine.free(weights.flat, gradients.flat);
	return found;
}

const drawn = (random: RandomStream) => 0.5 * random.normal();

/** Layer normalisation of these numbers, in float64. */
function exact(u: readonly number[]): { y: number[]; inverse: number } {
	const mean = u.reduce((sum, x) => sum + x, 0) / u.length;
	const inverse = 1 / Math.sqrt(u.reduce((sum, x) => sum + (x - mean) ** 2, 0) / u.length + 1e-5);
	return { y: u.map((x) => (x - mean) * inverse), inverse };
}

describe.each(engines)("$name", ({ engine }) => {
	const roundoff = engine.precision === 64 ? 2 ** -53 : 2 ** -24;

	/** First order in the roundoff: the mean errs by 4 roundings of the largest number, the variance by its H terms. */
	function expectNorm(u: readonly number[], y: readonly number[], what: string): void {
		const wanted = exact(u);
		const most = Math.max(...u.map(Math.abs));
		for (const [k, value] of wanted.y.entries()) {
			const bound = roundoff * (4 * most * wanted.inverse + (u.length + 16) * Math.abs(value)) + Number.MIN_VALUE;
			expect(Math.abs(y[k]! - value), `${what} ${k}`).toBeLessThanOrEqual(bound);
		}
	}

	test("y is (u - mean) / sqrt(variance + 1e-5) of the engine's own u, for rows of 1 to 131 units, 1 to 50 sequences and chunks that end early", () => {
		for (const H of [1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 47, 64, 65, 131])
			for (const [T, B] of [
				[1, 1],
				[3, 2],
				[2, 5],
				[7, 50],
			] as const) {
				const { row, rows } = run(engine, normed, { T, B, H }, drawn);
				for (let n = 0; n < rows; n += Math.max(1, Math.floor(rows / 9)))
					for (const sum of ["u", "s", "w"]) expectNorm(row(sum, n), row(`n${sum}`, n), `H ${H} B ${B} row ${n}`);
			}
	});

	test("of one unit y is 0, and nothing passes back through it", () => {
		const { row, gradients } = run(engine, bare, { T: 3, B: 2, H: 1 }, drawn);
		expect([row("y", 0), row("y", 5)]).toEqual([[0], [0]]);
		const [D, V] = [5, 5];
		expect([...gradients.slice(0, D + 2)].every((x) => x === 0)).toBe(true); // W, R and b
		expect([...gradients.slice(-V)].some((x) => x !== 0)).toBe(true); // the head's bias
	});

	test("of equal numbers y is 0 to 4 roundings of their size / sqrt(1e-5), and gradients are finite", () => {
		for (const b of [0, 1, 0.1, -3.7, 1e4]) {
			const { row, gradients } = run(engine, bare, { T: 1, B: 3, H: 37 }, (_, name) => (/bias/.test(name) ? b : 0));
			for (const y of row("y", 2))
				expect(Math.abs(y)).toBeLessThanOrEqual((4 * roundoff * Math.abs(b)) / Math.sqrt(1e-5));
			expect(gradients.every(Number.isFinite)).toBe(true);
		}
	});

	test("sums of 1e-30, of 1e18, and small differences on a mean of 1e4 keep their norm", () => {
		for (const [size, mean] of [
			[1e-30, 0],
			[1e-3, 0],
			[1e18, 0],
			[1, 1e4],
		] as const) {
			const draw = (random: RandomStream, name: string) => (/bias_l/.test(name) ? mean + size * random.normal() : 0);
			const { row, gradients } = run(engine, bare, { T: 1, B: 1, H: 70 }, draw);
			expectNorm(row("u", 0), row("y", 0), `${size} ${mean}`);
			expect(Math.max(...row("y", 0).map(Math.abs))).toBeGreaterThan(size < 1e-10 ? 1e-29 : 0.1);
			expect(gradients.every(Number.isFinite)).toBe(true);
		}
	});

	test("where the variance has no finite float, y is NaN and never a silent 0", () => {
		if (engine.precision === 64) return;
		const draw = (random: RandomStream, name: string) => (/bias_l/.test(name) ? 1e25 * random.normal() : 0);
		expect(run(engine, bare, { T: 1, B: 1, H: 20 }, draw).row("y", 0).every(Number.isNaN)).toBe(true);
	});
});

const precisions = engines.some(({ name }) => name === "bfloat16")
	? (["float32", "bfloat16"] as const)
	: (["float32"] as const);
test.each(precisions)(
	"%s: 1, 2 and 3 threads leave the same bits, one row or 50, strips that are not whole, one step or more than a chunk of them",
	(precision) => {
		for (const size of [
			{ T: 1, B: 1, H: 50 },
			{ T: 5, B: 1, H: 131 },
			{ T: 4, B: 3, H: 64 },
			{ T: 9, B: 50, H: 75 },
			{ T: 2, B: 7, H: 1 },
		]) {
			const [one, ...others] = [1, 2, 3].map((threads) => {
				const engine = openEngine({ engine: fast[0]!.engine.name, threads, alwaysThreads: threads > 1, precision });
				const { row: _, ...found } = run(engine, normed, size, drawn);
				engine.close();
				return found;
			});
			for (const other of others) expect(other).toEqual(one);
		}
	},
);

const reference = "kernels/reference/own.ts";
const faults: Fault[] = (
	[
		[reference, "the mean stays in y", "(values[from + k]! - mean) * inverse", "values[from + k]! * inverse"],
		[reference, "the variance with divisor H - 1", "- mean) ** 2 / H", "- mean) ** 2 / (H - 1)"],
		[reference, "eps outside the root", "1 / Math.sqrt(variance + NORM_EPS)", "1 / (Math.sqrt(variance) + NORM_EPS)"],
		[reference, "the mean of dL/dy dropped", "d[k]! - mean - along", "d[k]! - along"],
		[reference, "the mean of dL/dy y dropped", "- mean - along * values[to + k]!)", "- mean)"],
		[reference, "u for y in that mean", "(d[k]! * values[to + k]!) / H", "(d[k]! * values[from + k]!) / H"],
		[reference, "dL/du without 1 / d", "inverse * (d[k]! - mean", "1 * (d[k]! - mean"],
		[reference, "dL/dy taken for dL/du", "normBack(gates, at + sum * H", "if (sum < 0) normBack(gates, at + sum * H"],
		[reference, "dL/db of a normalised sum dropped", "a.db[sum * H + k]! += da[sum * H + k]!;", ""],
		[
			reference,
			"the statistics of the first sequence for all",
			"normalise(gates, at + sum * H",
			"normalise(gates, t * B * V * H + sum * H",
		],
		[
			reference,
			"means over all sums together",
			"let [mean, rest, variance] = [0, 0, 0];",
			"at -= at % (2 * H);\n\tlet [mean, rest, variance] = [0, 0, 0];",
		],
		[
			"cells/own/compile.ts",
			"dL/db of a normalised sum from dL/dy too",
			"norms.has(name) ? [] : [{",
			'name === "" ? [] : [{',
		],
		[
			"cells/own/compile.ts",
			"the norm of another line",
			'"norm":\n\t\t\treturn graph.place(`value ',
			'"norm":\n\t\t\treturn graph.place(`value nu` || `',
		],
	] as const
).map(([file, name, from, to]) => ({ file, name, from, to }));

/** Rows of the gradient check that fail on a reference engine, or a compiler of equations, with a fault. */
function failedRows(fault?: Fault): number {
	const load = loader(fault);
	const { createReference: create } = load<typeof Reference>("kernels/reference.ts");
	const { ownReference: own } = load<typeof OwnReference>(reference);
	const inCells = fault?.file.startsWith("cells/");
	const { gradcheck } = inCells ? load<typeof check>("diagnosis/gradcheck.ts") : check;
	const { defineCell } = load<typeof OwnCells>("cells/own/ownCell.ts");
	const cell = inCells ? { ...normed, equations: defineCell(JSON.parse(JSON.stringify(normed.equations))) } : normed;
	const checks: check.GradcheckKind[] = ["layer/forward-mode", "network/forward-mode"];
	const rows = gradcheck(create(own), { cells: [cell], checks, steps: [3], lanes: [2], layers: [2] });
	return rows.filter(({ ok }) => !ok).length;
}

describe("the gradient check", () => {
	test("passes without a fault", () => {
		expect(failedRows()).toBe(0);
	});
	test.each(faults)("catches: $name", (fault) => {
		expect(failedRows(fault)).toBeGreaterThan(0);
	});
});
