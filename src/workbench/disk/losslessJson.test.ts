import { expect, test } from "vitest";
import type { Json } from "../../training/json.ts";
import { decodeJson, encodeJson } from "./losslessJson.ts";

const through = (value: Json) => decodeJson(Buffer.from(encodeJson(value)), "x");

test("NaN, both infinities and -0 come back, at any depth", () => {
	const value = [Number.NaN, { a: Infinity, b: [-Infinity, -0, 0, null] }];
	expect(through(value)).toStrictEqual(value);
});

test("doubles come back bit for bit", () => {
	const value = [0.1, 5e-324, Number.MAX_VALUE, 2 ** 53, -1 / 3];
	expect(through(value)).toStrictEqual(value);
});

test("keys that look like the marks are mere keys", () => {
	const value = { $number: "NaN", $$number: { $number: 1 }, $: "x", NaN: "NaN" };
	expect(through(value)).toStrictEqual(value);
});

test("texts with NUL, line ends, emoji and lone surrogates come back", () => {
	const value = ["\0\n\u2028\r", "👨‍👩‍👧", "\ud800", "한글"];
	expect(through(value)).toStrictEqual(value);
});

test("a field that is undefined is left out; what is no value at all is a bug of ours", () => {
	expect(encodeJson({ a: undefined, b: 1 } as unknown as Json)).toBe('{"b":1}');
	expect(() => encodeJson([undefined] as unknown as Json)).toThrow(/internal.*E_INTERNAL/);
	expect(() => encodeJson({ a: 1n } as unknown as Json)).toThrow(/bigint.*E_INTERNAL/);
	expect(() => encodeJson(JSON.parse('{"__proto__":1}') as Json)).toThrow(/E_INTERNAL/);
});
