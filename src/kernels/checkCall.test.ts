import { expect, test } from "vitest";
import { checkCall, checked } from "./checkCall.ts";
import type { LstmBackward } from "./kernels.ts";
import { createReference } from "./reference.ts";

const [T, B, D, H] = [3, 2, 5, 4];
const GH = 4 * H;
const floats = (length: number) => new Float32Array(length);

function lstm(changes: Partial<Record<keyof LstmBackward, unknown>> = {}): LstmBackward {
	return {
		...{
			T,
			B,
			D,
			H,
			variant: "forget",
			x: floats(T * B * D),
			w_ih: floats(GH * D),
			w_hh: floats(GH * H),
			b: floats(GH),
		},
		...{ h: floats((T + 1) * B * H), c: floats((T + 1) * B * H), gates: floats(T * B * GH), dOut: floats(T * B * H) },
		...{ dw_ih: floats(GH * D), dw_hh: floats(GH * H), db: floats(GH), dx: floats(T * B * D) },
		...changes,
	} as LstmBackward;
}

test("a call whose arrays fit, or are longer, passes", () => {
	expect(() => checkCall("lstmBackward", lstm(), Float32Array)).not.toThrow();
	expect(() => checkCall("lstmBackward", lstm({ gates: floats(10_000) }), Float32Array)).not.toThrow();
});

test("every array one number short is refused by its name", () => {
	const arrays = Object.entries(lstm()).filter(([, value]) => value instanceof Float32Array);
	expect(arrays).toHaveLength(12);
	for (const [name, array] of arrays) {
		const short = lstm({ [name]: (array as Float32Array).subarray(1) });
		expect(() => checkCall("lstmBackward", short, Float32Array), name).toThrow(`lstmBackward.${name} has`);
	}
});

test.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 53])(
	"the size %s is refused wherever it stands",
	(bad) => {
		for (const name of ["T", "B", "D", "H"] as const) {
			expect(() => checkCall("lstmBackward", lstm({ [name]: bad }), Float32Array), name).toThrow(/E_SIZE/);
		}
	},
);

test("another kind of array, a missing one, both inputs, and an array that the variant does not take are refused", () => {
	const wrong: Partial<Record<keyof LstmBackward, unknown>>[] = [
		{ w_hh: new Float64Array(GH * H) },
		{ w_hh: undefined },
		{ w_hh: [1, 2, 3] },
		{ ids: new Int32Array(T * B) },
		{ x: undefined },
		{ p: floats(3 * H) },
		{ variant: "peephole" },
		{ variant: "nonsense" },
		{ x: undefined, ids: new Int32Array(T * B) }, // dx is given
	];
	for (const change of wrong) expect(() => checkCall("lstmBackward", lstm(change), Float32Array)).toThrow(/E_SHAPE/);
});

test("a symbol outside -1 to D-1 is refused with its place", () => {
	for (const id of [-2, D, 2 ** 31 - 1]) {
		const ids = Int32Array.from([0, -1, D - 1, id, 0, 0]);
		const call = lstm({ x: undefined, dx: undefined, ids });
		expect(() => checkCall("lstmBackward", call, Float32Array)).toThrow(
			`lstmBackward.ids[3] must be a whole number from -1 to`,
		);
	}
});

test("an engine wrapped by checked() refuses what the bare one would read past its end", () => {
	const engine = checked(createReference());
	const x = engine.floats(3);
	const dropout = { n: 4, rate: 0.5, key: [1, 2] as const, counter: 0, x, y: x };
	expect(() => engine.dropout(dropout)).toThrow("dropout.x has 3 numbers, expected 4");
	for (const rate of [1, -0.1, Number.NaN]) expect(() => engine.dropout({ ...dropout, n: 3, rate })).toThrow(/E_SHAPE/);
	expect(engine.sumSquares(x.fill(2))).toBe(12);
});
