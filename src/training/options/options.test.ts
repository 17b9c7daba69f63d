/** Defaults that hang on other options. */
import { expect, test } from "vitest";
import { defineCell } from "../../cells/own/ownCell.ts";
import { parseAll, parseOptions } from "./options.ts";

test("a text trained for minutes has a dropout of 0.2; in steps, on a task, or where 0 is given it has none", () => {
	expect(parseOptions({}, "test").dropout).toBe(0.2);
	expect(parseOptions({ minutes: 5 }, "test").dropout).toBe(0.2);
	expect(parseOptions({ minutes: 5, dropout: 0 }, "test").dropout).toBe(0);
	expect(parseOptions({ steps: 5 }, "test").dropout).toBe(0);
	expect(parseAll({ minutes: 5 }, "task", "test").dropout).toBe(0);
});

test("a text trained for minutes has a constant rate and the mean poly:8; given either, or in steps, or on a task, as said", () => {
	const of = (raw: Parameters<typeof parseOptions>[0]) => {
		const { schedule, average } = parseOptions(raw, "test");
		return [schedule, average];
	};
	expect(of({})).toEqual(["constant", "poly:8"]);
	expect(of({ minutes: 5, average: "ema:0.9" })).toEqual(["constant", "ema:0.9"]);
	expect(of({ minutes: 5, average: "none" })).toEqual(["constant", undefined]);
	expect(of({ minutes: 5, schedule: "constant" })).toEqual(["constant", undefined]);
	expect(of({ minutes: 5, schedule: "cosine" })).toEqual(["cosine", undefined]);
	expect(of({ minutes: 5, decay: 0.1 })).toEqual(["cosine", undefined]);
	expect(of({ minutes: 5, syncEvery: 9 })).toEqual(["cosine", undefined]);
	expect(of({ steps: 5 })).toEqual(["cosine", undefined]);
	expect(of({ cell: "esn" })).toEqual(["cosine", undefined]);
	const { schedule, average } = parseAll({ minutes: 5 }, "task", "test");
	expect([schedule, average]).toEqual(["cosine", undefined]);
	const stored = parseOptions({ minutes: 5, schedule: "constant" }, "test");
	expect(parseOptions(stored, "test")).toEqual(stored); // a run of before continues as it was
});

test("weight-drop is rejected where there is no recurrent matrix to drop from or another reader of it", () => {
	const refused = (raw: Parameters<typeof parseOptions>[0]) => {
		try {
			parseOptions({ weightDrop: 0.3, ...raw }, "test");
			return undefined;
		} catch (error) {
			const { option, why } = (error as { params: { option: string; why: { reason: string } } }).params;
			return `${option} ${why.reason}`;
		}
	};
	expect(refused({ cell: "rnn", omega: 1 })).toBe("weightDrop together");
	expect(refused({ cell: "esn" })).toBe("weightDrop onlyFor");
	const equations = ["z = sigmoid(W x + b)", "n = W x + b", "h = (1 - z) * h' + z * n"];
	const mingru = defineCell({ name: "mingru", equations });
	expect(refused({ cell: mingru })).toBe("weightDrop noRecurrent");
	expect(refused({ weightDrop: 0.96 })).toBe("weightDrop number");
	expect(refused({})).toBeUndefined();
	expect(() => parseAll({ weightDrop: 0.3, model: "encoder-decoder" }, "task", "test")).toThrow("weightDrop");
});

test("an option by its name in PyTorch or Keras is answered with the name here", () => {
	const near = (option: string) => {
		try {
			parseOptions({ [option]: 1 });
			return undefined;
		} catch (error) {
			return (error as { params: { why: { near?: string } } }).params.why.near;
		}
	};
	expect(["learningRate", "learning_rate", "batchSize", "hidden_size", "num_layers", "momentum"].map(near)).toEqual([
		...["lr", "lr", "batch", "hidden", "layers", "beta1"],
	]);
	expect(near("zzzzzz")).toBeUndefined();
});
