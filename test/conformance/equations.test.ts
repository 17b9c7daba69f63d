/** docs/equations.md and the reference engine must name the same lines: each number in one stands in the other. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const sections = new Map(
	read("docs/equations.md")
		.split(/^## /m)
		.slice(1)
		.map((section) => [section.slice(0, section.indexOf("\n")), section]),
);
const numbers = (text: string) => [...new Set(text.match(/\([1-9]'?\)/g))].toSorted();

test.each([
	["RNN", "rnn"],
	["LSTM", "lstm"],
	["GRU", "gru"],
	["Dense", "dense"],
	["Softmax", "softmax"],
])("the equations of %s and the lines of reference/%s.ts carry the same numbers", (title, file) => {
	const inDocs = numbers(sections.get(title)!);
	expect(inDocs.length).toBeGreaterThan(0);
	expect(numbers(read(`src/kernels/reference/${file}.ts`))).toEqual(inDocs);
});

test("every section that the reference points to exists, and every file that the page points to", () => {
	const files = readdirSync(new URL("src/kernels/reference/", root)).map((file) => `src/kernels/reference/${file}`);
	const pointed = files.flatMap((file) =>
		[...read(file).matchAll(/docs\/equations\.md#(\w+)/g)].map((match) => match[1]),
	);
	expect(pointed.length).toBeGreaterThanOrEqual(6);
	const titles = [...sections.keys()].map((title) => title.toLowerCase());
	for (const section of pointed) expect(titles).toContain(section);
	for (const [, path] of read("docs/equations.md").matchAll(/\]\(\.\.\/([^)]+)\)/g)) {
		expect(() => readdirOrFile(path), path).not.toThrow();
	}
});

function readdirOrFile(path: string): void {
	if (path.endsWith(".ts")) read(path);
	else readdirSync(new URL(path, root));
}
