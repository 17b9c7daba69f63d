/** `sluice cells` in this process, with the library itself. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { plantedText } from "../fixtures/plantedCells.ts";
import { plantedRun } from "../fixtures/plantedRun.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-cells-"));
const at = (name: string) => join(folder, name);
const text = at("planted.txt");
const sluice = (...argv: string[]) =>
	call([...argv, "--runs", at("runs"), "--engine", "reference"], { library, columns: 80 });
const find = (...argv: string[]) => sluice("cells", "find", "planted", text, ...argv);

beforeAll(async () => {
	writeFileSync(text, plantedText(6000));
	await plantedRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("--json has the form that is promised, and the planted units first", async () => {
	const { code, stdout, stderr } = await find("--pattern", "quotes,brackets", "--best", "3", "--json", "--quiet");
	expect([code, stderr]).toEqual([0, ""]);
	const found = JSON.parse(stdout);
	expect(found).toMatchObject({ run: "planted", text, symbols: { chosen: 3000, heldOut: 3000 } });
	expect(found.patterns.map(({ pattern }: { pattern: string }) => pattern)).toEqual(["quotes", "brackets"]);
	for (const { share, best, probe, rivals } of found.patterns) {
		expect(share).toBeGreaterThan(0.1);
		expect(best).toHaveLength(3);
		for (const unit of best) {
			expect(Object.keys(unit)).toEqual(
				expect.arrayContaining(["unit", "sign", "threshold", "auc", "ci", "chance", "q", "f1"]),
			);
			expect(unit.ci).toHaveLength(2);
		}
		expect(probe.auc).toBeGreaterThan(0.99);
		expect(rivals.map(({ name }: { name: string }) => name)).toEqual(["symbol", "position"]);
	}
	expect(found.patterns[0].best[0].unit).toMatch(/^l0\.[ch]\.7$/);
	expect(found.patterns[1].best[0].unit).toMatch(/^l0\.[ch]\.3$/);
});

test("for people: a line a pattern in at most 80 columns, what was not judged, and the next commands", async () => {
	const { code, stdout, stderr } = await find("--no-color");
	expect(code).toBe(0);
	expect(stdout).toMatch(/planted on \S+planted\.txt: 6k symbols in 0:0\d/);
	expect(stdout).toContain("60 units, selected on the first 3k symbols, evaluated on the other 3k; lanes: 1,");
	expect(stdout).toMatch(/^quotes +l0\.[ch]\.7 .* (1\.000|0\.99\d) +(1\.000|0\.99\d) /m);
	expect(stdout).toMatch(/^brackets +l0\.[ch]\.3 /m);
	expect(stdout.replace(/\n/g, " ")).toContain("number (never holds in the text)");
	expect(stdout.replace(/\n/g, " ")).toMatch(/Patterns chosen by the text: prose .*--pattern all, a set \(prose, c/);
	expect(stdout).not.toMatch(/^(c|py|ko|markup)\./m);
	expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
	expect(stderr).toMatch(
		/next:\n {2}sluice cells ablate planted --runs \S+ l0\.\S+ \S+planted\.txt --pattern \w+\n {2}sluice cells show planted --runs \S+ l0\.\S+ \S+planted\.txt\n {2}sluice trace planted --runs \S+ \S+planted\.txt --names l0\.\w+(\.\w)?\.\d --out l0/,
	);
	expect(stderr).toMatch(/sluice sample planted --runs \S+ --clamp l0\.\S+=\S+/);
	const several = await find("--no-color", "--best", "4", "--pattern", "quotes", "--names", "l0.c");
	expect(several.stdout.match(/^(quotes| {6}) {3}-?l0\.c\.\d /gm)).toHaveLength(4);
});

test("two patterns that select the same symbols have one row, and the second is said to be the same; --json keeps both", async () => {
	const asked = [
		"--pattern",
		"quotes",
		"--pattern",
		'in:/"[^"\\n]*/',
		"--pattern",
		'in:/"[^"\\n]*/u',
		"--pattern",
		"brackets",
	];
	const { stdout } = await find(...asked, "--no-color");
	expect(stdout.match(/^in:\S+ +-?l0/gm) ?? []).toHaveLength(1);
	expect(stdout.match(/same symbols as/g)).toHaveLength(1);
	expect(stdout.replace(/\s+/g, " ")).toContain('in:/"[^"\\n]*/u: same symbols as in:/"[^"\\n]*/.');
	const { patterns } = JSON.parse((await find(...asked, "--json")).stdout) as library.CellsFound;
	expect(patterns.map(({ sameAs }) => sameAs)).toEqual([undefined, undefined, 'in:/"[^"\\n]*/', undefined]);
	expect(patterns[2]!.best).toEqual(patterns[1]!.best);
	const page = await sluice("cells", "show", "planted", "l0.c.7", text, ...asked, "--no-color");
	expect(page.stdout.match(/^in:\S+ +(higher|lower)/gm) ?? []).toHaveLength(1);
	expect(page.stdout.replace(/\s+/g, " ")).toContain('in:/"[^"\\n]*/u: same symbols as in:/"[^"\\n]*/.');
	const korean = await find(...asked, "--lang", "ko", "--no-color");
	expect(korean.stdout.replace(/\s+/g, " ")).toContain(
		'in:/"[^"\\n]*/u: in:/"[^"\\n]*/ 패턴과 고르는 기호가 같습니다.',
	);
});

