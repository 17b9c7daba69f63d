import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkBothLanguages, checkWords } from "../../../test/fixtures/bothLanguages.ts";
import { textOf } from "../../interpretation/stream.ts";
import { trace } from "../../interpretation/wholeTrace.ts";
import { text } from "../datasets/texts.ts";
import { withModel } from "../models/textModel.ts";
import { train } from "../sessions/train.ts";
import { analyse } from "./analyse.ts";
import { analysisFigures, analysisSvg } from "./analyseFigure.ts";
import { evaluate, type TextEvaluation } from "./evaluateRun.ts";
import { ngrams } from "./ngrams.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-analyse-"));
const at = (name: string) => join(folder, name);
const place = { run: "b", runs: at("runs"), engine: "reference" as const };
const line = 'if (open) { run(water[3], "gate"); }\n';
const book = `${line.repeat(60)}the keeper waits.\n${line.repeat(20)}`;

beforeAll(async () => {
	writeFileSync(at("book.txt"), book);
	writeFileSync(at("other.txt"), `${line.repeat(3)}wide ω (x) "gate"\n`);
	const data = text(at("book.txt"), { split: "80/10/10" });
	await train({
		data,
		model: { cell: "lstm", hidden: 6, layers: 2 },
		options: { steps: 12, batch: 4, k1: 8, seed: 2 },
		...place,
	});
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("its loss is that of evaluate, its n-grams are those of ngrams, on the same part", async () => {
	const result = await analyse({ ...place, part: "test", orders: "1..6" });
	const measured = (await evaluate({ ...place, part: "test" })) as TextEvaluation;
	expect(result.net.lossNats).toBeCloseTo(measured.lossNats!, 12);
	expect(result.net.bitsPerCharacter).toBeCloseTo(measured.bitsPerCharacter!, 12);
	const counted = await ngrams({ texts: [at("book.txt")], split: "80/10/10", part: "test", orders: "1..6" });
	expect(result.orders).toEqual(counted.orders);
	expect(result).toMatchObject({
		run: "b",
		step: 12,
		part: "test",
		beside: 6,
		symbols: counted.symbols,
		unknownSymbols: 0,
	});
	expect(result.trainSymbols).toBe(result.countedSymbols);
	const { symbols, closings } = result.gains;
	const gain = symbols.reduce((sum, { share }) => sum + share, 0);
	expect(gain).toBeCloseTo(result.orders.at(-1)!.lossNats! - result.net.lossNats!, 9);
	expect(closings.map(({ closing }) => closing).sort()).toEqual(['"', ")", "]", "}"]);
	expect(result.errors.symbols).toBe(result.symbols);
	expect(result.errors.steps.reduce((sum, { errors }) => sum + errors, 0)).toBe(result.errors.errors);
});

test("saturation is counted over every symbol read: the shares of the values themselves", async () => {
	const { saturation, symbols } = await analyse({ ...place, part: "test", orders: 2 });
	expect(saturation.steps).toBe(symbols);
	await withModel(place, {}, async (model) => {
		const bytes = new TextEncoder().encode(book);
		const ids = model.vocabulary.encodeBytes(bytes.slice(Math.floor(bytes.length * 0.9), -1)); // all but the last are read
		const values = (await trace(model, textOf(ids), { names: ["l1.gate.f"] })).get("l1.gate.f")!; // [T,H]
		const wanted = Array.from(
			{ length: 6 },
			(_, k) => values.filter((x, i) => i % 6 === k && x < 0.1).length / symbols,
		);
		for (const [k, share] of saturation.layers[1]!.f!.units.low.entries()) expect(share).toBeCloseTo(wanted[k]!, 12);
	});
});

test("another text is read whole, its unknown symbols are left out; n-grams can be counted on a third", async () => {
	const own = await analyse({ ...place, texts: [at("other.txt")], orders: 4 });
	expect(own).toMatchObject({ part: null, unknownSymbols: 3, beside: 4 });
	expect(own.symbols).toBe(own.errors.symbols + 3);
	const third = await analyse({ ...place, texts: [at("other.txt")], countOn: [at("other.txt")], orders: 4 });
	expect(third.countedSymbols).toBe(third.textSymbols);
	expect(third.orders[0]!.lossNats).toBeLessThan(own.orders[0]!.lossNats!);
	expect(third.net).toEqual(own.net);
});

test("figures: one file, the same bytes from the result again, each axis with its name", async () => {
	const told: string[] = [];
	const result = await analyse(
		{ ...place, part: "train", svg: at("a.svg") },
		{ onProgress: (phase) => told.push(phase) },
	);
	expect([...new Set(told)]).toEqual(["ngrams", "network", "starts"]);
	expect(result.svg).toBe(at("a.svg"));
	const svg = readFileSync(at("a.svg"), "utf8");
	expect(await analysisSvg(JSON.parse(JSON.stringify(result)))).toBe(svg);
	for (const words of [
		"order n: n − 1 symbols of context",
		"symbols read",
		"distance to the opening symbol (symbols)",
		"gate f",
	])
		expect(svg).toContain(words);
	await checkBothLanguages((lang) => analysisFigures(result, lang));
	const names = [result.run, `${result.model.cell} ${result.model.variant}`];
	for (const lang of ["en", "ko"] as const) checkWords(await analysisSvg(result, lang), lang, names);
});

test("refuses orders, keys and texts that are none, and writes no figure then", async () => {
	await expect(analyse({ ...place, orders: "9..1", svg: at("no.svg") })).rejects.toThrow(
		"the form N or A..B, with numbers from 1 to 64",
	);
	await expect(analyse({ ...place, order: 3 } as never)).rejects.toThrow('"orders"');
	await expect(analyse({ ...place, countOn: [at("none.txt")] })).rejects.toThrow("does not exist");
	writeFileSync(at("short.txt"), "i");
	await expect(analyse({ ...place, texts: [at("short.txt")], svg: at("no.svg") })).rejects.toThrow("at least 2");
	expect(existsSync(at("no.svg"))).toBe(false);
});
