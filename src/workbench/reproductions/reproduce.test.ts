import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { folds } from "../../diagnosis/folds.ts";
import { wallPeak } from "../../diagnosis/wall.ts";
import { drawFigure } from "../drawing/draw.ts";
import { rowsOf } from "./bifurcation.ts";
import { PUBLISHED, peakRows } from "./errorWall.ts";
import { failedRows, reproduce } from "./reproduce.ts";
import { agrees, BOTH, type Reproduction, type Row, same } from "./reproduction.ts";
import { compare, witnessRow } from "./wrecForwardMode.ts";
import { recurrent } from "./wrecSeries.ts";
import { rowOf } from "./wrecSweep.ts";

const out = mkdtempSync(join(tmpdir(), "sluice-reproduce-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const row = (holds: boolean, asserted: Row["asserted"]): Row => ({
	...{ what: same("x"), published: "1.50", ours: 1.5, holds, asserted },
});

/** Three pieces, the third of which fails once. */
function threeUnits(runs: string[], failing: () => boolean, rows: Row[] = []): Reproduction {
	return {
		...{ name: "three", title: same("three"), shows: same("three"), seeds: { quick: 1, full: 2 }, revision: 1 },
		async run({ work, seeds }) {
			const piece = (key: string) => ({
				key,
				run: () => {
					if (key === "c" && failing()) throw new Error("stopped");
					runs.push(key);
					return { key, value: Number.NaN };
				},
			});
			const found = await work(["a", "b", "c"].map(piece));
			expect(found).toEqual(["a", "b", "c"].map((key) => ({ key, value: Number.NaN })));
			return { rows: [...rows, { ...row(true, BOTH), ours: seeds.length }], figures: () => [] };
		},
	};
}

test("a --full run that broke in its third piece runs only that piece again, and leaves nothing but its result", async () => {
	const runs: string[] = [];
	let broken = true;
	const known = [threeUnits(runs, () => broken)];
	await expect(reproduce({ name: "three", mode: "full", out }, { known })).rejects.toThrow("stopped");
	expect(readdirSync(join(out, "three", "full-units")).sort()).toEqual(["a.json", "b.json"]);
	writeFileSync(join(out, "three", "full-units", "a.json"), "{damaged");
	broken = false;
	const result = await reproduce({ name: "three", mode: "full", out }, { known });
	expect(runs).toEqual(["a", "b", "a", "c"]); // the damaged piece is run again
	expect(result.rows[0]!.ours).toBe(2);
	expect(readdirSync(join(out, "three"))).toEqual(["full.json"]);
});

test("pieces that another revision kept are not read", async () => {
	const runs: string[] = [];
	const first = threeUnits(runs, () => true);
	await expect(reproduce({ name: "three", mode: "full", out }, { known: [first] })).rejects.toThrow("stopped");
	const second = { ...threeUnits(runs, () => false), revision: 2 };
	await reproduce({ name: "three", mode: "full", out }, { known: [second] });
	expect(runs).toEqual(["a", "b", "a", "b", "c"]);
});

test("a row is judged in the modes that assert it and holds null in the others", async () => {
	const known = [threeUnits([], () => false, [row(false, ["full"]), row(false, BOTH), row(false, [])])];
	const result = await reproduce({ name: "three", out }, { known });
	expect(result.rows.map(({ holds }) => holds)).toEqual([null, false, null, true]);
	expect(failedRows(result)).toHaveLength(1);
	expect(result.rows[0]!.published).toBe(1.5);
	expect(Object.keys(result).slice(0, 6)).toEqual(["name", "mode", "seeds", "updates", "seconds", "rows"]);
	expect(existsSync(join(out, "three", "full-units"))).toBe(false);
});

