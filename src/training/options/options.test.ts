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
