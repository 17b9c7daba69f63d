/**
 * Recurrent matrices of blocks on the fast engines, which skip what is 0: within the bound of one step at every step, with
 * the bits of the dense products where these add in the same order, and the same bits on every number of threads.
 */
import { afterAll, describe, expect, test } from "vitest";
import { bfloat16Words, roundToBfloat16 } from "../../src/kernels/bfloat16.ts";
import type { Engine, Floats } from "../../src/kernels/kernels.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { CELLS, layerCase, runLayer } from "./engineCases.ts";
import { fastEnginesHere } from "./fastEngine.ts";
import { judge } from "./stepwise.ts";

const reference = openEngine({ engine: "reference" });
const everything = { dx: true, edges: true, deltas: true };
/** Rounding to bfloat16 carries pre-activations over the kink of relu, where no bound of a step holds. */
const cellsFor = ({ operands }: Engine) => (operands ? CELLS.filter(({ variant }) => variant !== "relu") : CELLS);
const half = (["amx-bf16", "avx512-bf16"] as const).flatMap((isa) => {
	try {
		const engine = openEngine({ engine: "native", precision: "bfloat16", isa, threads: 1 });
		return [{ name: engine.build, engine, fused: true }];
	} catch {
		return []; // the processor lacks it
	}
});
const engines = [...fastEnginesHere(), ...half];
afterAll(() => {
	for (const { engine } of engines) engine.close();
});

/** Units and blocks about the edges of strips (8, 16 and 32 units wide) and of the 32 numbers of a block of words. */
const SIZES = [
	[2, 2],
	[6, 3],
	[34, 2],
	[33, 3],
	[48, 4],
	[51, 3],
	[64, 2],
	[64, 4],
	[80, 10],
	[100, 4],
	[128, 2],
	[160, 5],
] as const;

describe.each(engines)("$name", ({ engine, fused }) => {
	const { operands } = engine;

	/** Steps and rows; in the short suite each cell has two of them at a size, the next cell the other two. */
	const SHAPES = [
		[1, 1],
		[4, 3],
		[3, 4],
		[2, 37],
	] as const;
	test.each(SIZES)("%i units in %i blocks: every step of every cell is within its bound", (H, blocks) => {
		for (const [round, cell] of cellsFor(engine).entries())
			for (const [T, B] of SHAPES.filter((_, n) => process.env.SLUICE_LONG || (n + round + blocks) % 2 === 0)) {
				const D = [5, 17, 33][(round + B) % 3]!;
				const c = layerCase(cell, { T, B, D, H, blocks }, round, { ids: (round + B) % 2 === 0, ...everything });
				const { ratio, name } = judge(reference, c, runLayer(engine, c), fused, operands);
				expect(ratio, `${cell.cell} ${cell.variant} T ${T} B ${B} D ${D}: ${name}`).toBeLessThanOrEqual(1);
			}
	});

	test("more rows than a chunk of steps (T 7, B 50, H 96 in 3 blocks), and sums of more than 256 terms (H 600 in 2)", () => {
		for (const [round, cell] of cellsFor(engine).entries()) {
			const sizes =
				round % 5 === 4 ? { T: 2, B: 5, D: 3, H: 600, blocks: 2 } : { T: 7, B: 50, D: 11, H: 96, blocks: 3 };
			const c = layerCase(cell, sizes, round, { ids: round % 2 === 0, ...everything });
			expect(judge(reference, c, runLayer(engine, c), fused, operands).ratio).toBeLessThanOrEqual(1);
		}
	});

	test("the states, and of a plain cell all else, have the bits of dense products with the zeros", () => {
		for (const [round, cell] of CELLS.entries())
			for (const [H, blocks] of SIZES)
				for (const B of [1, 3, 13]) {
					const c = layerCase(cell, { T: 3, B, D: 5, H, blocks }, round, { ids: true, ...everything });
					const [skipped, dense] = [runLayer(engine, c), runLayer(engine, { ...c, blocks: 1 })];
					const { dw_hh: _, ...own } = dense;
					const names = operands ? [] : cell.cell === "rnn" ? Object.keys(own) : ["h", "gates"];
					for (const name of names)
						expect(Buffer.compare(bytes(skipped[name]!), bytes(own[name]!)), `${cell.cell} ${name} ${H} ${B}`).toBe(0);
				}
	});
});

const bytes = (array: Floats) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

test.each(engines)(
	"$name: one step from weights of half width has the bits of the same numbers as floats",
	({ engine }) => {
		for (const [H, blocks] of SIZES) {
			const c = layerCase(CELLS[4]!, { T: 1, B: 2, D: 3, H, blocks }, H, { ids: true, ...everything });
			const floats = (values: ArrayLike<number>) => {
				const array = engine.floats(values.length);
				array.set(values);
				return array;
			};
			const [w_ih, w_hh] = [floats(c.inputs.w_ih!), floats(c.inputs.w_hh!)];
			const [w_ih16, w_hh16] = [engine.ints(bfloat16Words(4 * H, 3)), engine.ints(bfloat16Words(4 * H, H))];
			roundToBfloat16(w_ih, 3, w_ih16);
			roundToBfloat16(w_hh, H, w_hh16);
			const step = (words: object) => {
				const [h, cells, gates] = [engine.floats(4 * H), engine.floats(4 * H), engine.floats(8 * H)];
				h.set(c.inputs.h0!);
				const ids = engine.ints(2);
				const sizes = { T: 1, B: 2, D: 3, H, blocks, variant: "forget" } as const;
				engine.lstmForward({ ...sizes, ids, w_ih, w_hh, b: floats(c.inputs.b!), h, c: cells, gates, ...words });
				return [...gates, ...h];
			};
			expect(step({ w_ih16, w_hh16 })).toEqual(step({}));
		}
	},
);

const precisions = half.length > 0 ? ([undefined, "bfloat16"] as const) : [undefined];
test.each(precisions)("1, 2 and 3 threads give the same bits (precision %s)", (precision) => {
	const bits = [1, 2, 3].map((threads) => {
		const engine = openEngine({ engine: "native", threads, alwaysThreads: true, ...(precision && { precision }) });
		const found = CELLS.map((cell, round) =>
			[
				{ T: 8, B: 40, D: 5, H: 192, blocks: 4 },
				{ T: 3, B: 70, D: 20, H: 100, blocks: 5 },
				{ T: 5, B: 2, D: 3, H: 96, blocks: 2 },
			].map((sizes) => {
				const c = layerCase(cell, sizes, round, { ids: round % 2 === 0, ...everything });
				return Object.values(runLayer(engine, c)).map((array) => Buffer.from(bytes(array)).toString("base64"));
			}),
		);
		engine.close();
		return JSON.stringify(found);
	});
	expect(bits[1] === bits[0] && bits[2] === bits[0]).toBe(true);
});
