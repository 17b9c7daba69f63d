import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { inspectText } from "./inspectText.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-inspect-"));
function write(name: string, text: string): string {
	const file = join(folder, name);
	writeFileSync(file, name.endsWith(".gz") ? gzipSync(text) : text);
	return file;
}
const rows = Array.from({ length: 5000 }, (_, n) => n);

test("a CSV of pairs with a column of numbers is a series of that column, and its pairs are named; so are those of JSON lines and .gz", async () => {
	const csv = `Q,A,label\n${rows.map((n) => `질문 ${n}?,"대답, ${n % 40}",${n % 3}`).join("\n")}\n`;
	const found = await inspectText(write("talk.csv", csv));
	expect(found).toEqual({
		...{ name: "talk", bytes: Buffer.byteLength(csv), kind: "series" },
		...{ columns: ["label"], pairs: { question: "Q", answer: "A", fields: ["Q", "A", "label"] } },
	});
	const lines = rows.map((n) => JSON.stringify({ prompt: `질문 ${n}`, response: "대답" })).join("\n");
	const pairs = { question: "prompt", answer: "response", fields: ["prompt", "response"] };
	expect(await inspectText(write("talk.jsonl", lines))).toMatchObject({ kind: "text", pairs });
	expect((await inspectText(write("talk.jsonl.gz", lines))).pairs).toEqual(pairs);
});

test("a table of numbers, and a text, name no pairs", async () => {
	const numbers = await inspectText(write("sun.csv", `t,v\n${rows.map((n) => `${n},${n * n}`).join("\n")}\n`));
	expect(numbers).toMatchObject({ kind: "series", columns: ["t", "v"] });
	const text = await inspectText(write("words.txt", "Q,A\nwell,so\n".repeat(99)), { checkBytes: 1e6 });
	expect([numbers.pairs, text.pairs, text.kind]).toEqual([undefined, undefined, "text"]);
});
