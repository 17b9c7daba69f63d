import { expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { type JsonValue, parseStrictJson, parseStrictJsonBytes } from "./strictJson.ts";

function randomJson(rng: RandomStream, depth: number): JsonValue {
	const kind = rng.below(depth > 0 ? 7 : 5);
	if (kind === 0) return null;
	if (kind === 1) return rng.below(2) === 0;
	if (kind === 2) return rng.normal() * 10 ** rng.below(30);
	if (kind === 3) return rng.below(2 ** 31) - 2 ** 30;
	if (kind === 4) return String.fromCodePoint(...Array.from({ length: rng.below(9) }, () => rng.below(0xd800)));
	if (kind === 5) return Array.from({ length: rng.below(4) }, () => randomJson(rng, depth - 1));
	return Object.fromEntries(Array.from({ length: rng.below(4) }, (_, i) => [`${i}k\n"`, randomJson(rng, depth - 1)]));
}

test("5,000 random documents read as JSON.parse reads them, with and without spaces", () => {
	const rng = new RandomStream(3, "json");
	for (let i = 0; i < 5000; i++) {
		const text = JSON.stringify(randomJson(rng, 3), null, rng.below(2) * 2);
		expect(parseStrictJson(text, "a")).toEqual(JSON.parse(text));
	}
});

test("20,000 damaged documents are refused or accepted as JSON.parse does, but for what is named below", () => {
	const rng = new RandomStream(4, "json");
	const alphabet = '{}[]",:\\/0123456789eE+-.truefalsn ul\u0000\u2028';
	for (let i = 0; i < 20_000; i++) {
		const text = [...JSON.stringify(randomJson(rng, 2))];
		for (let n = rng.below(3) + 1; n > 0; n--)
			text.splice(rng.below(text.length + 1), rng.below(2), alphabet[rng.below(alphabet.length)]!);
		const damaged = text.join("");
		let wanted: unknown;
		try {
			wanted = JSON.parse(damaged);
		} catch {
			expect(() => parseStrictJson(damaged, "a"), damaged).toThrow(/\(E_JSON/);
			continue;
		}
		try {
			expect(parseStrictJson(damaged, "a")).toEqual(wanted);
		} catch (error) {
			expect(String(error), damaged).toMatch(/appears twice|below 1.8e308/);
		}
	}
});

test("a key given twice, __proto__ and a number beyond 1.8e308 are refused with line and column", () => {
	expect(() => parseStrictJson('{"a": 1,\n "a": 2}', "x.json")).toThrow(
		'x.json, line 2, column 2: the key "a" appears twice in one object; keep one of the two. (E_JSON_KEY)',
	);
	expect(() => parseStrictJson('{"__proto__": {}}', "x")).toThrow(/"__proto__" is never allowed.*E_JSON_KEY/);
	expect(() => parseStrictJson('{"\\u005f_proto__": {}}', "x")).toThrow(/E_JSON_KEY/);
	expect(() => parseStrictJson("[1e400]", "x")).toThrow(
		'line 1, column 2: found "1e400", expected a number below 1.8e308',
	);
});

test("nesting of 100,000 levels is refused at the limit", () => {
	expect(() => parseStrictJson("[".repeat(100_000), "x")).toThrow(/column 66: found "\[", expected less nesting/);
	expect(parseStrictJson("[[[]]]", "x", { depth: 2 })).toEqual([[[]]]);
	expect(() => parseStrictJson("[[[[]]]]", "x", { depth: 2 })).toThrow(/E_JSON/);
});

test("bytes that are not UTF-8 are refused with line and column", () => {
	const bytes = Uint8Array.of(...new TextEncoder().encode('{"a":\n"'), 0xff, 0x22, 0x7d);
	expect(() => parseStrictJsonBytes(bytes, "x")).toThrow(/line 2, column 2: .*expected text in UTF-8/);
});
