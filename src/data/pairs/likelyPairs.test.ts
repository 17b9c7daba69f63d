import { expect, test } from "vitest";
import { likelyPairs } from "./likelyPairs.ts";

const many = (row: (n: number) => string) => Array.from({ length: 20 }, (_, n) => row(n)).join("\n");

test.each([
	["ChatbotData.csv", `Q,A,label\n${many((n) => `12시 땡 ${n}!,하루가 또 가네요.,${n % 3}`)}`, "Q", "A"],
	["quoted.csv", `질문,답변\r\n${many((n) => `"하나, ""${n}""","그래\n${n}"\r`)}`, "질문", "답변"],
	[
		"talk.tsv",
		`id\tfirst line\tsecond line\n${many((n) => `${n}\thello ${n}\tand you ${n}`)}`,
		"first line",
		"second line",
	],
	["semi.csv", `answer;question\n${many((n) => `yes, ${n};really, ${n}?`)}`, "question", "answer"],
	["talk.csv.gz", `prompt,response\n${many((n) => `what is ${n},no idea`)}`, "prompt", "response"],
	["talk.jsonl", many((n) => JSON.stringify({ input: `ask ${n}`, output: "well", turn: n })), "input", "output"],
	["cut.jsonl", `${many((n) => JSON.stringify({ q: `ask ${n}`, a: "well" }))}\n{"q": "as`, "q", "a"],
	["bom.csv", `\ufeffQ,A\n${many((n) => `가 ${n},나`)}\nlast,"open`, "Q", "A"],
])("%s looks like pairs: %#", (name, text, question, answer) => {
	expect(likelyPairs(text, name)).toMatchObject({ question, answer });
});

test("all columns and fields are named in their order, those that are no text among them", () => {
	const csv = `Q,A,label\n${many((n) => `12시 땡 ${n}!,하루가 또 가네요.,${n % 3}`)}`;
	expect(likelyPairs(csv, "talk.csv")).toEqual({ question: "Q", answer: "A", fields: ["Q", "A", "label"] });
	const lines = many((n) => JSON.stringify({ turn: n, output: "well", input: `ask ${n}` }));
	expect(likelyPairs(lines, "talk.jsonl")).toEqual({
		...{ question: "input", answer: "output" },
		fields: ["turn", "output", "input"],
	});
});

test.each([
	["a table of numbers", "sun.csv", `year,spots\n${many((n) => `${n},${n * n}`)}`],
	["dates and numbers", "day.csv", `date,open,close\n${many((n) => `2024-01-${n},${n},1e3`)}`],
	["texts with 2 labels", "films.csv", `text,mood\n${many((n) => `a film ${n},${n % 2 ? "good" : "bad"}`)}`],
	[
		"4 pairs",
		"few.csv",
		`Q,A\n${many((n) => `ask ${n},well ${n}`)
			.split("\n")
			.slice(0, 4)
			.join("\n")}`,
	],
	["one column", "lines.csv", `Q\n${many((n) => `ask ${n}`)}`],
	["documents of 500 characters", "long.csv", `Q,A\n${many((n) => `${"long ".repeat(100)}${n},b ${n}`)}`],
	["equal titles", "twice.csv", `Q,Q\n${many((n) => `ask ${n},well ${n}`)}`],
	["rows of other lengths", "ragged.csv", `Q,A\nask,well\n${many((n) => `ask, ${n}, more`)}`],
	["pairs in a text file", "talk.txt", `Q,A\n${many((n) => `ask ${n},well ${n}`)}`],
	["JSON lines that are lists", "lists.jsonl", many((n) => JSON.stringify(["a", `b ${n}`]))],
	["nothing", "empty.csv", ""],
])("%s are no pairs", (_, name, text) => {
	expect(likelyPairs(text, name)).toBeUndefined();
});
