import { describe, expect, test } from "vitest";
import { matchesOf, matchSpans, parseExpression } from "./expression.ts";
import { Labels, type Pattern, predicate } from "./pattern.ts";
import { PATTERN_NAMES, PATTERNS, parsePatterns } from "./registry.ts";
import { parseSpans, spanPattern } from "./spans.ts";

function labelsOf(pattern: Pattern, text: string): number[] {
	const points = Array.from(text, (c) => c.codePointAt(0)!);
	const labels = new Labels([pattern], points.length);
	for (const point of points) labels.push(point);
	return [...labels.tracks[0]!];
}
const named = (name: string) => PATTERNS.find((pattern) => pattern.name === name)!;
/** `#` under every character after which the pattern holds. */
const marks = (name: string, text: string) =>
	labelsOf(named(name), text)
		.map((label) => (label ? "#" : "."))
		.join("");

describe("each yes/no pattern marks exactly the characters after which it holds:", () => {
	const cases: [name: string, text: string, marks: string][] = [
		["quotes", 'say "so it is" or “that”.', "....#########.....#####.."],
		["word", "It's 2 über_so", "##.#...####.##"],
		["number", "x1 12 3.5e7, 0xff a", "...##.#####..####.."],
		["upper", "IBM and Ärzte", "###.....#...."],
		["url", "see http://a.b/c?d=1) www.x.y or w", "..........##########.....####....."],
		["c.string", `f("a\\"b", 'c') + "d"`, "..#####...##.....##."],
		["c.comment", "a /* b */ c // d\ne / f", "...#####.....###......"],
		["c.string", 'x = "never closed\ny = 1', "....#############....."],
		["c.comment", '"/* no */" /*/ yes */ z', "............########..."],
		["c.if-condition", "if (a(b) && c) d(); if(e) f", "...##########.........##..."],
		["c.if-body", "if (a) { b; } else { c; } d", ".......#####..............."],
		["c.if-body", "if (a) b(c; d); e; #if (f) g;", ".......#######..............."],
		["c.if-body", "if(a) for(;;) { b; } c;", "......#############...."],
		["c.if-condition", "/* if (a) */ gif (b) if /* c */ (d)", "................................##."],
		["markup.tag", "a <b c='d'> e </b> < f <!-- g -->", "...#######.....##.......########."],
		["markup.comment", "<!-- a --> <b> <!-->-->", "...######.........####."],
		["py.string", `a = "" + 'b' # "c"`, "....##...##......."],
		["py.string", 'a = """x"y\n"z""" b', "....###########.."],
		["py.comment", 'a = "#" # b\nc', "........###.."],
		["py.if-condition", "if a[1:2] > 0:\n  b = c if d else e\n", "..###########."],
	];
	for (const [name, text, wanted] of cases) {
		test(`${name} in ${JSON.stringify(text)}`, () => {
			const got = marks(name, text);
			expect(`${text}\n${got}`).toBe(`${text}\n${wanted.padEnd([...text].length, ".")}`);
		});
	}
	test("py.if-body holds from the colon to the first line that is indented no further, blank lines among it", () => {
		const text = "if a:\n  b\n\n  if c: d\n  e\nf\nelif g: h\ni";
		const got = labelsOf(named("py.if-body"), text);
		const inside = [...text].map((c, k) => (got[k] ? c : ".")).join("");
		expect(inside.replaceAll("\n", "/")).toBe("....:/  b//  if c: d/  e/........: h/.");
	});
});

