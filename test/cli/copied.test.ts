/** `sluice sample --copied` and `sluice data report` in this process, with the library itself, on a text with planted copies. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-copied-"));
const at = (name: string) => join(folder, name);
const sluice = (...argv: string[]) => call(argv, { library, columns: 80, cwd: folder });
const written = (...argv: string[]) => sluice("sample", "parrot", "--runs", at("runs"), ...argv);

/** Lines of n letters in an order that hardly repeats. */
const noise = (seed: number, n: number) => {
	let s = seed;
	return Array.from({ length: n }, () => "abcdefghijklmnopqrst"[(s = (s * 48271) % 2147483647) % 20]).join("");
};
const VERSE = "The sluice opens, the water runs; it closes, the water waits."; // 61 symbols

beforeAll(async () => {
	writeFileSync(at("verse.txt"), `${VERSE}\n`.repeat(200));
	const train = `train ${at("verse.txt")} --hidden 24 --batch 4 --k1 32 --steps 200 --lr 0.01 --threads 1 --quiet`;
	expect(await sluice(...train.split(" "), "--runs", at("runs"), "--run", "parrot")).toMatchObject({ code: 0 });
	writeFileSync(at("mixed.txt"), `${noise(7, 80)}\n${VERSE}\n\n${VERSE}\n${noise(9, 80)}\n${"\u001b[2J"}<b>\u202e\n`);
	writeFileSync(
		at("held.txt"),
		`${noise(11, 40)}${VERSE.slice(4, 58)}\u00e9${noise(13, 40)}\n${VERSE}\n${noise(17, 98)}\n`,
	); // as many bytes
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what was written stands beside the held-out part, in at most 80 columns, with the place of the longest stretch", async () => {
	const { code, stdout } = await written("--temperature", "0", "--length", "300", "--no-color", "--copied");
	expect(code).toBe(0);
	expect(stdout).toContain("copied from the training text (11.2k symbols)");
	expect(stdout).toMatch(/in passages of 50 or more +\S+% +100%/);
	expect(stdout).toMatch(/longest passage, symbols +\d+ +620/);
	expect(stdout).toMatch(/longest passage: from offset \d+ of the sample, from line \d+ of the training text:\n {2}\S/);
	const table = stdout.slice(stdout.indexOf("copied from"));
	expect(Math.max(...table.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("--json: longest stretch and share are those of every piece looked up in the training text, and its place and line hold", async () => {
	const { copied, text } = JSON.parse(
		(await written("--length", "300", "--temperature", "1.2", "--copied", "--json")).stdout,
	);
	const corpus = `${VERSE}\n`.repeat(200).slice(0, 200 * 62 * 0.9);
	expect([copied.trainSymbols, copied.sample.symbols]).toEqual([corpus.length, 300]);
	let most = 0;
	const inside = new Set<number>();
	for (let s = 0; s < text.length; s++) {
		let length = 0;
		while (s + length < text.length && corpus.includes(text.slice(s, s + length + 1))) length++;
		most = Math.max(most, length);
		if (length >= 20) for (let k = 0; k < length; k++) inside.add(s + k);
	}
	const { longest, line, text: stretch, covered } = copied.sample;
	expect([longest.length, covered[0]]).toEqual([most, { least: 20, symbols: inside.size, share: inside.size / 300 }]);
	expect(text.slice(longest.at, longest.at + longest.length)).toBe(stretch);
	expect(corpus.slice(longest.in, longest.in + longest.length)).toBe(stretch);
	expect(corpus.slice(0, longest.in).split("\n")).toHaveLength(line);
	expect(copied.heldOut).toMatchObject({
		symbols: 620,
		longest: { length: 620 },
		covered: [{ share: 1 }, { share: 1 }],
	});
});

test("in Korean too; without the flag nothing is searched, and a length beyond what can be is refused before writing", async () => {
	expect((await written("--length", "80", "--copied", "--lang", "ko")).stdout).toContain("겹치는 부분");
	expect(JSON.parse((await written("--length", "5", "--json")).stdout).copied).toBeUndefined();
	const far = await written("--length", "4000001", "--copied");
	expect([far.code, far.stdout]).toEqual([2, ""]);
	expect(far.stderr).toMatch(/--length must be .*, got 4000001/);
});

test("data report counts alphabet, lines and repeats as by hand, and finds the 54 planted symbols of the held-out part", async () => {
	const args = ["data", "report", at("mixed.txt"), at("held.txt"), "--split", "50/50/0"];
	const { code, stdout } = await sluice(...args, "--no-color");
	expect(code).toBe(0);
	expect(stdout).not.toContain("\u001b");
	expect(stdout).not.toContain("\u202e");
	const result = JSON.parse((await sluice(...args, "--json")).stdout);
	expect(result.lines).toMatchObject({ lines: 6, empty: 1, longest: 80, median: 61 });
	expect(result.repeated.lines).toMatchObject({ lines: 5, repeated: 1, share: 0.2 });
	// the verse between two newlines, 63 symbols, twice
	expect(result.repeated.stretches[1]).toMatchObject({ least: 50, symbols: 126 });
	expect(result.overlap).toHaveLength(1);
	const [valid] = result.overlap;
	expect(valid).toMatchObject({ part: "valid", unknownSymbols: 1, lines: { lines: 3, repeated: 1, share: 1 / 3 } });
	expect(valid.longest.length).toBe(63);
	expect(valid.text).toBe(`\n${VERSE}\n`);
	expect(valid.covered[1]).toMatchObject({ least: 50, symbols: 54 + 63 });
	expect(result.alphabet.symbols.filter(({ symbol }: { symbol: string }) => /1b/i.test(symbol))).toMatchObject([
		{ count: 1 },
	]);
	expect(result.alphabet.rare).toBeGreaterThan(3);
});

test.each([
	[["data", "report", "none.txt"], /none\.txt does not exist/],
	[["data", "report"], /missing TEXT/],
])("refuses %j", async (argv, message) => {
	const { code, stdout, stderr } = await sluice(...argv);
	expect([code > 0, stdout]).toEqual([true, ""]);
	expect(stderr).toMatch(message);
});
