/** Requests of a program that hold the wrong kind of value: each is refused with a code, none is a TypeError from within. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as sluice from "../../src/index.ts";
import { plantedText } from "../fixtures/plantedCells.ts";
import { plantedRun } from "../fixtures/plantedRun.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-requests-"));
const text = join(folder, "planted.txt");
const base = { run: "planted", runs: join(folder, "runs"), texts: [text], engine: "reference" as const };
const own = { run: "planted", runs: join(folder, "runs") };
const to = { file: text, at: 2 };

beforeAll(async () => {
	writeFileSync(text, plantedText(3000));
	await plantedRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program without types may hand over. */
const any = (value: unknown) => value as never;

const REFUSED: [what: string, code: string, call: () => unknown][] = [
	["names of numbers", "E_HOOK_NAME", () => sluice.findCells({ ...base, names: any([5]) })],
	["a name that is null", "E_HOOK_NAME", () => sluice.findCells({ ...base, names: any([null]) })],
	["units of objects", "E_HOOK_NAME", () => sluice.reportCells({ ...base, units: any([{}]), html: join(folder, "a") })],
	["units of numbers", "E_HOOK_NAME", () => sluice.patch({ ...own, units: any([5]), from: to, to })],
	[
		"a pattern whose open is a number",
		"E_OPTION",
		() => sluice.findCells({ ...base, patterns: any([{ name: "x", open: 5 }]) }),
	],
	[
		"a pattern whose holds is a number",
		"E_OPTION",
		() => sluice.findCells({ ...base, patterns: any([{ name: "x", holds: 5 }]) }),
	],
	["a text that is a number", "E_OPTION", () => sluice.findCells({ ...base, texts: any(5) })],
	["texts of numbers", "E_OPTION", () => sluice.analyse({ ...base, countOn: any([5]) })],
	["n-grams of no list", "E_OPTION", () => sluice.ngrams({ texts: any("a.txt") })],
	["a part of n-grams that is none", "E_OPTION", () => sluice.ngrams({ texts: [text], part: any("toString") })],
	["a part that is none", "E_OPTION", () => sluice.findCells({ ...own, part: any("toString") })],
	["no act", "E_OPTION", () => sluice.intervene({ ...base, unit: "l0.c.1", act: any(null) })],
	["an act that is a number", "E_OPTION", () => sluice.intervene({ ...base, unit: "l0.c.1", act: any(5) })],
	["a value that is null", "E_OPTION", () => sluice.intervene({ ...base, unit: "l0.c.1", act: { value: any(null) } })],
	["a page whose name is a number", "E_OPTION", () => sluice.reportCells({ ...base, html: any(5) })],
	["a figure whose name is a number", "E_OPTION", () => sluice.cellHistory({ ...base, unit: "l0.c.7", svg: any(5) })],
	[
		"another run that is not there, before anything is read",
		"E_RUN_MISSING",
		() =>
			sluice.cellHistory({
				...base,
				texts: [join(folder, "none")],
				unit: "l0.c.7",
				pattern: "quotes",
				beside: ["none"],
			}),
	],
];

test.each(REFUSED)("%s: %s", async (_, code, call) => {
	await expect((async () => call())()).rejects.toMatchObject({ code });
});