describe("each degree is counted:", () => {
	const cases: [name: string, text: string, wanted: number[]][] = [
		["brackets", "a(b[c)d]{(})", [0, 1, 1, 2, 2, 0, 0, 0, 1, 2, 0, 0]],
		["indent", "  a b\n\tc\n\n d", [1, 2, 2, 2, 2, 0, 8, 8, 0, 0, 1, 1]],
		["column", "a\tb\nc", [1, 8, 9, 0, 1]],
		["line-length", "a\tb\nc", [1, 2, 3, 0, 1]],
	];
	for (const [name, text, wanted] of cases) {
		test(`${name} in ${JSON.stringify(text)}`, () => expect(labelsOf(named(name), text)).toEqual(wanted));
	}
	test("a degree above 255 is 255", () => {
		expect(labelsOf(named("line-length"), "x".repeat(300)).slice(253)).toEqual([254, ...Array(46).fill(255)]);
		expect(labelsOf(named("brackets"), "(".repeat(2000)).at(-1)).toBe(255);
	});
});

test("a character of several symbols gives all of them its label, and columns count characters", () => {
	const labels = new Labels([named("word")], 6);
	labels.push(0xe9, 2);
	labels.push(0x20, 1);
	labels.push(0xac00, 3);
	expect([...labels.tracks[0]!]).toEqual([1, 1, 0, 1, 1, 1]);
	expect([...labels.columns]).toEqual([1, 1, 2, 3, 3, 3]);
	expect(labels.filled).toBe(6);
});

test("a predicate sees the whole text and the index of each character, also beyond the basic plane", () => {
	const text = "a😀b😀";
	const before = predicate("before b", text, (whole, at) => whole[at + 2] === "b" || whole[at + 1] === "b");
	expect(labelsOf(before, text)).toEqual([0, 1, 0, 0]);
	const degree = predicate("index", text, (_, at) => at * 100 - 50, { graded: true });
	expect(labelsOf(degree, text)).toEqual([0, 50, 250, 255]);
});

describe("an expression marks", () => {
	const spans = (asked: string, text: string) => {
		const expression = parseExpression(asked)!;
		return labelsOf(spanPattern(asked, matchSpans(text, expression.place, matchesOf(text, expression))), text).join("");
	};
	test("every symbol of its matches, their first, or the one behind them", () => {
		expect(spans("in:/\\d+/", "a12b3")).toBe("01101");
		expect(spans("at:/\\d+/", "a12b3")).toBe("01001");
		expect(spans("after:/\\d+/", "a12b3c")).toBe("000101");
	});
	test("what matchAll gives: empty matches, places within a pair of surrogates, and a sticky one that ends at the first miss", () => {
		const text = "aa😀b\n😀😀 cab\ud83d!\n";
		const given = ["a*", "(?<=a)", "(?=😀)|b", "$", "^", "[^]", "\\ud83d", "x?", "(?<!😀)😀+", "\\p{L}+"];
		for (const source of given) {
			for (const flags of ["gu", "gum", "gv", "guy"]) {
				const wanted = [...text.matchAll(new RegExp(source, flags))].flatMap((m) => [m.index, m.index + m[0].length]);
				expect([source, flags, matchesOf(text, { place: "in", source, flags })]).toEqual([source, flags, wanted]);
			}
		}
	});
	test("code points, with flags, and over lines where it says so", () => {
		expect(spans("in:/😀B/i", "x😀b😀c")).toBe("01100");
		expect(spans("in:/a.b/s", "a\nb")).toBe("111");
		expect(spans("in:/^/m", "a\nb")).toBe("000");
		expect(spans("at:/^/m", "a\nb")).toBe("101");
	});
	const wrong: [asked: string, at: number][] = [
		["in:/a(b)c(d/", 5],
		["in:/a)b/", 1],
		["in:/ab[z-a]c/", 5],
		["in:/a**/", 2],
		["in:/x\\q/", 2],
		["in:/ab[c/", 2],
		["in:/a/q", 3],
		["in:/a/uv", 3],
	];
	for (const [asked, at] of wrong) {
		test(`a mistake is told with its position: ${asked}`, () => {
			expect(() => parsePatterns(asked)).toThrow(`wrong at position ${at}`);
			expect(() => parsePatterns(asked)).toThrow("E_REGEX");
		});
	}
});