test("in 60 columns whole columns go, from the least needed on: no line is cut, and unit, area and q stay", async () => {
	const argv = ["cells", "find", "planted", text, "--runs", at("runs"), "--engine", "reference", "--no-color"];
	const { stdout } = await call(argv, { library, columns: 60 });
	const lines = stdout.split("\n");
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
	expect(stdout).not.toContain("…");
	expect(stdout).toMatch(/^pattern +unit +AUC .* q$/m);
	expect(stdout).toMatch(/^degree +unit +r +95% interval +chance +q$/m);
});

test("cells find --html and --svg write the report of what was found, the clearest unit first; --json tells of it", async () => {
	const [html, svg] = [at("found.html"), at("found.svg")];
	const wanted = ["--pattern", "quotes,brackets", "--html", html, "--svg", svg];
	const { code, stdout } = await find(...wanted, "--json", "--quiet");
	expect(code).toBe(0);
	const { patterns, report } = JSON.parse(stdout);
	expect(report).toMatchObject({ run: "planted", text, symbols: 6000, textSymbols: 6000, html, svg });
	expect(report.bytes).toBe(readFileSync(html).length);
	const best = patterns.map(({ best }: { best: { unit: string }[] }) => best[0]!.unit);
	expect(report.units.map(({ unit }: { unit: string }) => unit).sort()).toEqual(best.sort());
	expect(readFileSync(svg, "utf8")).toContain(`>${report.units[0].unit} · ${report.units[0].pattern} `);
	const told = await find(...wanted, "--no-color", "--lang", "ko");
	expect(told.stdout).toMatch(/found\.html: 기호 6k개, [\d.]+ kB/);
	expect(readFileSync(html, "utf8")).toContain('<html lang="ko">');
});

