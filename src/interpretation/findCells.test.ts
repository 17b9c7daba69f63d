/** Planted cells are found, in lanes and in one pass. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import { plantedText, plantedWeights, vocabulary } from "../../test/fixtures/plantedCells.ts";
import { RandomStream } from "../kernels/random.ts";
import { type FindCellsOptions, findCells } from "./findCells.ts";
import { Labels, predicate } from "./patterns/pattern.ts";
import { PATTERNS } from "./patterns/registry.ts";
import { textOf, windows } from "./stream.ts";

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

/** The planted model, but c of unit 0 is a count: +1 at E, +0.01 at A, -0.01 at B. */
function countingModel() {
	const weights = plantedWeights(engine);
	const [H, D] = [weights.spec.hidden, vocabulary.size];
	const [w, b] = [weights.tensor("weight_ih_l0"), weights.tensor("bias_l0")]; // [4H,D], [4H] blocks i|f|g|o
	const id = (c: string) => vocabulary.id(c.charCodeAt(0));
	for (let d = 0; d < D; d++) w[2 * H * D + d] = 0;
	for (const [c, g] of [
		["A", 0.01],
		["B", -0.01],
		["E", 20],
	] as const) {
		w[id(c)] = 40;
		w[2 * H * D + id(c)] = g;
	}
	[b[0], b[H], b[2 * H], b[3 * H]] = [-20, 20, 0, 20];
	return { engine, weights };
}

/** `symbols` symbols, each A after a B and the other way round or a small letter, with EEEEEEEE at the offsets. */
function countedText(symbols: number, offsets: readonly number[]): string {
	const random = new RandomStream(5, "counted text");
	const letters: string[] = [];
	let on = false;
	while (letters.length < symbols) {
		if (offsets.includes(letters.length)) letters.push(..."EEEEEEEE");
		else if (random.uniform() < 0.1) letters.push((on = !on) ? "A" : "B");
		else letters.push("c");
	}
	return letters.slice(0, symbols).join("");
}

describe("a unit whose values rise far above those of the first symbols of any lane", () => {
	const counting = countingModel();
	/** Area under the curve over the second half: every pair compared, of the values that the lanes give. */
	async function paired(text: string, inside: Uint8Array, lanes: number): Promise<number> {
		const half = text.length / 2;
		const from = lanes > 1 ? half - 256 : 0;
		const ids = textOf(vocabulary.encode(text.slice(from)));
		const values: [number, number][] = [];
		for await (const window of windows(counting, ids, { names: ["l0.c"], lanes, steps: 2048 / lanes })) {
			const c = window.values.get("l0.c")!; // [T,B,H]
			for (let b = 0; b < lanes; b++) {
				for (let t = window.first[b]!; t < window.end[b]!; t++) {
					const at = from + window.at[b]! + t;
					if (at >= half) values.push([c[(t * lanes + b) * 10]!, inside[at]!]);
				}
			}
		}
		values.sort(([x], [y]) => x - y);
		let [won, below, tied, holding, k] = [0, 0, 0, 0, 0];
		while (k < values.length) {
			const same = values.findIndex(([x], i) => i > k && x !== values[k]![0]);
			const group = values.slice(k, (k = same < 0 ? values.length : same));
			const holds = group.filter(([, label]) => label).length;
			tied = group.length - holds;
			won += holds * (below + tied / 2);
			below += tied;
			holding += holds;
		}
		return won / (holding * below);
	}

	const cases: [string, number, number[], FindCellsOptions, number][] = [
		["in one piece, after one rise", 65_536, [10_840], { exact: true }, 1],
		["in 32 lanes, after a rise in each", 163_840, Array.from({ length: 64 }, (_, k) => 2560 * k + 900), {}, 32],
	];
	for (const [how, symbols, offsets, options, lanes] of cases) {
		test(`has the area of all pairs within 1/64, ${how}`, async () => {
			const text = countedText(symbols, offsets);
			const inside = Uint8Array.from({ length: symbols });
			for (let k = 0, on = 0; k < symbols; k++) inside[k] = on = text[k] === "A" ? 1 : text[k] === "B" ? 0 : on;
			const labels = new Labels([predicate("on", text, (_, at) => inside[at] === 1)], symbols);
			for (const c of text) labels.push(c.charCodeAt(0));
			const found = await findCells(counting, textOf(vocabulary.encode(text)), labels, {
				...{ names: ["l0.c.0"], ...options },
			});
			expect(found.lanes).toBe(lanes);
			const wanted = await paired(text, inside, lanes);
			expect(wanted).toBeGreaterThan(lanes === 1 ? 0.9999 : 0.68);
			expect(Math.abs(found.patterns[0]!.best[0]!.auc - wanted)).toBeLessThan(1 / 64);
		});
	}
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