describe("spans of a file", () => {
	test("are lines of FROM, TO and a degree, or JSON, and the one that begins last decides", () => {
		const wanted = [
			{ from: 1, to: 4, value: 1 },
			{ from: 3, to: 5, value: 7 },
		];
		expect(parseSpans("# mine\n1\t4\n\n3 5 7\r\n", "a.tsv")).toEqual(wanted);
		expect(parseSpans('[[1,4],{"from":3,"to":5,"value":7}]', "a.json")).toEqual(wanted);
		expect(spanPattern("x", wanted).graded).toBe(true);
		expect(labelsOf(spanPattern("x", wanted), "abcdef")).toEqual([0, 1, 1, 7, 7, 0]);
		expect(labelsOf(spanPattern("x", parseSpans("4 5\n0 2", "x")), "abcdef")).toEqual([1, 1, 0, 0, 1, 0]);
	});
	for (const [text, entry] of [
		["1 2\n5 4", "line 2"],
		["1", "line 1"],
		["-1 4", "line 1"],
		["1 2 300", "line 1"],
		["0x1 2", "line 1"],
		["[[1,2],[3,3]]", "[1]"],
		["[null]", "[0]"],
		["[[1,2]", "JSON"],
		["1\t2\n3\t\0", "line 2"],
		["9007199254740993 9007199254740995", "line 1"],
		["1 2 1e2", "line 1"],
		['{"from":1,"to":2}', "line 1"],
		['[["\\ud800",2]]', "[0]"],
		['[[1,2],{"__proto__":{"from":1,"to":2}}]', "[1]"],
		[`[${"[".repeat(100_000)}${"]".repeat(100_000)}]`, "[0]"],
	] as const) {
		test(`that are none are refused with their place: ${JSON.stringify(text.slice(0, 40))}`, () => {
			expect(() => parseSpans(text, "a.tsv")).toThrow(`a.tsv: ${entry} is`);
		});
	}
});

test("a million symbols within 100,000 spans that all overlap are labelled by the one that begins last of those still open", () => {
	const S = 1_000_000;
	const spans = Array.from({ length: 100_000 }, (_, k) => ({ from: k, to: S - 2 * k, value: 1 + (k % 255) }));
	const label = spanPattern("all", spans).open();
	const labels = Uint8Array.from({ length: S }, () => label(0));
	expect([labels[0], labels[254], labels[255], labels[99_999], labels[700_000]]).toEqual([1, 255, 1, 40, 40]);
	expect([labels[800_000], labels[S - 254], labels[S - 2], labels[S - 1]]).toEqual([40, 127, 1, 1]);
});

test("patterns are asked for by name, several at once, each once", () => {
	expect(parsePatterns("word, c.comment\nin:/a,b/\nword\nspans:x,y.tsv").map(({ name }) => name)).toEqual([
		...["word", "c.comment", "in:/a,b/", "spans:x,y.tsv"],
	]);
	expect(() => parsePatterns("c.coment")).toThrow("Did you mean c.comment?");
	expect(() => parsePatterns("in:\\d")).toThrow("E_PATTERN_NAME");
	expect(new Set(PATTERN_NAMES).size).toBe(25);
	expect(parsePatterns("받침,조사").map(({ name }) => name)).toEqual(["ko.final", "ko.particle"]);
	expect(parsePatterns("all").map(({ name }) => name)).toEqual(PATTERN_NAMES);
	expect(parsePatterns("korean").map(({ name }) => name)).toContain("ko.honorific");
	expect(new Set(PATTERNS.map(({ korean }) => korean)).size).toBe(25);
});

test("hostile text (controls, bidi, a line of 100 kB, brackets without end) gives labels from 0 to 255, one a symbol", () => {
	const text = `\0\u202e${"([{\"'/*".repeat(2_000)}\\${"x".repeat(100_000)}\r\n\ufeff'''`;
	for (const pattern of PATTERNS) {
		const labels = labelsOf(pattern, text);
		expect(labels.length).toBe([...text].length);
		expect(labels.every((label) => label >= 0 && label <= (pattern.graded ? 255 : 1))).toBe(true);
	}
});
