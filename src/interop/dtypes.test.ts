import { expect, test } from "vitest";
import { decodeNumbers, encodeBfloat16, encodeNumbers, swapToHost } from "./dtypes.ts";

test("numbers turn into their little-endian bytes and back", () => {
	const data = new Float64Array([Math.PI, Number.NaN, -0]);
	const bytes = encodeNumbers(data);
	expect(new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true)).toBe(Math.PI);
	expect(decodeNumbers("F64", bytes, { where: "a", name: "w" })).toEqual(data);
});

test("on a big-endian machine the bytes of each number are turned around", () => {
	expect([...swapToHost(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 4, false)]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
	expect([...swapToHost(Uint8Array.of(1, 2), 2, true)]).toEqual([1, 2]);
});

test("bfloat16 keeps 8 binary digits: 1 + 2^-7 is exact, 1 + 2^-8 goes to the even 1, 1 + 3 x 2^-8 to 1 + 2^-6, 2^-126 and -0 stay", () => {
	const values = Float32Array.of(1 + 2 ** -7, 1 + 2 ** -8, 1 + 3 * 2 ** -8, -(1 + 2 ** -8 + 2 ** -20), 2 ** -126, -0);
	const read = decodeNumbers("BF16", encodeBfloat16(values), { where: "a", name: "w" });
	expect([...read]).toEqual([1 + 2 ** -7, 1, 1 + 2 ** -6, -(1 + 2 ** -7), 2 ** -126, -0]);
});
