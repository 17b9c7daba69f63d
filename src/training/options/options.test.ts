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
