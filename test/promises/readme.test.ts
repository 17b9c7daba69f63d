/** The front door: the two READMEs, the moving picture, the map of the documents, and the first program of the library. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { called } from "./documents/world.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");
mkdirSync(join(root, "tmp"), { recursive: true });
const folder = mkdtempSync(join(root, "tmp/readme-")); // inside the package, so that "sluice" is this package
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the library's first program trains, prints its held-out bits and writes 300 symbols", () => {
	const example = /```ts\n([\s\S]*?)```/.exec(read("docs/library.md"))![1]!;
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
	const { scripts } = JSON.parse(read("package.json"));
	const verbs = new Set([...readme.matchAll(/npx sluice (\w+)/g)].map((m) => m[1]!));
	expect(verbs.size).toBeGreaterThanOrEqual(6);
	for (const verb of verbs) {
		const help = spawnSync(process.execPath, [join(root, "dist/cli/bin.js"), verb, "--help"], { encoding: "utf8" });
		expect([verb, help.status]).toEqual([verb, 0]);
	}
	for (const [, script] of readme.matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty(script!);
	expect(readme).toContain("npm ci && npm start ");
	expect(readme).toContain("npm ci && npm test ");
	expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
});

test("the Korean README has the commands, the pictures and the documents of the English one, in Korean", () => {
	const korean = read("README.ko.md");
	const blocks = (text: string) => [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map((m) => m[2]!);
	const bare = (block: string) => block.replace(/ +#.*$/gm, "");
	expect(blocks(korean).map(bare)).toEqual(blocks(readme).map(bare));
	const links = (text: string) => [...text.matchAll(/\]\((docs\/[^)]+)\)/g)].map(([, to]) => to!);
	expect(links(korean)).toEqual(links(readme).map((to) => to.replace("docs/", "docs/ko/")));
	const pictures = (text: string) => [...text.matchAll(/\s(?:src|srcset)="([^"]+)"/g)].map(([, to]) => to!);
	expect(pictures(korean)).toEqual(pictures(readme).map((to) => to.replace("-en", "-ko")));
	for (const [, comment] of korean.matchAll(/^np[mx] .* # ?(.*)$/gm)) expect(comment).toMatch(/[가-힣]/);
});

describe("the pictures of the README", () => {
	test("are at most 60 kB, and each of the six is there in both languages, light and dark", () => {
		const files = readdirSync(join(root, "docs/door"));
		for (const file of files)
			expect([file, statSync(join(root, "docs/door", file)).size < 60_000]).toEqual([file, true]);
		const names = ["train", "lab", "wall", "cell", "text", "compare"];
		for (const lang of ["en", "ko"])
			for (const theme of ["", "-dark"])
				for (const name of names) expect(files).toContain(`${name}-${lang}${theme}.png`);
	});

	test("the moving one is what its script draws of two networks trained anew: 50 bars each, 4e-8 of the gradient or 3.7 times as much at the first mark", async () => {
		const script = join(root, "scripts/draw-moving-picture.mjs");
		const { measured, picture } = (await import(script)) as {
			measured(): Promise<{ name: string; wrong: number; powers: number[] }[]>;
			picture(lang: "en" | "ko", networks: unknown, moves: boolean): string;
		};
		const networks = await measured();
		for (const lang of ["en", "ko"] as const)
			for (const moves of [true, false])
				expect(read(`docs/door/gradient-${lang}${moves ? "" : "-still"}.svg`)).toBe(picture(lang, networks, moves));
		const svg = read("docs/door/gradient-en.svg");
		expect(svg.match(/class="bar"/g)).toHaveLength(100);
		expect([...svg.matchAll(/× ([\w.-]+)</g)].map(([, left]) => left)).toEqual(["4e-8", "3.7"]);
		expect(readme).toContain("4e-8 of the gradient arrives at the first mark");
		expect(read("README.ko.md")).toContain("기울기의 4e-8만");
		expect(svg).not.toContain("<script");
		expect(svg).toContain("prefers-color-scheme:dark");
		expect(svg).toContain("prefers-reduced-motion:reduce");
		expect(read("docs/door/gradient-en-still.svg")).not.toContain("animation");
	}, 120_000);
});

test("the numbers of the README are those of its commands: 2e-12 of the gradient at radius 0.6, a step of 162, clipped 0.1", async () => {
	const rowsOf = async (...words: string[]) => {
		const { stdout } = await called(["reproduce", ...words, "--json"]);
		const { rows } = JSON.parse(stdout) as { rows: { what: string; value: number }[] };
		return (what: string) => rows.find((row) => row.what.startsWith(what))!.value;
	};
	const dial = await rowsOf("wrec-sweep", "--at", "radius=0.6");
	expect((10 ** dial("log10 of the last loss's gradient")).toExponential(0)).toBe("2e-12");
	const wall = await rowsOf("error-wall", "--at", "w=4.81929026,b=-2.5,lr=0.1");
	expect(Math.round(wall("without a limit: length"))).toBe(162);
	expect(wall("with the limit: length")).toBeCloseTo(0.1, 9);
	for (const path of ["README.md", "README.ko.md"])
		for (const number of ["2e-12", "162", "0.1"]) expect(read(path)).toContain(number);
});

test("every document is on the map in both languages, once, and the map names no other", () => {
	const inFolder = (path: string) => readdirSync(join(root, path)).filter((name) => name.endsWith(".md"));
	const own = inFolder("docs").filter((name) => name !== "README.md" && name !== "style.md");
	const named = (path: string) => [...read(path).matchAll(/^\| \[[^\]]+\]\(([^)]+)\)/gm)].map(([, to]) => to!);
	const folders = ["lessons/README.md", "reproductions/README.md"];
	const english = ["../README.md", "api/README.md", "style.md"];
	const rooted = ["../FEATURES.md", "../ARCHITECTURE.md", "../SECURITY.md", "../CHANGELOG.md"];
	expect(named("docs/README.md").sort()).toEqual([...own, ...folders, ...english, ...rooted].sort());
	const korean = ["../../README.ko.md", "../api/README.md", "../style.md", ...rooted.map((path) => `../${path}`)];
	expect(named("docs/ko/README.md").sort()).toEqual([...own, ...folders, ...korean].sort());
	expect(own.length).toBeGreaterThan(20);
});

test("the example that reads gates and deltas prints a row for every fourth of its 30 steps", () => {
	const run = spawnSync(process.execPath, ["examples/gates.mjs"], { cwd: root, encoding: "utf8" });
	expect(run.stderr).toBe("");
	expect(run.stdout.trim().split("\n")).toHaveLength(9);
	expect(run.stdout).toMatch(/\n 29 {2}\d\.\d\de[+-]\d+ {3}\d\.\d\de[+-]\d+ +0\.\d{3} +\d\.\d{3}\n/);
});