test("cells report takes named units first, then those of a search, and units that are asked for as they are", async () => {
	const html = at("report.html");
	const report = (...argv: string[]) => sluice("cells", "report", "planted", text, "--html", html, ...argv);
	await sluice("cells", "name", "planted", "l0.h.1", "my own");
	const { stdout, stderr } = await report("--no-color", "--limit", "2000");
	expect(stdout).toMatch(/report\.html: 2k symbols, [\d.]+ kB/);
	expect(stdout).toMatch(/units: l0\.h\.1 \(my own\), l0\.[ch]\.\d \(/);
	expect(stderr).toContain("sluice cells ablate planted");
	const asked = JSON.parse((await report("--units", "l0.c.2,l0.h.1", "--json", "--quiet")).stdout);
	expect(asked.units).toEqual([{ unit: "l0.c.2" }, { unit: "l0.h.1", name: "my own" }]);
	expect([asked.symbols, asked.svg]).toEqual([6000, null]);
	await sluice("cells", "name", "planted", "l0.h.1", "--remove");
});

test.each([
	[["--svg", "x.svg", "--units", "l0.c.99"], /index 99.*0 to 9/],
	[["--html", "/"], /is a folder/],
	[
		["--html", "x.html", "--units", "l0.c,l0.h,l0.gate.i,l0.gate.f,l0.gate.o,l0.gate.g,l0.tanh_c"],
		/--units must have 1 to 64 units, got 70/,
	],
	[["--html", "x.html", "--limit", "0"], /--limit must be .*, got "0"/],
	[[], /missing --html FILE or --svg FILE/],
])("cells report refuses %j and writes nothing", async (argv, message) => {
	const { code, stdout, stderr } = await sluice("cells", "report", "planted", text, ...argv);
	expect(code).toBeGreaterThan(0);
	expect(stdout).toBe("");
	expect(stderr).toMatch(message);
	expect(existsSync("x.html") || existsSync("x.svg")).toBe(false);
});

test("4: of three patterns one that never holds is named, and the others are scored as they are alone", async () => {
	const argv = ["--names", "l0.c", "--no-color"];
	const { code, stdout } = await find("--pattern", "quotes,number,brackets", ...argv);
	expect(code).toBe(4);
	expect(stdout).toMatch(/^quotes +l0\.c\.7 /m);
	expect(stdout).toMatch(/^brackets +l0\.c\.3 /m);
	expect(stdout).toContain("Not scored: number (never holds in the text).");
	const json = await find("--pattern", "quotes,number", "--names", "l0.c", "--json", "--quiet");
	expect([json.code, json.stderr]).toEqual([4, ""]);
	expect(JSON.parse(json.stdout).skipped).toEqual([{ pattern: "number", why: "never", half: "both" }]);
	const shown = await sluice("cells", "show", "planted", "l0.c.7", text, "--pattern", "quotes,number", "--no-color");
	expect(shown.code).toBe(4);
	expect(shown.stdout).toContain("Not scored: number (never holds in the text).");
	expect((await find(...argv)).code).toBe(0); // nothing was asked for by name
});

test("nothing found is said plainly: stretches drawn at random follow no unit", async () => {
	const random = new RandomStream(5, "stretches");
	const spans = Array.from({ length: 60 }, (_, k) => {
		const from = k * 100 + random.below(60);
		return `${from}\t${from + 1 + random.below(40)}`;
	});
	writeFileSync(at("rare.tsv"), spans.join("\n"));
	const { code, stdout } = await find("--spans", at("rare.tsv"), "--no-color", "--names", "l0.c");
	expect(code).toBe(0);
	expect(stdout.replace(/\n/g, " ")).toContain("No unit tracks any of these patterns above chance");
	expect(stdout).toMatch(/^spans:rare\.tsv /m);
});

test("an expression with commas and blanks is one pattern; its name cannot move the cursor", async () => {
	const asked = 'in:/"[^\\n", \x1b\u202e]*/';
	const { code, stdout } = await find("--pattern", asked, "--pattern", "quotes", "--no-color", "--lang", "ko");
	expect(code).toBe(0);
	expect(stdout).toContain('in:/"[^\\n", \\x1b');
	for (const unsafe of ["\x1b", "\u202e"]) expect(stdout).not.toContain(unsafe);
	expect(stdout).toMatch(/^따옴표 +l0\.[ch]\.7 /m);
});

test("cells patterns lists all 25, the sets and the forms of one's own, in both languages", async () => {
	const { patterns, forms } = JSON.parse((await call(["cells", "patterns", "--json"], { library })).stdout);
	expect([patterns.length, forms.length]).toEqual([25, 4]);
	expect(patterns[0]).toEqual({
		name: "quotes",
		korean: "따옴표",
		graded: false,
		meaning: expect.stringContaining("double quotes"),
	});
	const ko = await call(["cells", "patterns", "--lang", "ko"], { library });
	expect(ko.stdout).toMatch(/^C\.주석 \(c\.comment\) +있음\/없음 +C 계열 코드의 주석 안$/m);
	expect(ko.stdout).not.toContain("undefined");
});

test.each([
	[["--pattern", "qoutes"], /Did you mean quotes\?.*E_PATTERN_NAME/],
	[["--pattern", "number"], /"number" never holds in the 6000 symbols of the text.*E_PATTERN_SHARE/],
	[["--pattern", "in:/x(/"], /wrong at position 1.*E_REGEX/],
	[["--pattern", ""], /--pattern must be a list of strings, got \[?""/],
	[["--names", "l1.c"], /no value "l1\.c".*It has: embed/],
	[["--names", "l0.c.99"], /index 99.*0 to 9/],
	[["--best", "0"], /--best must be .*, got "0"/],
	[["--exact", "--warmup-symbols", "9"], /--warmup-symbols cannot be combined with --exact/],
	[["--limit", "100"], /--limit must be .*, got 100/],
	[["--part", "valid"], /give FILE or --part, not both/],
	[["--spans", "/nowhere.tsv"], /E_FILE_MISSING/],
])("2 or 1: %j", async (argv, message) => {
	const { code, stdout, stderr } = await find(...argv);
	expect(code).toBeGreaterThan(0);
	expect(stdout).toBe("");
	expect(stderr).toMatch(message);
});
