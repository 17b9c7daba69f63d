import { expect, test } from "vitest";
import { lineFacts, repeatedLines } from "./lineCounts.ts";

const ENDS = [10, 13] as const;
const ids = (text: string) => Int32Array.from(text, (letter) => letter.charCodeAt(0));

test("of ab, an empty line, abcd, ab and a rest, counted by hand: 5 lines, 1 empty, median 2, mean 9/5, longest 4", () => {
	expect(lineFacts(ids("ab\n\nabcd\nab\nx"), ENDS)).toEqual({
		lines: 5,
		empty: 1,
		longest: 4,
		mean: 9 / 5,
		median: 2,
	});
	expect(lineFacts(ids("\n\n"), ENDS)).toEqual({ lines: 2, empty: 2, longest: 0, mean: 0, median: 0 });
	expect(lineFacts(ids(""), ENDS)).toEqual({ lines: 0, empty: 0, longest: 0, mean: 0, median: 0 });
	expect(lineFacts(ids("abc"), [Number.NaN, Number.NaN])).toMatchObject({ lines: 1, longest: 3 }); // a text whose alphabet has no newline
});

test("a carriage return before a newline belongs to it, any other to its line", () => {
	expect(lineFacts(ids("ab\r\n\r\n\rx\r\r\n"), ENDS)).toMatchObject({ lines: 3, empty: 1, longest: 3 });
	expect(repeatedLines(ids("ab\r\nab\n"), ENDS, new Set(), true)).toMatchObject({ lines: 2, repeated: 1 });
});

test("lines that stood before are told, by number and by symbols; empty ones are none; other text is held to the first", () => {
	const seen = new Set<string>();
	expect(repeatedLines(ids("ab\n\nabcd\nab\n\nab"), ENDS, seen, true)).toEqual({
		...{ lines: 4, repeated: 2, share: 0.5, symbolShare: 0.4 },
	});
	const held = repeatedLines(ids("abcd\nxy\nxy\n"), ENDS, seen, false);
	expect(held).toEqual({ lines: 3, repeated: 1, share: 1 / 3, symbolShare: 0.5 });
	expect(repeatedLines(ids(""), ENDS, seen, false)).toEqual({ lines: 0, repeated: 0, share: 0, symbolShare: 0 });
});

test("ids above 65535 and -1 are themselves, and a line of a million symbols is one line", () => {
	const seen = new Set<string>();
	repeatedLines(Int32Array.of(65537, 10, 1, 10, -1), ENDS, seen, true);
	expect(repeatedLines(Int32Array.of(1, 10, 65537, 10, -1, 10, 65535, 10, 65536), ENDS, seen, false).repeated).toBe(3);
	const long = new Int32Array(1_000_000).fill(7);
	repeatedLines(long, ENDS, seen, true);
	expect(repeatedLines(long, ENDS, seen, false)).toMatchObject({ lines: 1, repeated: 1, symbolShare: 1 });
});
