import { expect, test } from "vitest";
import { partsOf, quoted } from "./shellWord.ts";

test("a command may be cut between its words, but not between an option and its values", () => {
	expect(partsOf("npx sluice train pairs:a.csv --question Q --dropout 0.2 --quiet --text a b")).toEqual([
		...["npx", "sluice", "train", "pairs:a.csv", "--question Q", "--dropout 0.2", "--quiet", "--text a b"],
	]);
	expect(partsOf("a -n 3 | b")).toEqual(["a", "-n 3", "|", "b"]);
});

test.each(["it's  two", "a -b 'c", "-- x", "질문 | 대답"])(
	"%j as one quoted word is never cut, and the parts join to the command",
	(text) => {
		const command = `printf '%s\\n' ${quoted(text)} | npx sluice chat a --seed 3`;
		const parts = partsOf(command);
		expect(parts).toContain(quoted(text));
		expect(parts.slice(-2)).toEqual(["a", "--seed 3"]);
		expect(parts.join(" ")).toBe(command);
	},
);

test("what is no command of single blanks stays whole", () => {
	expect(partsOf("a  b")).toEqual(["a  b"]);
});
