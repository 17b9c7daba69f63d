/** `sluice cells show` in this process, with the library itself. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { plantedText } from "../fixtures/plantedCells.ts";
import { plantedRun } from "../fixtures/plantedRun.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-show-"));
const at = (name: string) => join(folder, name);
const text = at("planted.txt");
const planted = plantedText(6000);
const sluice = (...argv: string[]) =>
	call(["cells", ...argv, "--runs", at("runs"), "--engine", "reference"], { library, columns: 80 });
const show = (unit: string, ...argv: string[]) => sluice("show", "planted", unit, text, ...argv);

beforeAll(async () => {
	writeFileSync(text, planted);
	await plantedRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("--json: the quote cell's values, snippets inside quotes and outside, the capitals it raises, the pattern it tracks", async () => {
	const { code, stdout, stderr } = await show("l0.c.07", "--json", "--quiet");
	expect([code, stderr]).toEqual([0, ""]);
	const page = JSON.parse(stdout);
	expect(page).toMatchObject({
		...{ schema: 1, run: "planted", step: 0, text, symbols: 6000, textSymbols: 6000, unit: "l0.c.7", name: null },
		effect: { how: "clamp", steps: 6000 },
	});
	expect(page.values).toMatchObject({ count: 6000, saturation: { kind: "cell" } });
	expect(page.values.histogram).toHaveLength(64);
	expect(page.values.histogram[0] + page.values.histogram[63]).toBe(6000);
	const share =
		planted
			.split("\n")
			.reduce((n, line) => n + line.split('"').reduce((m, part, k) => m + (k % 2 ? part.length + 1 : 0), 0), 0) / 6000;
	expect(page.values.mean).toBeCloseTo(share, 2);
	for (const [end, value] of [
		["high", 1],
		["low", 0],
	] as const) {
		expect(page.snippets[end]).toHaveLength(5);
		for (const { at, symbols, values, peak, ...snippet } of page.snippets[end]) {
			expect(snippet.value).toBeCloseTo(value, 6);
			expect(values[peak]).toBe(snippet.value);
			expect([symbols.join(""), symbols[peak]]).toEqual([
				planted.slice(at - peak, at - peak + symbols.length),
				planted[at],
			]);
			expect(
				planted
					.slice(0, at + 1)
					.split("\n")
					.at(-1)!
					.split('"').length % 2,
			).toBe(1 - value);
		}
	}
	const symbols = (end: "raised" | "lowered") =>
		page.effect[end].map(({ symbol }: { symbol: string }) => symbol).toSorted();
	expect([symbols("raised"), symbols("lowered")]).toEqual([[..."ABCDE"], [..."abcde"]]);
	expect(page.tracks.patterns[0]).toMatchObject({ pattern: "quotes", sign: 1 });
	expect(page.tracks.patterns[0].auc).toBeGreaterThan(0.99);
	expect(page.tracks.patterns[0].q).toBeLessThan(1e-6);
});

test("for people: at most 80 columns, every section, the next commands; in Korean too", async () => {
	await sluice("name", "planted", "l0.h.3", "depth", text, "--pattern", "brackets");
	const { code, stdout, stderr } = await show("l0.h.3", "--no-color", "--best", "2");
	expect(code).toBe(0);
	expect(stdout).toMatch(/^l0\.h\.3 \("depth"\) of planted, step 0, on .*: 6k\s+symbols in 0:\d\d$/m);
	expect(stdout).toMatch(/^0 {58}1\.000$/m);
	expect(stdout).toMatch(/quantiles: 1% 0, 5% 0, /);
	expect(stdout.replaceAll("\n", " ")).toMatch(
		/saturated low \(below -0\.9000\) at 0% of the symbols, high \(above 0\.9000\) at \d\d%/,
	);
	expect(stdout).toMatch(/^ {3}1\.000 {2}.{40}\[.\]/m);
	expect(stdout).toMatch(/Effect on the next symbol through the output layer alone: l0\.h\.3/);
	expect(stdout).toMatch(/^brackets +higher +\d\.\d{3} .* (1\.000|0\.99\d) +0\.\d{3} /m);
	expect(stdout).toMatch(/5 of 6 patterns above\s+chance/);
	expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
	expect(stderr).toMatch(/next:\n {2}sluice cells ablate planted --runs \S+ l0\.h\.3 \S+ --pattern brackets\n/);
	// Nothing reads this unit, so that holding it is tried and not suggested.
	expect(stderr).toContain("Holding l0.h.3 at 1 changes next to nothing");
	expect(stderr).not.toContain("sluice sample");
	expect(stderr).toMatch(/sluice cells find planted/);
	const first = await show("l0.h.3", "--checkpoint", "last", "--no-color");
	expect(first.stderr).toMatch(/cells ablate planted .* --checkpoint last --pattern/);
	expect(first.stderr).not.toMatch(/cells history.*--checkpoint/); // which reads them all
	const narrow = await call(["cells", "show", "planted", "l0.h.3", text, "--runs", at("runs"), "--no-color"], {
		library,
		columns: 50,
	});
	expect(narrow.stdout).toMatch(/^0 {44}1\.000$/m);
	const ko = await show("l0.gate.f.7", "--lang", "ko", "--no-color");
	expect(ko.stdout).toMatch(/기호의 \S+에서 닫혀 있고\(0\.1000 미만\)/);
	expect(ko.stdout).toMatch(/다음 기호에 주는 영향: 모든 스텝에서 l0\.gate\.f\.7/);
	expect(ko.stdout).not.toContain("undefined");
});

test("own patterns instead of the list; a text below 2048 symbols has a page without patterns", async () => {
	const asked = JSON.parse(
		(await show("l0.c.7", "--pattern", 'in:/"[^"\\n]*/', "--pattern", "brackets", "--json")).stdout,
	);
	expect(asked.tracks.patterns.map(({ pattern }: { pattern: string }) => pattern)).toEqual([
		'in:/"[^"\\n]*/',
		"brackets",
	]);
	const short = await show("l0.c.7", "--limit", "2047", "--no-color");
	expect(short.stdout).toMatch(/planted\.txt: 2\.05k of 6k\s+symbols/);
	expect(short.stdout).toContain("Patterns are scored only on 2048 symbols or more.");
	const two = JSON.parse((await show("l0.c.7", "--limit", "2", "--json")).stdout);
	expect([two.symbols, two.tracks]).toEqual([2, null]);
});

