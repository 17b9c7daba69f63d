/** `sluice cells ablate`, `clamp`, `scale` and `patch` in this process, with the library itself. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { plantedText } from "../fixtures/plantedCells.ts";
import { plantedRun } from "../fixtures/plantedRun.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-prove-"));
const at = (name: string) => join(folder, name);
const text = at("planted.txt");
const sluice = (...argv: string[]) =>
	call(["cells", ...argv, "--runs", at("runs"), "--engine", "reference"], { library, columns: 80 });
const on = (verb: string, unit: string, ...argv: string[]) => sluice(verb, "planted", unit, text, ...argv);

beforeAll(async () => {
	writeFileSync(text, plantedText(6000));
	await plantedRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("--json: the quote cell held at 0 costs over 2 nats inside quotes, nothing outside, and more than all 9 others", async () => {
	const { code, stdout, stderr } = await on(
		"ablate",
		"l0.c.7",
		"--to",
		"zero",
		"--pattern",
		"quotes",
		"--json",
		"--quiet",
	);
	expect([code, stderr]).toEqual([0, ""]);
	const found = JSON.parse(stdout);
	expect(found).toMatchObject({
		...{ schema: 1, run: "planted", text, textSymbols: 6000, unit: "l0.c.7", act: { to: "zero" }, heldAt: 0 },
		...{ pattern: { name: "quotes" }, symbols: 5999, verdict: "onlyInside" },
	});
	expect(found.change.inside.low).toBeGreaterThan(2);
	expect(Math.abs(found.change.outside.mean)).toBeLessThan(1e-6);
	expect(found.others).toHaveLength(9);
	expect(found.beside.inside).toMatchObject({ rank: 1, least: 0, most: 0, deviation: 0 });
	const five = found.worst.slice(0, 5).map(({ symbol }: { symbol: string }) => symbol);
	expect(five.toSorted()).toEqual([..."ABCDE"]);
});

test("in 60 columns the loss goes, then the others' mean: change, interval and rank stay whole", async () => {
	const argv = ["cells", "ablate", "planted", "l0.c.7", text, "--pattern", "quotes", "--to", "mean", "--others", "9"];
	const world = { library, columns: 60 };
	const { stdout } = await call([...argv, "--runs", at("runs"), "--engine", "reference", "--no-color"], world);
	expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
	expect(stdout).toMatch(/^ +change +95% interval +rank$/m);
	expect(stdout).toMatch(/^inside +-\d\.\d{4} +-\S+ -\S+ +10 of 10$/m);
});

test("for people: each row with its interval and rank in at most 80 columns, the verdict, the next command", async () => {
	const { code, stdout, stderr } = await on("ablate", "l0.c.7", "--to", "outside", "--pattern", "quotes", "--no-color");
	expect(code).toBe(0);
	expect(stdout).toMatch(/^l0\.c\.7 of planted, ablated to its mean outside the pattern, /);
	expect(stdout).toMatch(/^inside +\d\.\d{4} +\+2\.\d{4} +\+2\.\d{4} \+2\.\d{4} +0 ± 0 +1 of 10$/m);
	expect(stdout).toMatch(/^difference +\+2\./m);
	expect(stdout).toContain("Hurts inside, hardly outside");
	expect(stdout).toContain("None of the other units drawn");
	expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
	const called = /next:\n {2}sluice cells name planted --runs \S+ l0\.c\.7 quotes \S+planted\.txt --pattern quotes\n/;
	expect(stderr).toMatch(called);
	expect(stderr).toMatch(/\n {2}sluice sample planted --runs \S+ --clamp l0\.c\.7=\S+/);
	const plain = await on("ablate", "l0.c.7", "--pattern", "quotes", "--no-color");
	expect(plain.stdout).toMatch(/^l0\.c\.7 of planted, ablated to its mean outside the pattern, /);
	expect(plain.stdout).toContain(/^inside .*$/m.exec(stdout)![0]);
	const mean = await on("ablate", "l0.c.7", "--to", "mean", "--pattern", "quotes", "--others", "0", "--no-color");
	expect(mean.stderr).toMatch(/next:\n {2}sluice cells ablate planted .* l0\.c\.7 \S+ --pattern quotes --to outside\n/);
});

test("clamp at 1 hurts outside only, so not inside; a degree is cut where it parts the text most evenly; Korean", async () => {
	const clamp = JSON.parse((await on("clamp", "l0.c.7", "--value", "1", "--pattern", "quotes", "--json")).stdout);
	expect(clamp).toMatchObject({ verdict: "moreOutside", heldAt: 1 });
	expect(clamp.change.outside.low).toBeGreaterThan(3);
	const scaled = await on("scale", "l0.h.7", "--value", "-1", "--pattern", "brackets", "--lang", "ko", "--others", "0");
	const told = scaled.stdout.replaceAll("\n", " ");
	expect(told).toMatch(/planted의 l0\.h\.7, -1배, .* 안: 괄호\(\d 초과\) 패턴이/);
	expect(scaled.stdout).not.toContain("순위");
	expect(scaled.stdout).not.toContain("undefined");
});

test("a pattern that holds in one of the 32 blocks has an interval without ends and shows nothing", async () => {
	writeFileSync(at("one.tsv"), "380\t480"); // a block has 187.5 symbols
	const ablate = (...argv: string[]) => on("ablate", "l0.c.7", "--to", "zero", "--spans", at("one.tsv"), ...argv);
	const found = JSON.parse((await ablate("--json")).stdout);
	expect(found).toMatchObject({
		verdict: "nothing",
		insideSymbols: 100,
		change: { inside: { low: "-Infinity", high: "Infinity" } },
	});
	expect(found.change.inside.mean).toBeGreaterThan(0.1);
	const { stdout } = await ablate("--no-color", "--others", "0");
	expect(stdout).toMatch(/^inside +\d\S+ +\+\d\S+ +-$/m);
});

test("without a pattern: overall, and the search for what the unit tracks as a next command", async () => {
	const { stdout, stderr } = await on("ablate", "l0.c.7", "--to", "zero", "--no-color");
	expect(stdout).toMatch(/^all +\d/m);
	expect(stdout).not.toMatch(/^inside/m);
	expect(stdout).toContain("The loss rises significantly: the interval of the change is above 1e-4.");
	expect(stderr).toMatch(/sluice cells find planted --runs \S+ \S+planted\.txt --names l0\.c\.7/);
});

test("patch: the quote cell carried outside turns the next symbol into a capital, for people and as JSON", async () => {
	writeFileSync(at("in.txt"), 'ab "AB CAB DAB');
	writeFileSync(at("out.txt"), "ab ca dab\u202e bad cab\nab ab\n");
	const places = ["--from", `${at("in.txt")}:8`, "--to", `${at("out.txt")}:5`];
	const { code, stdout, stderr } = await sluice("patch", "planted", "l0.c.7", ...places, "--no-color");
	expect(code).toBe(0);
	expect(stdout).toMatch(/^from +…ab "AB CA?\[A\]$/m);
	expect(stdout).toMatch(/^to +…ab ca\[␣\] actual next symbol: d$/m);
	expect(stdout).toMatch(/^l0\.c\.7 +1\.000 +\S+$/m);
	expect(stdout).toMatch(/^A +0\.\d% .* 1[0-9]% /m);
	expect(stdout.replaceAll("\n", " ")).toMatch(/The effect lasts 13 symbols.*rank 1 of 17/);
	expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
	expect(stdout).not.toContain("\u202e");
	expect(stderr).toMatch(/next:\n {2}sluice sample planted --runs \S+ --clamp l0\.c\.7=1$/m);
	const json = await sluice("patch", "planted", "l0.c.7", ...places, "--ahead", "4", "--top", "2", "--json");
	const found = JSON.parse(json.stdout);
	expect(found).toMatchObject({ schema: 1, run: "planted", next: "d", lasts: 5, open: true });
	expect([found.curve.length, found.read, found.others.length]).toEqual([5, [" ", "d", "a", "b", null], 16]);
	const short = await sluice("patch", "planted", "l0.c.7", ...places, "--ahead", "4", "--seed", "2", "--no-color");
	expect(short.stderr).toMatch(/next:\n {2}sluice cells patch .* --ahead 40 --seed 2\n/); // it goes on, and so does the text
	const end = await sluice("patch", "planted", "l0.c.7", ...places.with(3, `${at("out.txt")}:24`), "--no-color");
	expect(end.stderr).toMatch(/next:\n {2}sluice sample /); // the text ends there
	const whole = await sluice("patch", "planted", "l0.c,l0.h", ...places, "--lang", "ko");
	expect(whole.stdout).toContain("그 밖에 12개");
	expect(whole.stdout).toMatch(/다음 기호 +넣기 전 +넣은 뒤/);
	expect(whole.stdout).toContain("비교할 다른 유닛이 없습니다");
});

test.each([
	[[], /missing --from FILE:OFFSET.*E_ARGUMENT/],
	[["--from", "x", "--to", "valid:3"], /--from must have the form FILE:OFFSET or valid:OFFSET, got "x"/],
	[["--from", `${text}:6000`, "--to", `${text}:0`], /--from is 6000.*0 to 5999/],
	[["--from", `${text}:0`, "--to", `${text}:9999999`], /--to is 9999999.*0 to 5999/],
	[["--from", "valid:0", "--to", `${text}:0`], /E_RUN_NO_TEXT/],
	[["--from", `${text}:0`, "--to", `${text}:0`, "--ahead", "70000"], /--ahead must be .*, got "70000"/],
])("2: patch %j", async (argv, message) => {
	const { code, stdout, stderr } = await sluice("patch", "planted", "l0.c.7", ...argv);
	expect([code, stdout]).toEqual([2, ""]);
	expect(stderr).toMatch(message);
});

test.each([
	[["ablate", "l0.c.10"], /index 10: l0\.c has 0 to 9/],
	[["ablate", "l1.c.1"], /no value "l1\.c".*It has: embed/],
	[["ablate", "l0.c"], /no index/],
	[["ablate", "l0.c.7", "--to", "outside"], /--to outside needs --pattern/],
	[["ablate", "l0.c.7", "--to", "zeero"], /did you mean zero\?/],
	[["ablate", "l0.c.7", "--pattern", "number"], /never holds in the 5999 symbols.*E_PATTERN_CONSTANT/],
	[["ablate", "l0.c.7", "--pattern", "quotes,brackets"], /--pattern must have exactly 1 pattern, got 2/],
	[["ablate", "l0.c.7", "--pattern", "quotes", "--spans", "x"], /--pattern must have exactly 1 pattern, got 2/],
	[["ablate", "l0.c.7", "--limit", "100"], /--limit must be .*, got 100/],
	[["clamp", "l0.c.7"], /--value X.*E_ARGUMENT/],
	[["scale", "l0.c.7", "--value", "1e9"], /--value must be .*, got "1e9"/],
	[["ablate", "l0.c.7", "--value", "1"], /unknown option --value/],
])("2: %j", async ([verb, unit, ...argv], message) => {
	const { code, stdout, stderr } = await on(verb!, unit!, ...argv);
	expect([code, stdout]).toEqual([2, ""]);
	expect(stderr).toMatch(message);
});

test("2: a text of 511 symbols is too short", async () => {
	writeFileSync(at("short.txt"), plantedText(511));
	const { code, stderr } = await sluice("ablate", "planted", "l0.c.7", at("short.txt"));
	expect(code).toBe(2);
	expect(stderr).toMatch(/511.*at least 512/);
});

test("suggested clamps: the quantile of the pattern's own side, tried before; one that changes nothing is not suggested", async () => {
	const clampOf = (stderr: string) => /sluice sample \S+ .*--clamp (\S+)/.exec(stderr)?.[1];
	const scaled = (...argv: string[]) => on("scale", "l0.c.7", "--value", "0.5", "--no-color", ...argv);
	expect(clampOf((await scaled("--pattern", "quotes")).stderr)).toBe("l0.c.7=1");
	const outside = [...plantedText(6000).matchAll(/(?<=\n|^)[^"\n]+/g)]; // of quotes: there the unit is low
	const spans = outside.map(({ index, 0: words }) => `${index}\t${index + words.length}`);
	writeFileSync(at("outside.tsv"), spans.join("\n"));
	expect(clampOf((await scaled("--spans", at("outside.tsv"))).stderr)).toBe("l0.c.7=0");
	const shown = await on("show", "l0.c.7", "--spans", at("outside.tsv"), "--no-color");
	expect(clampOf(shown.stderr)).toBe("l0.c.7=0");
	const depth = await on("scale", "l0.c.3", "--value", "0.5", "--no-color"); // no output weight reads it
	expect(clampOf(depth.stderr)).toBeUndefined();
	expect(depth.stderr.replaceAll("\n", " ")).toMatch(/Holding l0\.c\.3 at 6 changes next to nothing \(0 nats/);
	const ko = await on("scale", "l0.c.3", "--value", "0.5", "--lang", "ko");
	expect(ko.stderr).toContain("예측이 거의 바뀌지 않아");
	const found = await sluice("find", "planted", text, "--pattern", "quotes", "--names", "l0.c", "--no-color");
	expect(clampOf(found.stderr)).toBe("l0.c.7=1");
});

test("tryClamp of a unit that is low where its pattern holds takes the 1 % quantile, with the divergence of its two predictions", async () => {
	const world = { run: "planted", runs: at("runs"), texts: [text], unit: "l0.c.7", engine: "reference" as const };
	const low = await library.tryClamp({ ...world, side: -1 });
	expect(low).toMatchObject({ value: expect.closeTo(0, 6), steps: 4096, changed: true });
	const one = await library.tryClamp({ ...world, value: 1 });
	// inside quotes nothing changes; outside, the head's logits of small letters fall by 6 and of capitals rise by 3
	const said = (on: number) =>
		[...'\n "()abcdeABCDE'].map((c) => (/[a-e]/.test(c) ? 3 - 6 * on : /[A-E]/.test(c) ? 3 * on : 0));
	const [p, q] = [said(0), said(1)].map((z) => z.map((x) => Math.exp(x) / z.reduce((sum, y) => sum + Math.exp(y), 0)));
	const kl = p!.reduce((sum, x, v) => sum + x * Math.log(x / q![v]!), 0);
	const planted = plantedText(4096);
	let outside = 0;
	for (const line of planted.match(/[^\n]*\n|[^\n]+$/g)!)
		for (let k = 0, on = false; k < line.length; k++) {
			if (line[k] === '"') on = !on;
			if (!on || line[k] === "\n") outside++;
		}
	expect(one.klNats).toBeCloseTo((kl * outside) / 4096, 5);
});
