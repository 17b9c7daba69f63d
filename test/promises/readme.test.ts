/** The README's first screen is run as it stands: only the file's name and the budget are made small. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
mkdirSync(join(root, "tmp"), { recursive: true });
const folder = mkdtempSync(join(root, "tmp/readme-")); // inside the package, so that "sluice" is this package
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the README's TypeScript example trains, prints its held-out bits and writes 300 symbols", () => {
	const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
	expect(example.trim().split("\n").length).toBeLessThanOrEqual(13);
	writeFileSync(join(folder, "input.txt"), "static int x = 0;\n".repeat(600));
	const small = example.replace("minutes: 1,", "steps: 5, batch: 4, k1: 8,");
	expect(small).not.toBe(example);
	writeFileSync(join(folder, "example.mjs"), small);
	const run = spawnSync(process.execPath, ["example.mjs"], { cwd: folder, encoding: "utf8" });
	expect(run.stderr).toBe("");
	expect(run.stdout).toMatch(/^held out: \d+\.\d+ bits a symbol, in .*input-lstm-1\n/);
	expect(run.stdout.length).toBeGreaterThan(300);
});

test("the README's commands exist: every `npx sluice VERB` is a verb of the command line, every npm script is one", () => {
	const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const verbs = new Set([...readme.matchAll(/npx sluice (\w+)/g)].map((m) => m[1]!));
	expect(verbs.size).toBeGreaterThanOrEqual(7);
	for (const verb of verbs) {
		const help = spawnSync(process.execPath, [join(root, "dist/cli/bin.js"), verb, "--help"], { encoding: "utf8" });
		expect([verb, help.status]).toEqual([verb, 0]);
	}
	for (const [, script] of readme.matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty(script!);
	expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
});

test("the Korean README has the commands and the example of the English one, its documents, and comments of its own", () => {
	const korean = readFileSync(join(root, "docs/README.ko.md"), "utf8");
	const blocks = (text: string) => [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map((m) => m[2]!);
	const bare = (block: string) => block.replace(/ +#.*$/gm, "");
	expect(blocks(korean).map(bare)).toEqual(blocks(readme).map(bare));
	const documents = (text: string) =>
		[...new Set(text.match(/docs\/[\w-]+(\.md)?/g))].filter((name) => name !== "docs/README");
	expect(documents(korean.replaceAll("docs/ko/", "docs/"))).toEqual(documents(readme));
	for (const [, comment] of korean.matchAll(/^np[mx] .* # ?(.*)$/gm)) expect(comment).toMatch(/[가-힣]/);
});

test("the example that reads gates and deltas prints a row for every fourth of its 30 steps", () => {
	const run = spawnSync(process.execPath, ["examples/gates.mjs"], { cwd: root, encoding: "utf8" });
	expect(run.stderr).toBe("");
	expect(run.stdout.trim().split("\n")).toHaveLength(9);
	expect(run.stdout).toMatch(/\n 29 {2}\d\.\d\de[+-]\d+ {3}\d\.\d\de[+-]\d+ +0\.\d{3} +\d\.\d{3}\n/);
});
