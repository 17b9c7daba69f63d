import { expect, test } from "vitest";
import { gateLetters, type ModelSpec } from "../../cells/layout.ts";
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { learnPairs } from "../../data/pairs/learnedPairs.ts";
import { pairRecord } from "../../data/pairs/pairRecord.ts";
import { pairSet } from "../../data/pairs/pairSet.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { languageReply } from "./languageReply.ts";
import { reply } from "./replies.ts";

const H = 5;
const fields = new Map(Object.entries({ Q: "각 a", A: "닭이 운다" }));
const records = [pairRecord("a", 2, fields, { question: "Q", answer: "A" }, "jamo")];
const set = pairSet(
	"a",
	learnPairs("jamo", records, () => true),
	records,
);
const question = set.vocabulary.encode("각 a");

test.each([
	{ cell: "lstm", variant: "forget" },
	{ cell: "gru", variant: "reset-after" },
	{ cell: "rnn", variant: "tanh" },
] as const)(
	"the values of each symbol of a reply of $cell, sampled or found by 3 beams, are those of one pass over question and reply at the step before it",
	(cell) => {
		const engine = createReference();
		const spec = { ...cell, symbols: set.vocabulary.size, hidden: H, layers: 2, dropout: 0 } as ModelSpec;
		const weights = new Weights(engine, spec);
		const random = new RandomStream(5, "followed");
		for (let k = 0; k < weights.flat.length; k++) weights.flat[k] = random.normal();
		const model = languageReply(engine, weights, set);
		for (const options of [{ temperature: 1.5, seed: 4 }, { beams: 3 }]) {
			const symbols: { id: number; values: Map<string, number[]> }[] = [];
			for (const { id, values } of reply(model, set, question, { ...options, length: 9, values: true }))
				symbols.push({ id, values: new Map([...values!].map(([name, all]) => [name, [...all]])) });
			expect(symbols.length).toBeGreaterThan(2);
			const ids = [...question, set.separator, ...symbols.map(({ id }) => id)];
			const window = new Unrolled(engine, weights, { steps: ids.length, lanes: 1 });
			window.ids.set(ids);
			window.forward();
			const letters = gateLetters(spec);
			for (const [n, { values }] of symbols.entries()) {
				const t = question.length + n; // the step that read what came before this symbol
				expect(values.size).toBe(2 * (letters.length + (cell.cell === "lstm" ? 2 : 1)));
				for (const [l, { gates, h, c }] of window.layers.entries()) {
					for (const [block, letter] of letters.entries()) {
						const from = (t * letters.length + block) * H;
						expect(values.get(`l${l}.gate.${letter}`)).toEqual([...gates!.subarray(from, from + H)]);
					}
					expect(values.get(`l${l}.h`)).toEqual([...h.subarray((t + 1) * H, (t + 2) * H)]);
					if (c) expect(values.get(`l${l}.c`)).toEqual([...c.subarray((t + 1) * H, (t + 2) * H)]);
				}
			}
		}
		expect([...reply(model, set, question, { length: 2 })][0]).not.toHaveProperty("values");
	},
);