test("with fewer updates than the mode's own no row is judged, the files say how many there were, and more are refused", async () => {
	let got = 0;
	const known: Reproduction[] = [
		{
			...{ name: "short", title: same("short"), shows: same("short"), updates: { quick: 10, full: 500 }, revision: 1 },
			run: async ({ updates }) => {
				got = updates;
				return { rows: [row(false, BOTH)], figures: () => [] };
			},
		},
	];
	const full = { name: "short", mode: "full", out } as const;
	const short = await reproduce({ ...full, updates: 100 }, { known });
	expect([got, short.updates, short.rows[0]!.holds]).toEqual([100, 100, null]);
	expect(short.command).toBe("sluice reproduce short --full --updates 100");
	const own = await reproduce({ ...full, updates: 500 }, { known });
	expect([got, own.rows[0]!.holds, own.command]).toEqual([500, false, "sluice reproduce short --full"]);
	expect(readdirSync(join(out, "short")).sort()).toEqual(["full-100-updates.json", "full.json"]);
	await expect(reproduce({ ...full, updates: 501 }, { known })).rejects.toThrow(/1 to 500/);
	await expect(reproduce({ name: "bifurcation", updates: 5, out })).rejects.toThrow(/pathological/);
});

test("an unknown name is E_REPRODUCTION with the nearest one as a suggestion", async () => {
	await expect(reproduce({ name: "eror-wall", out })).rejects.toMatchObject({ code: "E_REPRODUCTION", exitCode: 2 });
	await expect(reproduce({ name: "eror-wall", out })).rejects.toThrow("Did you mean error-wall?");
});

test("bifurcation says 5 rows that hold, and its figure is written whole: twice the same bytes, no random ids", async () => {
	const first = await reproduce({ name: "bifurcation", out });
	expect(first.rows.map(({ holds }) => holds)).toEqual([true, true, true, true, true]);
	expect(first.rows.map(({ ours }) => ours).slice(0, 2)).toEqual([
		expect.closeTo(-2.65561, 5),
		expect.closeTo(-2.34439, 5),
	]);
	const svg = readFileSync(first.figures[0]!, "utf8");
	expect(svg).toMatch(/^<svg[^>]*>[\s\S]*bias b[\s\S]*fixed point x[\s\S]*<\/svg>\s*$/);
	await drawFigure({ name: "other", title: "", description: "", panels: [] });
	await reproduce({ name: "bifurcation", out });
	expect(readFileSync(first.figures[0]!, "utf8")).toBe(svg);
	expect(svg).not.toMatch(/zr\d/);
	expect(svg).toContain("prefers-color-scheme:dark");
});

describe("a planted fault is caught by the rows:", () => {
	test("49 or 51 steps in place of 50 move every wall off its published digits", () => {
		for (const steps of [49, 51]) {
			const rows = peakRows(PUBLISHED.map(({ b }) => wallPeak(b, { x0: 0.5, target: 0.7, steps })));
			for (const name of ["norm", "dw"].keys()) {
				for (let n = 0; n < 6; n++) expect(rows[3 * n + 1 + name]!.holds).toBe(false);
			}
		}
	});
	test("folds of a recurrent weight of 5.0001", () => {
		const rows = rowsOf(folds(5.0001), new Array(401).fill(1));
		expect(rows.slice(0, 4).map(({ holds }) => holds)).toEqual([false, false, false, false]);
	});
	test("a gradient off by 1e-8, and a bound broken by 1e-8", () => {
		expect(witnessRow("x", { worst: 1e-8, leastLog10: -90 }).holds).toBe(false);
		const swept = { radius: 0.5, radiusLeast: 0.5, radiusMost: 0.5, saturated: 0, endMost: -9, endLeast: -9 };
		const at = { ...swept, series: "tanh-gaussian", sigma: 0.9, log10: [0, -4, -9], overBound: 1e-8 };
		expect(rowOf(at).holds).toBe(false);
		expect(rowOf({ ...at, overBound: 0 }).holds).toBe(true);
		expect(rowOf({ ...at, series: "linear-gaussian", endMost: 1, log10: [0, 0.5, 1] }).holds).toBe(false);
	});
});

test("all six walls agree with their published digits, and products of Jacobians with forward mode to 1e-12 below 1e-80", () => {
	expect(peakRows(PUBLISHED.map(({ b }) => wallPeak(b))).filter(({ holds }) => !holds)).toEqual([]);
	const { worst, leastLog10 } = compare("tanh", recurrent("gaussian", 5, 0.5, 3), 5, 170);
	expect(worst).toBeLessThan(1e-12);
	expect(leastLog10).toBeLessThan(-80);
	expect(agrees("50.25", 50.254)).toBe(true);
	expect(agrees("50.25", 50.256)).toBe(false);
	expect(agrees("-855.0", -855.06)).toBe(false);
});
