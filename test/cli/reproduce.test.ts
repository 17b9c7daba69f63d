/** `sluice reproduce` as a process, and its exit code where a row does not hold. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import type { ReproductionResult } from "../../src/index.ts";
import { fakeLibrary, sluice } from "./fakes.ts";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sluice-reproduce-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
	const env = { PATH: process.env.PATH, HOME: folder };
	return spawnSync(process.execPath, [BIN, "reproduce", ...args], { cwd: folder, encoding: "utf8", env });
}

test("0: error-wall --json is one document of the promised shape, and its two figures are there", () => {
	const { status, stdout } = run("error-wall", "--quick", "--json", "--out", "figures here");
	expect(status).toBe(0);
	const { name, mode, seeds, seconds, rows, figures } = JSON.parse(stdout);
	expect({ name, mode, seeds }).toEqual({ name: "error-wall", mode: "quick", seeds: 0 });
	expect(seconds).toBeLessThan(180);
	expect(rows).toHaveLength(25);
	expect(rows[15]).toMatchObject({ what: "b = -3: w", published: 5.62285684, holds: true, note: "" });
	expect(rows[15].ours).toBeCloseTo(5.62285684, 8);
	expect(figures).toEqual(["surface", "gradient"].map((it) => join("figures here", "error-wall", `quick-${it}.svg`)));
	for (const figure of figures) expect(existsSync(join(folder, figure)), figure).toBe(true);
});

test("--full, stopped by Ctrl-C and then by kill -9, goes on to the result and the figure of one never disturbed; --json alone on stdout", async () => {
	const begin = (out: string, ...more: string[]) => {
		const args = ["reproduce", "memory-capacity", "--full", "--seeds", "2", "--out", out, ...more];
		const child = spawn(process.execPath, [BIN, ...args], {
			cwd: folder,
			env: { PATH: process.env.PATH, HOME: folder },
		});
		const told = { stdout: "", stderr: "" };
		child.stdout.on("data", (data) => (told.stdout += data));
		child.stderr.on("data", (data) => (told.stderr += data));
		const done = new Promise<number | null>((resolve) => child.on("close", resolve));
		return { child, told, done };
	};
	const kept = () => {
		const units = join(folder, "cut", "memory-capacity", "full-units");
		return existsSync(units) ? readdirSync(units).filter((name) => name.endsWith(".json")).length : 0;
	};
	const calm = begin("calm", "--json");
	for (const [signal, units] of [
		["SIGINT", 1],
		["SIGKILL", 3],
	] as const) {
		const { child, told, done } = begin("cut", "--json");
		for (let n = 0; n < 3000 && kept() < units; n++) await new Promise((resolve) => setTimeout(resolve, 10));
		child.kill(signal);
		expect([await done, told.stdout]).toEqual([signal === "SIGINT" ? 130 : null, ""]);
		expect(kept()).toBeGreaterThanOrEqual(units);
		expect(kept()).toBeLessThan(6); // of two seeds, three units each
		if (signal === "SIGINT") expect(told.stderr).toContain("the same command continues");
	}
	const last = begin("cut", "--json");
	expect([await last.done, await calm.done]).toEqual([0, 0]);
	const rows = [last, calm].map(({ told }) => JSON.parse(told.stdout).rows);
	expect(rows[0]).toEqual(rows[1]);
	const figures = ["cut", "calm"].map((out) =>
		readFileSync(join(folder, out, "memory-capacity", "full-curve.svg"), "utf8"),
	);
	expect(figures[0]).toBe(figures[1]);
	expect(readdirSync(join(folder, "cut", "memory-capacity")).sort()).toEqual(["full-curve.svg", "full.json"]);
}, 60_000);

test("0: without a name they are listed; 2: an unknown name with a suggestion, and --quick beside --full", () => {
	expect(run()).toMatchObject({
		status: 0,
		stdout: expect.stringMatching(/error-wall[\s\S]*bifurcation[\s\S]*wrec-sweep/),
	});
	const unknown = run("bifurcatoin");
	expect(unknown.status).toBe(2);
	expect(unknown.stderr).toContain("Did you mean bifurcation?");
	expect(existsSync(join(folder, "reproductions"))).toBe(false);
	expect(run("error-wall", "--quick", "--full").status).toBe(2);
});

test("4: a row that is asserted does not hold, in text, in JSON and in Korean", async () => {
	const row = { what: "x", published: 1, ours: 2, holds: false, note: "twice", asserted: ["quick" as const] };
	const result: ReproductionResult = {
		...{ name: "error-wall", mode: "quick", seeds: 0, updates: 0, seconds: 1, rows: [row] },
		...{ figures: [], files: [], studies: [] },
		title: "wall",
		...{ command: "", machine: { cpu: "", cores: 1, platform: "", node: "" }, version: "" },
	};
	const library = fakeLibrary({
		reproduce: async () => result,
		listReproductions: () => [],
		failedRows: ({ rows }: Pick<ReproductionResult, "rows">) => [...rows],
	});
	const text = await sluice(["reproduce", "error-wall"], { library });
	expect(text.code).toBe(4);
	expect(text.stdout).toMatch(/quantity +published +ours +holds\nx +1 +2 +no\n +twice/);
	const narrow = await sluice(["reproduce", "error-wall", "--no-color"], { library, columns: 24 });
	expect(narrow.stdout).toMatch(/^quantity\n {4}published +ours +holds\nx\n {12}1 +2 +no\n {4}twice$/m);
	expect((await sluice(["reproduce", "error-wall", "--json"], { library })).code).toBe(4);
	expect((await sluice(["reproduce", "error-wall", "--lang", "ko"], { library })).stdout).toContain("아니오");
});
