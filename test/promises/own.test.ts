/** The programs of docs/own.md run as they stand, but for their sizes, and compile in a strict project. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
mkdirSync(join(root, "tmp"), { recursive: true });
const folder = mkdtempSync(join(root, "tmp/own-")); // inside the package, so that "sluice" is this package
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const programs = [...readFileSync(join(root, "docs/own.md"), "utf8").matchAll(/```js\n([\s\S]*?)```/g)].map(
	(m) => m[1]!,
);

beforeAll(() => {
	writeFileSync(join(folder, "input.txt"), "the cat sat on the mat; a rat ate oats under it\n".repeat(400));
});

/** Runs a program with smaller sizes, each of which must stand in it. */
function run(index: number, sizes: [from: string, to: string][]): string {
	let program = programs[index]!;
	for (const [from, to] of sizes) {
		expect(program).toContain(from);
		program = program.replace(from, to);
	}
	writeFileSync(join(folder, `program-${index}.mjs`), program);
	const { stdout, stderr } = spawnSync(process.execPath, [`program-${index}.mjs`], { cwd: folder, encoding: "utf8" });
	expect(stderr).toBe("");
	return stdout;
}

test("the document has four programs", () => {
	expect(programs).toHaveLength(4);
});

test("the loop trains 200 updates below 1 nat per symbol and saves a run with them", () => {
	const out = run(0, [["[64, 16, 128, 1000]", "[16, 8, 32, 200]"]]);
	const [, first, last] = /^100 (\d\.\d+) nats per symbol\n200 (\d\.\d+)/.exec(out)!;
	expect(Number(last)).toBeLessThan(Number(first));
	expect(Number(last)).toBeLessThan(1);
	expect(out).toMatch(/saved input-lstm-1, validation \d\.\d+ nats per symbol\n$/);
	expect(existsSync(join(folder, "runs/input-lstm-1/checkpoints"))).toBe(true);
});

test("the task is trained, evaluated, diagnosed and compared", () => {
	const out = run(1, [
		["steps: 2000", "steps: 30, recordEvery: 0"],
		["length: 100 });", "length: 100, sequences: 50 });"],
		["seeds: 2, options: { steps: 500 }", "seeds: 1, options: { steps: 4, hidden: 5 }"],
	]);
	expect(out).toMatch(/^parity-rnn-1: \d[.\d]* wrong, loss \d\.\d+ \(baseline 0\.693\d+\)\nat length 100: /);
	expect(out).toMatch(/the gradient reaches (\d+|more than 14) steps back\nbest remedy: (none|clip|lstm|null)\n$/);
});

test.each(["docs/own.md", "docs/ko/own.md"])(
	"strict TypeScript without types of Node compiles the four programs of %s",
	(page) => {
		const project = mkdtempSync(join(folder, "strict-"));
		const found = [...readFileSync(join(root, page), "utf8").matchAll(/```js\n([\s\S]*?)```/g)];
		expect(found).toHaveLength(4);
		for (const [n, [, program]] of found.entries()) writeFileSync(join(project, `program-${n}.mts`), program!);
		const node = 'declare module "node:fs" { export function readFileSync(path: string): Uint8Array; }\n';
		writeFileSync(join(project, "node.d.ts"), node); // all that the programs themselves use of Node
		const compilerOptions = {
			...{ strict: true, skipLibCheck: false, types: [], noEmit: true, module: "nodenext", target: "es2023" },
			lib: ["es2023", "dom"],
		};
		writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.mts", "node.d.ts"] }));
		const tsc = join(root, "node_modules/typescript/bin/tsc");
		const { stdout } = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" });
		expect(stdout).toBe("");
	},
);

test("findCells scores units by a function of the text", () => {
	const out = run(2, [["options: { minutes: 1 }", "options: { steps: 20, batch: 4, k1: 16 }"]]);
	const lines = out.trim().split("\n");
	expect(lines).toHaveLength(5);
	for (const line of lines) {
		expect(line).toMatch(/^l0\.(h|c|gate\.[ifgo])\.\d+ [01]\.\d{3} by chance [01]\.\d{3}$/);
	}
});

test("windows gives every value of every step", () => {
	const out = run(3, [["const H = 64;", "const H = 8;"]]);
	expect(out).toMatch(/^slowest: l0\.h\.[0-7], fastest: l0\.h\.[0-7], mean change 0\.\d{4}\n$/);
});
