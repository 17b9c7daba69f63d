import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { train } from "../../sessions/train.ts";
import { diagnosePoint } from "./diagnosePoint.ts";

const folder = mkdtempSync(join(tmpdir(), "diagnose-point-"));
const runs = join(folder, "runs");
beforeAll(async () => {
	mkdirSync(folder, { recursive: true });
	const book = join(folder, "book.txt");
	writeFileSync(book, "sluice opens; the water waits.\n".repeat(100));
	await train({
		data: { texts: [book] },
		options: { hidden: 6, batch: 2, k1: 7, k2: 7, steps: 20 },
		run: "mine",
		runs,
		engine: "reference",
	});
});
afterAll(() => rmSync(folder, { recursive: true }));
const point = (of: "dial" | "plane" | "cut", at: string) =>
	diagnosePoint({ run: "mine", runs, engine: "reference", of, at });
const figureOf = async (of: "cut", at: string, what: RegExp) =>
	(await point(of, at)).rows.find((row) => what.test(row.what.en))!.value as number;

test("a cut of nothing learns what all arcs do; beyond 4 of 12 steps it cuts 36 arcs and turns the gradient", async () => {
	const all = await figureOf("cut", "steps=12", /with all arcs/);
	expect(await figureOf("cut", "steps=12", /without them/)).toBe(all);
	expect(await figureOf("cut", "steps=12,horizon=4", /were cut$/)).toBe(36);
	expect(await figureOf("cut", "steps=12,horizon=4", /cosine/)).toBeLessThan(1);
	expect(await figureOf("cut", "steps=12,arcs=11:0:11:1", /arcs that were cut/)).toBe(2);
	expect(all).toBeLessThan(await figureOf("cut", "steps=12", /before the update/));
});

test("a plane's walk begins at the loss of its weights, and the 4 x 4 grid has that loss at its middle", async () => {
	const { values } = await point("plane", "grid=4,updates=2");
	const { free, grid } = values as unknown as { free: number[][]; grid: number[][] };
	expect(free).toHaveLength(3);
	expect(grid[2]![2]).toBe(free[0]![2]);
});

test("settings that are wrong are refused by the name of their option", async () => {
	await expect(point("dial", "layer=3")).rejects.toThrow('--dial: "layer" must be a whole number from 0 to 0');
	await expect(point("dial", "block=z")).rejects.toMatchObject({ code: "E_OPTION" });
	await expect(point("dial", "move=9:0:0")).rejects.toThrow('"move" must be a whole number from 0 to 5');
	await expect(point("cut", "steps=1")).rejects.toThrow('--cut: "steps" must be a whole number from 2 to 64');
});
