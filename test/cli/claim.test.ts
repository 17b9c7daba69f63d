/** `sluice claim` from end to end on planted cells: made, checked, forged, and on another run. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { plantedText, QUOTES } from "../fixtures/plantedCells.ts";
import { plantedRunOnText } from "../fixtures/plantedRun.ts";
import { sluice } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-claims-"));
const file = join(folder, "quotes.json");
const UNIT = `l0.c.${QUOTES}`;
let runs = "";
const claim = (...words: string[]) => sluice(["claim", ...words, "--runs", runs, "--quiet"], { library });

beforeAll(async () => {
	runs = await plantedRunOnText(folder, plantedText(7000), { closes: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a claim about the quote cell is written and holds; checked it is confirmed with code 0, in both formats", async () => {
	const made = await claim("planted", UNIT, "--pattern", "quotes", "--part", "train", "--out", file);
	expect([made.code, made.stderr]).toEqual([0, ""]);
	expect(made.stdout).toContain(`${UNIT} of planted tracks quotes: the claim holds`);
	expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ version: 1, unit: UNIT, engine: "wasm-plain" });
	const checked = await claim("check", file);
	expect([checked.code, checked.stdout.split(":")[0]]).toEqual([0, "Confirmed in 0"]);
	const json = JSON.parse((await claim("check", file, "--json")).stdout);
	expect(json).toMatchObject({ holds: true, trouble: [], differs: null, run: "planted", unit: UNIT });
	const korean = await claim("check", file, "--lang", "ko");
	expect(korean.stdout).toContain("모든 수가 같습니다");
});

test("a forged area, another unit, other weights and another text end with code 4 and the reason", async () => {
	const whole = readFileSync(file, "utf8");
	const forged = async (change: (claim: library.Claim) => void) => {
		const other = JSON.parse(whole) as library.Claim;
		change(other);
		const path = join(folder, "forged.json");
		writeFileSync(path, JSON.stringify(other));
		const { code, stdout } = await claim("check", path, "--json");
		return [code, JSON.parse(stdout).trouble, JSON.parse(stdout).differs];
	};
	expect(await forged((one) => (one.evidence.search!.auc = 0.9))).toEqual([4, ["digits"], "search.auc"]);
	expect((await forged((one) => (one.unit = "l0.h.2")))[0]).toBe(4);
	expect(await forged((one) => (one.weightsSha256 = "0".repeat(64)))).toEqual([4, ["weights"], null]);
	expect(await forged((one) => (one.symbols = 5000))).toEqual([4, ["text"], null]);
	const said = await claim("check", join(folder, "forged.json"));
	expect(said.stdout).toContain("The text is not the one of the claim.");
});

test("a claim that its evidence does not support is written too, and ends with code 4; no claim ends with code 2", async () => {
	const made = await claim("planted", "l0.c.1", "--pattern", "quotes", "--part", "train", "--json");
	expect([made.code, JSON.parse(made.stdout).trouble]).toEqual([4, ["rival"]]);
	writeFileSync(join(folder, "none.json"), "[]");
	for (const words of [
		["check", join(folder, "none.json")],
		["check", join(folder, "missing.json")],
		["planted", UNIT],
		["planted", UNIT, "--pattern", "quotes,brackets"],
		["planted", UNIT, "--pattern", "spans:x.tsv"],
	])
		expect([words, (await claim(...words)).code]).toEqual([words, 2]);
});
