/** `sluice diagnose` as a process; `npm test` builds it first. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
let folder = "";
const env = Object.fromEntries(
	Object.entries(process.env).filter(([name]) => !/^(SLUICE_|LC_|LANG|NO_COLOR|FORCE_COLOR|CI$|NODE_)/.test(name)),
);
const sluice = (...args: string[]) => {
	const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
		cwd: folder,
		env,
		encoding: "utf8",
	});
	return { status, stdout, stderr };
};

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "sluice-diagnose-"));
	writeFileSync(
		join(folder, "book.txt"),
		"The sluice opens, the water runs; it closes, the water waits.\n".repeat(200),
	);
	const small = "--hidden 6 --batch 3 --k1 32 --steps 0 --quiet".split(" ");
	sluice("train", "book.txt", ...small, "--cell", "rnn", "--init", "spectral:0.2", "--run", "short");
	sluice("train", "book.txt", ...small, "--cell", "lstm", "--layers", "2", "--run", "stack");
	sluice("train", "book.txt", ..."--hidden 129 --batch 2 --k1 8 --steps 0 --quiet --run large".split(" "));
	const cut = "--steps 20 --clip-norm 0 --clip-value 1e-5 --run cut".split(" ");
	sluice("train", "book.txt", ...small, ...cut);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("0: says that a radius of 0.2 vanishes, first of all, and prints the command that trains an LSTM instead", () => {
	const { status, stdout, stderr } = sluice("diagnose", "short");
	expect(status).toBe(0);
	const lines = stdout.split("\n");
	expect(lines[1]).toMatch(
		/^loss \d\.\d{4} \(baseline \d\.\d{4}\): (no better than the baseline \(less than 1% below|worse than the baseline$)/,
	);
	expect(lines.find((line) => line.startsWith("!"))).toMatch(
		/^! vanishing \(l0\): the gradient falls below 1% at [1-4] steps? back;/,
	);
	expect(stdout).toMatch(/ 1 █.*\n/);
	expect(stdout).toMatch(/1e-\d\d\d █/); // 0.2^200 is 1e-140: no zero on the way
	expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
	const next = /^ {2}(?:npx )?(sluice train .*book\.txt.*--cell lstm.*)$/m.exec(stderr)![1]!;
	const [, ...words] = next.split(" ");
	expect(stdout).toMatch(
		/W_hh, spectral radius and largest\s+singular\s+value:\s+h\s0\.2\s\S+\s+\(guaranteed\s+to\s+vanish\s+below\s+1\)/,
	);
	const again = sluice(...words, "--steps", "0", "--batch", "3", "--run", "cured", "--quiet");
	expect(again).toMatchObject({ status: 0, stderr: "" });
});

test("a curve within a decade has both its ends told", () => {
	const { stdout } = sluice("diagnose", "stack", "--steps", "2", "--no-color");
	expect(stdout).toMatch(/^ {5}1\.[1-9] {3}█$/m);
	expect(stdout).toMatch(/^ {7}1 ▁/m);
});

test("4: --fail-on vanishing,exploding where one is found, 0 where none is, 2 for a kind that there is not", () => {
	expect(sluice("diagnose", "short", "--fail-on", "vanishing,exploding", "--steps", "40")).toMatchObject({
		status: 4,
		stderr: expect.stringContaining("found: vanishing"),
	});
	expect(sluice("diagnose", "stack", "--fail-on", "exploding", "--steps", "40", "--quiet").status).toBe(0);
	const bad = sluice("diagnose", "short", "--fail-on", "melting");
	expect([bad.status, bad.stderr]).toEqual([2, expect.stringContaining("melting")]);
	expect(bad.stdout).toBe("");
});

test("a state of more than 256 numbers has its Jacobian estimated, with what all of its values would have cost", () => {
	const { status, stdout } = sluice("diagnose", "large", "--steps", "4", "--sequences", "2");
	const told = stdout.replace(/\s+/g, " ");
	expect(status).toBe(0);
	expect(told).toMatch(/largest singular value ~\d/);
	expect(told).toContain("exact values for a state of size 258 would take 533 kB and 9e8 operations per step.");
	expect(told).toMatch(/% from the last step, \d+% from the 8 steps before it, [\d.]+% from the oldest of 5/);
	const small = sluice("diagnose", "stack", "--steps", "4").stdout.replace(/\s+/g, " ");
	expect(small).toMatch(/largest singular value \d/);
	expect(small).not.toContain("would take");
});

test("clipped by value in every update: says so, and the next command raises that value; the norm stays off", () => {
	const { stdout, stderr } = sluice("diagnose", "cut", "--steps", "9");
	expect(stdout.replace(/\s+/g, " ")).toContain(
		"! clipped: 100% of the updates had an element clipped at 1.0e-5, so their",
	);
	expect(stderr).toMatch(/^ {2}(?:npx )?sluice train --from cut --clip-value 0\.00004 --steps 20$/m);
	const { training } = JSON.parse(sluice("diagnose", "cut", "--steps", "9", "--json").stdout);
	expect(training).toMatchObject({ clipNorm: 0, clipValue: 1e-5, clippedShare: 1, cutShare: 1 });
});

test("--json: one document with every curve, triangle, Jacobian and share, 2 layers, on another file and on a part", () => {
	writeFileSync(join(folder, "other.txt"), "the water waits; it runs. ".repeat(40));
	const { status, stdout, stderr } = sluice("diagnose", "stack", "other.txt", "--json", "--steps", "20");
	expect([status, stderr]).toEqual([0, ""]);
	const found = JSON.parse(stdout);
	expect(found).toMatchObject({ schema: 1, run: "stack", text: "other.txt", lags: 20, failed: [], overflowStep: null });
	expect(found.saturationSteps).toBe(26 * 40 - 1);
	expect(found.layers).toHaveLength(2);
	for (const { h, c, throughC, triangle, jacobian, saturation } of found.layers) {
		for (const curve of [h, c, throughC]) expect(curve.typical).toHaveLength(21);
		expect(triangle.share).toHaveLength(24);
		for (const row of triangle.share) expect(row.reduce((a: number, b: number) => a + b, 0)).toBeCloseTo(1, 9);
		expect(jacobian).toMatchObject({ size: 12, exact: true });
		expect(jacobian.steps[0].singular).toHaveLength(12);
		expect(jacobian.recurrent.map(({ block }: { block: string }) => block)).toEqual(["i", "f", "g", "o"]);
		expect(Object.keys(saturation)).toEqual(["i", "f", "g", "o", "h"]);
	}
	for (const { tensor, share } of found.tensors)
		expect([tensor, share.reduce((a: number, b: number) => a + b, 0)]).toEqual([tensor, expect.closeTo(1, 9)]);
	expect(found.layers[0].jacobian).toMatchObject({ lyapunovNats: { length: 4 }, cost: { bytes: 8 * 12 * 12 } });
	expect(JSON.parse(sluice("diagnose", "stack", "--part", "test", "--json", "--steps", "9").stdout).text).toBe("test");
});

test("--svg: the figures in a file, its path in the JSON; 2 for a folder, and for a folder that is missing, before any work", () => {
	const file = join(folder, "figures", "stack.svg");
	mkdirSync(join(folder, "figures"));
	const { status, stdout } = sluice(
		"diagnose",
		"stack",
		"--steps",
		"9",
		"--json",
		"--svg",
		join("figures", "stack.svg"),
	);
	expect([status, JSON.parse(stdout).svg]).toEqual([0, file]);
	expect(readFileSync(file, "utf8")).toMatch(/^<svg [\s\S]*unit circle[\s\S]*<\/svg>\n$/);
	const bad = sluice("diagnose", "stack", "--svg", "figures");
	expect(bad).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("figures/diagnosis.svg") });
	const missing = sluice("diagnose", "stack", "--svg", "fgures/stack.svg");
	expect(missing).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("no folder fgures.") });
	expect(existsSync(join(folder, "fgures"))).toBe(false);
	for (const { stderr } of [bad, missing]) expect(stderr).not.toContain("diagnosing");
});

test("2: a run that is not there, a file beside --part, and a text of fewer than 8 symbols", () => {
	expect(sluice("diagnose", "nobody").status).toBe(2);
	const none = sluice("diagnose", "short", "--steps", "0");
	expect([none.status, none.stderr]).toEqual([2, expect.stringContaining("--steps")]);
	expect(sluice("diagnose", "short", "book.txt", "--part", "valid").status).toBe(2);
	writeFileSync(join(folder, "tiny.txt"), "water");
	expect(sluice("diagnose", "short", "tiny.txt")).toMatchObject({
		status: 2,
		stderr: expect.stringContaining("at least 8"),
	});
});
