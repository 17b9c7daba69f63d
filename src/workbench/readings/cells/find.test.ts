/** Cells of runs on disk: what is planted is found, one's own patterns are labelled as they say, an expression that explodes is killed. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plantedText } from "../../../../test/fixtures/plantedCells.ts";
import { plantedRun } from "../../../../test/fixtures/plantedRun.ts";
import { openCorpus } from "../../../data/corpus.ts";
import { bytesSource } from "../../../data/source.ts";
import type { Unit } from "../../../data/units.ts";
import { type AskedPattern, wantedPatterns } from "../../../interpretation/patterns/askedPatterns.ts";
import { PATTERN_NAMES } from "../../../interpretation/patterns/registry.ts";
import { type FindCellsRequest, findCells } from "./find.ts";
import { labelText } from "./labels.ts";
import { matchesInTime } from "./matching.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-cells-"));
const at = (name: string) => join(folder, name);
const planted = plantedText(9000);
let request: FindCellsRequest;

beforeAll(async () => {
	writeFileSync(at("planted.txt"), planted);
	writeFileSync(at("two.txt"), planted.slice(0, 4500).repeat(2).slice(0, 2047));
	request = { ...(await plantedRun(folder)), texts: [at("planted.txt")], engine: "reference" };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a run whose unit 7 is inside quotes and whose unit 3 counts brackets", () => {
	test("the whole registry: both come first, each with an area above 0.99; a pattern that never holds is skipped", async () => {
		const found = await findCells({ ...request, patterns: ["all"] });
		const best = (name: string) => found.patterns.find(({ pattern }) => pattern === name)!.best[0]!;
		expect(best("quotes").unit).toMatch(/^l0\.[ch]\.7$/);
		expect(best("quotes").auc).toBeGreaterThan(0.99);
		expect(best("brackets").unit).toMatch(/^l0\.[ch]\.3$/);
		expect(best("brackets").correlation).toBeGreaterThan(0.99);
		expect(found).toMatchObject({ run: "planted", text: at("planted.txt"), textSymbols: 9000, unknownSymbols: 0 });
		expect(found.symbols).toEqual({ chosen: 4500, heldOut: 4500 });
		expect([found.units, found.lanes, found.warmup]).toEqual([60, 1, 256]);
		const told = [...found.patterns, ...found.skipped].map(({ pattern }) => pattern);
		expect(told.sort()).toEqual([...PATTERN_NAMES].sort());
		expect(found.skipped).toContainEqual({ pattern: "number", why: "never", half: "both" });
	});
	test("one unit alone, an expression, a file of spans and a function: unit 7 is inside all four kinds of quotes", async () => {
		const spans = [...planted.matchAll(/"[^"\n]*/g)].map(({ index, 0: text }) => [index, index + text.length]);
		writeFileSync(at("quotes.tsv"), spans.map((span) => span.join("\t")).join("\n"));
		const holds = (text: string, k: number) =>
			text.slice(text.lastIndexOf("\n", k) + 1, k + 1).split('"').length % 2 === 0;
		const patterns = ["quotes", 'in:/"[^"\\n]*/', `spans:${at("quotes.tsv")}`, { name: "mine", holds }];
		const { patterns: found, units } = await findCells({
			...request,
			patterns,
			names: ["l0.c.7", "l0.h.3"],
			exact: true,
		});
		expect(units).toBe(2);
		expect(found.map(({ pattern }) => pattern)).toEqual(
			patterns.map((one) => (typeof one === "string" ? one : one.name)),
		);
		for (const { best, pattern } of found) expect([pattern, best[0]!.unit]).toEqual([pattern, "l0.c.7"]);
		expect(found[3]!.best[0]!.auc).toBeGreaterThan(0.99);
	});
	test("the first symbols alone, where a limit is set", async () => {
		const { symbols, textSymbols } = await findCells({ ...request, limit: 3001, patterns: ["quotes"], best: 1 });
		expect([symbols.chosen, symbols.heldOut, textSymbols]).toEqual([1500, 1501, 9000]);
	});
	const bad: [string, object, RegExp][] = [
		["a text too short", { texts: [at("two.txt")] }, /two\.txt".* has 2047 symbols.*at least 2048.*E_TEXT_SHORT/],
		["a value that it lacks", { names: ["l0.gate.x"] }, /no value "l0\.gate\.x".*E_HOOK_NAME/],
		["a unit beyond the last", { names: ["l0.c.10"] }, /index 10.*0 to 9.*E_HOOK_UNIT/],
		["a pattern that never holds, by name", { patterns: ["number"] }, /"number" never holds.*E_PATTERN_SHARE/],
		["a pattern that always holds, by name", { patterns: ["in:/[^]/"] }, /always holds.*E_PATTERN_SHARE/],
		["a pattern that there is not", { patterns: ["qoutes"] }, /Did you mean quotes\?.*E_PATTERN_NAME/],
		["a wrong expression", { patterns: ["in:/a(b/"] }, /wrong at position 1.*E_REGEX/],
		["spans that are none", { patterns: [`spans:${at("two.txt")}`] }, /line 1 is.*E_SPANS/],
		["a file of spans that is not there", { patterns: ["spans:/nowhere.tsv"] }, /nowhere\.tsv.*E_FILE_MISSING/],
		[
			"a warm-up of a text in one piece",
			{ exact: true, warmupSymbols: 9 },
			/"warmupSymbols" cannot be combined with "exact"/,
		],
		["a limit too low", { limit: 2047 }, /"limit" must be 0 or a whole number from 2048, got 2047/],
		["best 0", { best: 0 }, /"best" must be a whole number from 1 to 1000, got 0/],
		["no pattern", { patterns: [] }, /"patterns" must have at least 1 pattern, got 0/],
		["a pattern of another kind", { patterns: [{}] as AskedPattern[] }, /"patterns" must have the form .*, got \{\}/],
		["no name", { names: [] }, /"names" must be a list of values such as l0\.c, got \[\]/],
	];
	test.each(bad)("%s is refused with its code", async (_, wrong, message) => {
		await expect(findCells({ ...request, ...wrong })).rejects.toThrow(message);
	});
	test("a signal ends it with its reason", async () => {
		const controller = new AbortController();
		const hooks = { signal: controller.signal, onProgress: () => controller.abort("SIGINT") };
		await expect(findCells(request, hooks)).rejects.toBe("SIGINT");
	});
});

