/**
 * Products with operands of bfloat16 (native/half.h): to the bit those of plain loops, at each step of a layer within the
 * bound of rounded operands, the same bits on every number of threads. Skipped by name where the processor lacks them.
 */
import { afterAll, describe, expect, test } from "vitest";
import { SluiceError } from "../../src/errors/index.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { CELLS, layerCase, runLayer } from "./engineCases.ts";
import { BLOCKS, type HalfIsa, half, halfSum } from "./halfTwin.ts";
import { judge } from "./stepwise.ts";
import { threadBits } from "./threadBits.ts";

const ISAS: readonly HalfIsa[] = ["amx-bf16", "avx512-bf16"];

/** An engine of this instruction set, or undefined where the processor lacks it. */
function engineOf(isa: HalfIsa, threads = 1): Engine | undefined {
	try {
		return openEngine({ engine: "native", precision: "bfloat16", isa, threads, alwaysThreads: true });
	} catch (error) {
		const why = error instanceof SluiceError && (error.params as { why?: { reason: string } }).why?.reason;
		if (why === "instructions" || why === "noBfloat16" || why === "noAddon") return undefined;
		throw error;
	}
}

const reference = openEngine({ engine: "reference" });
const rng = new RandomStream(5, "half engines");

function filled(engine: Engine, length: number, spread = 1) {
	const array = engine.floats(length);
	for (let j = 0; j < length; j++) array[j] = spread * (2 * rng.uniform() - 1);
	return array;
}

test("rounds to the nearest of 8 bits, ties to the even one", () => {
	const given = [1 + 2 ** -8, 1 + 3 * 2 ** -8, -(1 + 2 ** -8 + 2 ** -20), 1 / 3, 3.4e38, -0];
	expect(given.map(half)).toEqual([1, 1 + 2 ** -6, -(1 + 2 ** -7), 171 / 512, Number.POSITIVE_INFINITY, -0]);
});

describe.each(ISAS)("%s", (isa) => {
	const engine = engineOf(isa);
	afterAll(() => engine?.close());
	const here = engine ? test : test.skip;

	here.each([
		[4, 1, 1],
		[5, 2, 3],
		[13, 33, 17],
		[16, 32, 16],
		[37, 31, 33],
		[50, 300, 70],
		[401, 65, 40],
		[33, 40, 401],
		[35, 550, 40], // more columns than one run of the weight gradient
	])(
		"a dense layer of %i rows, %i inputs and %i outputs has the bits of plain loops, forward and backward",
		(N, D, V) => {
			const a = { N, D, V, x: filled(engine!, N * D), w: filled(engine!, V * D), b: filled(engine!, V) };
			const y = engine!.floats(N * V);
			engine!.denseForward({ ...a, y });
			const dy = filled(engine!, N * V);
			const dw = filled(engine!, V * D);
			const before = dw.slice();
			const [dx, db] = [engine!.floats(N * D), engine!.floats(V)];
			engine!.denseBackward({ ...a, dy, dx, dw, db });
			const { product, gradient } = BLOCKS;
			const wanted = {
				y: y.map((_, j) => {
					const [n, v] = [Math.floor(j / V), j % V];
					return halfSum(
						isa,
						D,
						a.b[v]!,
						(k) => a.x[n * D + k]!,
						(k) => a.w[v * D + k]!,
						product,
					);
				}),
				dx: dx.map((_, j) => {
					const [n, d] = [Math.floor(j / D), j % D];
					return halfSum(
						isa,
						V,
						0,
						(k) => dy[n * V + k]!,
						(k) => a.w[k * D + d]!,
						product,
					);
				}),
				dw: dw.map((_, j) => {
					const [v, d] = [Math.floor(j / D), j % D];
					return halfSum(
						isa,
						N,
						before[j]!,
						(k) => dy[k * V + v]!,
						(k) => a.x[k * D + d]!,
						gradient,
					);
				}),
			};
			expect([...y]).toEqual([...wanted.y]);
			expect([...dx]).toEqual([...wanted.dx]);
			expect([...dw]).toEqual([...wanted.dw]);
			engine!.free(a.x, a.w, a.b, y, dy, dw, dx, db);
		},
	);

	here.each(CELLS)(
		"$cell $variant, T 7, B 5, D 19, H 35, is within the bound of rounded operands at every step",
		(cell) => {
			for (const ids of [true, false]) {
				const c = layerCase(cell, { T: 7, B: 5, D: 19, H: 35 }, 3, { ids, dx: true, edges: true, deltas: true });
				const got = runLayer(engine!, c);
				expect(judge(reference, c, got, true, "bfloat16").ratio).toBeLessThanOrEqual(1);
				expect(judge(reference, c, got, true).ratio).toBeGreaterThan(1); // it does round
				const dw_hh = got.dw_hh!.map((w, j) => (j === 40 ? w * 1.5 + 1 : w));
				expect(judge(reference, c, { ...got, dw_hh }, true, "bfloat16").ratio).toBeGreaterThan(1);
			}
		},
	);

	here("every cell and variant, forward and backward, and the head have the same bits on 1, 2 and 3 threads", () => {
		const bits = threadBits(engine!);
		for (const threads of [2, 3]) {
			const other = engineOf(isa, threads)!;
			expect(threadBits(other)).toEqual(bits);
			other.close();
		}
	});

	here("up to three rows keep floats forward: the bits of avx512", () => {
		const float = openEngine({ engine: "native", isa: "avx512", threads: 1 });
		for (const [round, cell] of CELLS.entries()) {
			const c = layerCase(cell, { T: 3, B: 3, D: 5, H: 37 }, round, {
				ids: true,
				dx: false,
				edges: true,
				deltas: true,
			});
			expect(runLayer(engine!, c).h).toEqual(runLayer(float, c).h);
		}
		float.close();
	});
});
