import { expect, test } from "vitest";
import { fiveSigma, logitsFor, meanOf, stream, symbolsOf, wrongCount } from "../../../test/conformance/taskAnswers.ts";
import { embeddedReber, legalNext, REBER } from "./reber.ts";

const task = embeddedReber();
const N = 5000;
const batch = task.draw(stream(12), { batch: N, length: 64 });
/** The complete strings: the inputs and the last target. */
const strings = Array.from({ length: N }, (_, b) => {
	const ids = symbolsOf(batch, b);
	const last = batch.targets![(ids.length - 1) * N + b]!;
	return [...ids, last].map((id) => REBER[id]).join("");
});
const legalSymbols = (bits: number) => [...REBER].filter((_, v) => (bits >> v) & 1).join("");

test("every string is one of the embedded grammar, by an expression written from its diagram", () => {
	// T S* X leads to the node left by X or S; P T* V to the node left by P or V; X T* V goes from the first to the second.
	const inner = "B(?:TS*X(?:XT*VP)*(?:S|XT*VV)|PT*V(?:P(?:XT*VP)*(?:S|XT*VV)|V))E";
	const grammar = new RegExp(`^B(?:T${inner}T|P${inner}P)E$`);
	expect(strings.filter((string) => !grammar.test(string))).toEqual([]);
	expect(new Set(strings).size).toBeGreaterThan(500);
	expect(Math.min(...strings.map((string) => string.length))).toBe(9);
});

test("answers are the symbols after the inputs, and padding is -1 to the longest", () => {
	expect(Math.max(...batch.lengths)).toBe(batch.T);
	for (let b = 0; b < 50; b++) {
		const n = batch.lengths[b]!;
		for (let t = 0; t < batch.T; t++) {
			const [id, target] = [batch.ids![t * N + b]!, batch.targets![t * N + b]!];
			expect([id, target]).toEqual(
				t < n ? [REBER.indexOf(strings[b]![t]!), REBER.indexOf(strings[b]![t + 1]!)] : [-1, -1],
			);
		}
	}
});

test("choices are even and the shares of symbols are the derived ones: 12 symbols a string, entropy of 11 as baseline", () => {
	const top = strings.filter((string) => string[1] === "T").length;
	expect(Math.abs(top - N / 2)).toBeLessThan(fiveSigma(N, 1 / 2));
	const length = meanOf(strings.map((string) => string.length));
	expect(Math.abs(length.mean - 12)).toBeLessThan(length.within);
	for (const [symbol, wanted] of Object.entries({ B: 1, T: 2.5, P: 2, S: 1, X: 1, V: 1.5, E: 2 })) {
		const count = meanOf(strings.map((string) => string.slice(1).split(symbol).length - 1));
		expect(Math.abs(count.mean - wanted), symbol).toBeLessThanOrEqual(count.within);
	}
	expect(task.baseline).toBeCloseTo(1.882303, 6);
});

test("what may follow is known after every prefix; after a symbol against the grammar nothing is legal", () => {
	const after = (string: string) => legalNext([...string].map((symbol) => REBER.indexOf(symbol))).map(legalSymbols);
	expect(after("BPBTSXXTVVEPE").join(" ")).toBe("TP B TP SX SX SX TV TV PV E P E ");
	expect(after("BTBPVVET").at(-1)).toBe("E");
	expect(after("BTBPVVEP").at(-1)).toBe("");
	expect(after("BS")).toEqual(["TP", ""]);
});

test("right means that the legal symbols are the most active at every step; one that equals an illegal one is wrong", () => {
	const outputs = logitsFor(batch, 7, () => undefined);
	strings.forEach((string, b) => {
		legalNext([...string].slice(0, -1).map((symbol) => REBER.indexOf(symbol))).forEach((bits, t) => {
			for (let v = 0; v < 7; v++) outputs[(t * N + b) * 7 + v] = (bits >> v) & 1 ? 0.1 + v : -v;
		});
	});
	expect(wrongCount(task, batch, outputs)).toBe(0);
	// The embedded choice forgotten: T and P equal at the last step but one of sequence 4.
	const step = ((batch.lengths[4]! - 2) * N + 4) * 7;
	outputs[step + 1] = 1;
	outputs[step + 2] = 1;
	expect([...task.wrong(batch, outputs).subarray(3, 6)]).toEqual([0, 1, 0]);
	expect(
		wrongCount(
			task,
			batch,
			logitsFor(batch, 7, () => 1),
		),
	).toBe(N);
});

test("strings longer than asked for are drawn again: 8 steps leave the 4 shortest strings; 7 are E_TASK_LENGTH", () => {
	const short = task.draw(stream(1), { batch: 400, length: 8 });
	expect(short.T).toBe(8);
	const found = new Set(
		Array.from({ length: 400 }, (_, b) =>
			symbolsOf(short, b)
				.map((id) => REBER[id])
				.join(""),
		),
	);
	expect([...found].sort()).toEqual(["BPBPVVEP", "BPBTXSEP", "BTBPVVET", "BTBTXSET"]);
	expect(() => task.draw(stream(1), { batch: 1, length: 7 })).toThrow(/Try --length 8.*E_TASK_LENGTH/);
});
