/** Planted cells from end to end, by the command line: found first, and each hurts only inside its own pattern when it is taken away. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { DEPTH, plantedText, QUOTES } from "../fixtures/plantedCells.ts";
import { plantedRun } from "../fixtures/plantedRun.ts";
import { sluice } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-planted-"));
const at = (name: string) => join(folder, name);
const text = at("planted.txt");
const cells = async (verb: string, ...argv: string[]) => {
	const words = ["cells", verb, "planted", ...argv, "--runs", at("runs"), "--engine", "reference", "--json", "--quiet"];
	const { code, stdout, stderr } = await sluice(words, { library });
	expect([code, stderr]).toEqual([0, ""]);
	return JSON.parse(stdout);
};

beforeAll(async () => {
	const planted = plantedText(6000);
	writeFileSync(text, planted);
	const spans: string[] = []; // where brackets are open
	let depth = 0;
	for (const [k, c] of [...planted].entries()) {
		if (c === "(" && depth++ === 0) spans.push(`${k}`);
		if (c === ")" && --depth === 0) spans.push(`${spans.pop()}\t${k}`);
	}
	if (depth > 0) spans.push(`${spans.pop()}\t${planted.length}`);
	writeFileSync(at("open.tsv"), spans.join("\n"));
	await plantedRun(folder, { closes: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("of all 60 units the quote cell comes first for quotes, the depth cell for brackets: areas of at least 0.99", async () => {
	const { patterns, units } = await cells("find", text, "--pattern", "quotes,brackets");
	expect(units).toBe(60);
	const first = (k: number) => patterns[k].best[0];
	expect(first(0).unit).toMatch(new RegExp(`^l0\\.[ch]\\.${QUOTES}$`));
	expect(first(1).unit).toMatch(new RegExp(`^l0\\.[ch]\\.${DEPTH}$`));
	for (const k of [0, 1]) {
		expect(first(k).auc).toBeGreaterThanOrEqual(0.99);
		expect(first(k).ci[0]).toBeGreaterThan(0.99);
		expect(first(k).q).toBeLessThan(1e-6);
	}
	expect(first(1).correlation).toBeGreaterThanOrEqual(0.99);
});

test("the quote cell held at 0 costs over 2 nats inside quotes and not 1e-6 outside, more than any other", async () => {
	const { change, verdict, beside } = await cells(
		"ablate",
		`l0.c.${QUOTES}`,
		text,
		"--to",
		"zero",
		"--pattern",
		"quotes",
	);
	expect(change.inside.low).toBeGreaterThan(2);
	expect(Math.abs(change.outside.mean)).toBeLessThan(1e-6);
	expect([verdict, beside.inside.rank]).toEqual(["onlyInside", 1]);
});

test("the depth cell held at 0 costs over 0.2 nats where brackets are open and not 1e-6 outside; closing brackets are hit", async () => {
	const { change, verdict, others, worst } = await cells(
		"ablate",
		`l0.c.${DEPTH}`,
		text,
		"--to",
		"zero",
		"--spans",
		at("open.tsv"),
	);
	expect(change.inside.low).toBeGreaterThan(0.2);
	expect(Math.abs(change.outside.mean)).toBeLessThan(1e-6);
	expect([verdict, worst[0].symbol]).toEqual(["onlyInside", ")"]);
	const hurting = others.filter(
		({ change }: { change: { all: { mean: number } } }) => Math.abs(change.all.mean) > 1e-6,
	);
	expect(hurting.map(({ unit }: { unit: string }) => unit)).toEqual([`l0.c.${QUOTES}`]); // which the head reads too
	expect(worst[0].meanNats).toBeGreaterThan(4);
	expect(worst[0].shareOfRise).toBeCloseTo(1, 9);
});
