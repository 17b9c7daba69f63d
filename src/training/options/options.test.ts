/** Defaults that hang on other options. */
import { expect, test } from "vitest";
import { parseAll, parseOptions } from "./options.ts";

test("a text trained for minutes has a dropout of 0.2; in steps, on a task, or where 0 is given it has none", () => {
	expect(parseOptions({}, "test").dropout).toBe(0.2);
	expect(parseOptions({ minutes: 5 }, "test").dropout).toBe(0.2);
	expect(parseOptions({ minutes: 5, dropout: 0 }, "test").dropout).toBe(0);
	expect(parseOptions({ steps: 5 }, "test").dropout).toBe(0);
	expect(parseAll({ minutes: 5 }, "task", "test").dropout).toBe(0);
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