test("nothing of a hostile text reaches the terminal as a control character, in snippets, symbols and the heading", async () => {
	const hostile = at("hostile\u202e.txt");
	writeFileSync(hostile, "\x1b[2J\u202eab\r\n\t\x07<b>\u009b31m".repeat(200));
	const settings = { cell: "rnn", hidden: 3, steps: 3, batch: 2, k1: 8, seed: 1 } as const;
	await library.train({
		data: library.text(hostile),
		options: settings,
		run: "hostile",
		runs: at("runs"),
		engine: "reference",
	});
	const { code, stdout } = await sluice("show", "hostile", "l0.h.1", hostile, "--no-color", "--best", "20");
	expect(code).toBe(0);
	expect(stdout).toContain("\\x1b");
	for (const unsafe of ["\x1b", "\u202e", "\r", "\t", "\x07", "\u009b"]) expect(stdout).not.toContain(unsafe);
});

test.each([
	["jamo", 5],
	["byte", 6],
])(
	"unit %s: snippets mark one whole syllable and begin and end at syllables; JSON keeps the symbol's position",
	async (unit, apiece) => {
		const korean = at(`korean-${unit}.txt`);
		// Two syllables a word, of 3 + 2 letters or 3 + 3 bytes.
		const syllables = [..."각나달마밥사앙자찯카탄파학가닐도"];
		const words = Array.from(
			{ length: 500 },
			(_, n) => `${syllables[((n * 7919) % 1009) % 16]}${syllables[((n * n) % 997) % 16]}`,
		);
		writeFileSync(korean, words.join(""));
		await library.train({
			data: library.text(korean, { unit: unit as "jamo" | "byte" }),
			options: { cell: "rnn", hidden: 3, steps: 3, batch: 2, k1: 8, seed: 1 },
			...{ run: unit, runs: at("runs"), engine: "reference" },
		});
		const shown = (...argv: string[]) => sluice("show", unit, "l0.h.1", korean, ...argv);
		const { stdout } = await shown("--no-color", "--lang", "ko");
		const rows = stdout.match(/^ *-?[\d.]+ {2} *[…가-힣]*\[.*$/gm)!;
		for (const row of rows) expect(row).toMatch(/ …?[가-힣]*\[[가-힣]\][가-힣]*…?$/);
		const { snippets } = JSON.parse((await shown("--json")).stdout) as library.CellShown;
		expect(rows).toHaveLength(snippets.high.length + snippets.low.length);
		expect(rows.length).toBeGreaterThan(5);
		const text = words.join("");
		/** Index of the character that symbol `at` of the text is in, counted from the letters or bytes of each. */
		const characterOf = (symbol: number) => {
			let end = 0;
			return [...text].findIndex((one) => {
				end += unit === "byte" ? 3 : (one.codePointAt(0)! - 0xac00) % 28 > 0 ? 3 : 2;
				return symbol < end;
			});
		};
		for (const { at, peak, symbols, values, value } of [...snippets.high, ...snippets.low]) {
			const [from, to] = [characterOf(at - peak), characterOf(at - peak + symbols.length - 1)];
			expect(symbols.join("")).toBe(text.slice(from, to + 1));
			expect(symbols.slice(peak).find((one) => one !== "")).toBe(text[characterOf(at)]);
			expect([values.length, values[peak]]).toEqual([symbols.length, value]);
			expect(symbols.length).toBeLessThan(65 + apiece);
		}
	},
);

test.each([
	[["l0.c.10"], /index 10: l0\.c has 0 to 9/],
	[["l0.c"], /no index/],
	[["l1.c.1"], /no value "l1\.c"/],
	[["l0.c.7", "--limit", "1"], /--limit must be .*, got 1/],
	[["l0.c.7", "--best", "0"], /--best must be .*, got "0"/],
	[["l0.c.7", "--pattern", "qoutes"], /Did you mean quotes\?/],
	[["l0.c.7", "--pattern", "number"], /never holds/],
	[["l0.c.7", "--part", "valid"], /give FILE or --part, not both/],
])("2: show %j", async ([unit, ...argv], message) => {
	const { code, stdout, stderr } = await show(unit!, ...argv);
	expect([code, stdout]).toEqual([2, ""]);
	expect(stderr).toMatch(message);
});
