/** Planted cells are found, in lanes and in one pass. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import { plantedText, plantedWeights, vocabulary } from "../../test/fixtures/plantedCells.ts";
import { RandomStream } from "../kernels/random.ts";
import { type FindCellsOptions, findCells } from "./findCells.ts";
import { Labels } from "./patterns/pattern.ts";
import { PATTERNS } from "./patterns/registry.ts";
import { textOf } from "./stream.ts";

const engine = engineFor("fast");
const model = { engine, weights: plantedWeights(engine) };

function find(text: string, options: FindCellsOptions = {}, patterns = PATTERNS) {
	const labels = new Labels(patterns, text.length);
	for (const c of text) labels.push(c.charCodeAt(0));
	return findCells(model, textOf(vocabulary.encode(text)), labels, options);
}

describe("of a hand-made LSTM whose unit 7 is inside quotes and whose unit 3 counts brackets", () => {
	for (const [how, options] of [
		["by default", {}],
		["in one piece", { exact: true }],
	] as const) {
		test(`both are found first, with an area above 0.99 and a q below 1e-6, ${how}`, async () => {
			const { patterns, lanes, units, symbols } = await find(plantedText(8000), {
				names: ["l0.c", "l0.h"],
				...options,
			});
			const best = (name: string) => patterns.find(({ pattern }) => pattern === name)!.best[0]!;
			expect(best("quotes").unit).toMatch(/^l0\.[ch]\.7$/);
			expect(best("brackets").unit).toMatch(/^l0\.[ch]\.3$/);
			for (const name of ["quotes", "brackets"]) {
				expect(best(name).auc).toBeGreaterThan(0.99);
				expect(best(name).q).toBeLessThan(1e-6);
				expect(best(name).f1).toBeGreaterThan(0.99);
				expect(best(name).chance).toBeLessThan(best(name).correlation ?? best(name).auc);
			}
			expect(best("brackets").correlation).toBeGreaterThan(0.99);
			expect([units, lanes, symbols.chosen, symbols.heldOut]).toEqual([20, 1, 4000, 4000]);
		});
	}
	test("lanes of a longer text find the same, each symbol counted once in either half", async () => {
		const text = plantedText(33_001);
		const { patterns, lanes, warmup, symbols } = await find(text, {}, PATTERNS.slice(0, 1));
		expect([lanes, warmup, symbols.chosen, symbols.heldOut]).toEqual([6, 256, 16_500, 16_501]);
		const [first] = patterns[0]!.best;
		expect(first!.unit).toMatch(/\.7$/);
		expect(first!.auc).toBeGreaterThan(0.99);
	});
});

test("labels of the same text with its lines shuffled: of 100 shuffles at most 8 have any finding at a rate of 5 %", async () => {
	const text = plantedText(6000);
	const ids = textOf(vocabulary.encode(text));
	const patterns = PATTERNS.filter(({ name }) => name === "quotes" || name === "brackets" || name === "word");
	let any = 0;
	for (let draw = 0; draw < 100; draw++) {
		const random = new RandomStream(draw, "lines");
		const lines = text.split("\n");
		for (let k = lines.length - 1; k > 0; k--) {
			const other = random.below(k + 1);
			[lines[k], lines[other]] = [lines[other]!, lines[k]!];
		}
		const labels = new Labels(patterns, text.length);
		for (const c of lines.join("\n")) labels.push(c.charCodeAt(0));
		const { patterns: judged } = await findCells(model, ids, labels, { names: ["l0.c", "l0.h"] });
		expect(judged.length).toBeGreaterThanOrEqual(2); // one half may contain few of the brackets
		if (judged.some(({ found }) => found > 0)) any++;
	}
	expect(any).toBeLessThanOrEqual(8);
}, 120_000);

test("a text below 2048 symbols and a name that the model lacks are refused", async () => {
	await expect(find(plantedText(2047))).rejects.toThrow("E_TEXT_SHORT");
	await expect(find(plantedText(2048), { names: ["l1.c"] })).rejects.toThrow("E_HOOK_NAME");
});