describe("an expression in its thread", () => {
	const explodes = { place: "in", source: "(a+)+b", flags: "gu" } as const;
	test("that explodes on 40 letters is killed after the seconds it has, and named with the place it was at", async () => {
		const text = `xyz b😀${"a".repeat(40)}`;
		const message =
			/"\(a\+\)\+b" took more than 0\.3 s on 46 characters and was stopped at character 6 \("a{20}"\).*E_REGEX_TIME/;
		await expect(matchesInTime(text, explodes, { seconds: 0.3 })).rejects.toThrow(message);
	});
	test("that explodes while a pattern's labels are made ends them with its code; a bound on it gives labels", async () => {
		const text = `${"ab ".repeat(500)}${"a".repeat(60)}!\n`;
		const { parts } = await openCorpus(bytesSource("t", new TextEncoder().encode(text)), { split: [100, 0, 0] });
		const label = (asked: string, seconds?: number) =>
			labelText(parts.train, text.length, wantedPatterns([asked], "test"), { where: "test", seconds });
		await expect(label("in:/(a+)+$/", 0.5)).rejects.toThrow(/stopped at character 1500 .*E_REGEX_TIME/);
		const labels = await label("in:/a{1,80}!$/m");
		expect(labels.tracks[0]!.reduce((a, b) => a + b, 0)).toBe(61);
	});
	test("that keeps more ways to match than the engine has room for is refused with the place", async () => {
		const deep = { place: "in", source: "^(?:.|\\n)*x", flags: "gu" } as const;
		await expect(matchesInTime("a".repeat(20_000_000), deep)).rejects.toThrow(/from character 0 .*E_REGEX_DEPTH/);
	});
	test("ends with the signal's reason", async () => {
		const controller = new AbortController();
		const matches = matchesInTime("a".repeat(40), explodes, { signal: controller.signal });
		setTimeout(() => controller.abort("SIGINT"), 100);
		await expect(matches).rejects.toBe("SIGINT");
	});
	test("gives what it gives here", async () => {
		const wanted = [1, 3, 4, 5];
		expect(Array.from(await matchesInTime("xaaba", { place: "in", source: "a+", flags: "gu" }))).toEqual(wanted);
	});
});

describe("labels follow characters, whatever stands for them:", () => {
	const text = 'x "가나" y\n'.repeat(3);
	const track = async (unit: Unit, bytes: Uint8Array, asked: AskedPattern, symbols?: number) => {
		const { parts } = await openCorpus(bytesSource("t", bytes), { unit, split: [100, 0, 0], lossy: true });
		const wanted = wantedPatterns([asked], "test");
		const labels = await labelText(parts.train, symbols ?? parts.train.symbols, wanted, { where: "test" });
		expect(labels.filled).toBe(symbols ?? parts.train.symbols);
		return [...labels.tracks[0]!].join("");
	};
	const bytes = new TextEncoder().encode(text);
	test.each([
		["codepoint", "001110000"],
		["jamo", "00111110000"],
		["byte", "0011111110000"],
	] as const)("%s", async (unit, line) => {
		expect(await track(unit, bytes, "quotes")).toBe(line.repeat(3));
		expect(await track(unit, bytes, 'in:/"[^"]+(?=" )/')).toBe(line.repeat(3));
	});
	test("a cut in the middle of a character gives its symbols labels all the same", async () => {
		expect(await track("byte", bytes, "in:/가/", 5)).toBe("00000");
		expect(await track("byte", bytes, "quotes", 5)).toBe("00111");
	});
	test("bytes that are no UTF-8 are U+FFFD to an expression, one for each malformed sequence", async () => {
		const broken = Uint8Array.of(97, 0xff, 0xe2, 0x82, 98);
		expect(await track("byte", broken, "in:/\\ufffd/")).toBe("01110");
		expect(await track("codepoint", broken, "at:/\\ufffd\\ufffd/")).toBe("0100");
	});
});
