/** `sluice data ngrams` in this process, with the library itself. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-data-ngrams-"));
const book = join(folder, "book.txt");
writeFileSync(book, `${"The sluice opens, the water runs; it closes, the water waits.\n".repeat(40)}And Q.`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sluice = (...argv: string[]) => call(["data", "ngrams", ...argv], { library, columns: 80 });

test("data ngrams tells every order with nats, bits and a bar, in at most 80 columns, and how to train next", async () => {
	const { code, stdout, stderr } = await sluice(book, "--orders", "2..6", "--split", "80/20/0", "--no-color");
	expect(code).toBe(0);
	const lines = stdout.trimEnd().split("\n");
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
	expect(lines.filter((line) => /^ +[2-6] +\d\.\d{4} +\d\.\d{4} +\d+ +█/.test(line))).toHaveLength(5);
	expect(stdout).toMatch(/lowest loss: order \d, 0\.\d{4} nats/);
	expect(stderr).toContain("not scored: 3.");
	expect(stderr).toMatch(/next:\n {2}sluice train .*book\.txt --split 80\/20\/0/);
});

test("--json is one document with discounts and counts of counts; --lang ko speaks Korean", async () => {
	const result = JSON.parse((await sluice(book, "--json", "--unit", "byte", "--orders", "3")).stdout);
	expect(result).toMatchObject({ schema: 1, unit: "byte", part: "valid", vocabulary: 256, best: 3 });
	expect(result.orders[0].highest).toMatchObject({ counts: [expect.any(Number), 0, 0, 0], fallback: true });
	expect((await sluice(book, "--lang", "ko")).stdout).toContain("n-gram은");
});

test.each([
	[[book, "--orders", "many"], /--orders must have the form N or A\.\.B, with numbers from 1 to \d+, got "many"/],
	[[book, "--part", "test", "--split", "90/10/0"], /"test" has 0 symbols, but --part needs at least 2/],
	[[join(folder, "none.txt")], /none\.txt does not exist/],
	[[], /missing TEXT/],
])("refuses %j", async (argv, message) => {
	const { code, stdout, stderr } = await sluice(...argv);
	expect([code > 0, stdout]).toEqual([true, ""]);
	expect(stderr).toMatch(message);
});
