/**
 * Gathers Korean sentences of this project's messages and documents, trains a small network on their letters, and stores
 * both in page/studio/stored: korean.txt, and korean.safetensors with its weights rounded to bfloat16. The text is kept, so
 * that the network's held-out part stays held out when the documents change. Run `node scripts/build.mjs` before, and
 * again after.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { exportRun, text, train } from "../dist/src/index.js";

const root = join(import.meta.dirname, "..");
const stored = join(root, "page/studio/stored");

/** Every line is Korean for at least a half, in Hangul and ASCII alone. */
const KNOWN = /^[가-힣\x20-\x7e]+$/;
const isKorean = (line) =>
	KNOWN.test(line) && 2 * (line.match(/[가-힣]/g)?.length ?? 0) >= line.replace(/\s/g, "").length;

function filesOf(folder, kind) {
	const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
	return files
		.filter((file) => kind.test(file) && !/\.test\./.test(file))
		.sort()
		.map((file) => readFileSync(join(root, folder, file), "utf8"));
}

/** Paragraphs, headings and lists of a document, without code, tables and the marks of Markdown. */
function prose(document) {
	const lines = [];
	let code = false;
	for (const line of document.split("\n")) {
		if (/^\s*```/.test(line)) code = !code;
		else if (!code && !/^\s*[|!<[]/.test(line))
			lines.push(
				line
					.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
					.replace(/[`*]/g, "")
					.replace(/^#+\s*|^\s*[-\d.]+\s+/, "")
					.trim(),
			);
	}
	return lines.filter(isKorean);
}

/** Sentences in the literals of a catalogue of messages; those with holes are left out. */
const sentences = (code) =>
	[...code.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
		.flatMap(([, literal]) => literal.split(/(?<=[.?!])\s+/))
		.map((line) => line.trim())
		.filter((line) => line.length > 8 && !/[{}\\]/.test(line) && isKorean(line));

const messages = ["cli", "src/errors", "page/studio"].flatMap((folder) => filesOf(folder, /\.ts$/).flatMap(sentences));
const documents = [...filesOf("docs/ko", /\.md$/), readFileSync(join(root, "docs/README.ko.md"), "utf8")].flatMap(
	prose,
);
const lines = [...new Set([...messages, ...documents])];
const file = join(stored, "korean.txt");
writeFileSync(file, `${lines.join("\n")}\n`);

const runs = mkdtempSync(join(tmpdir(), "sluice-korean-"));
const options = {
	cell: "lstm",
	hidden: 56,
	steps: 6000,
	batch: 16,
	k1: 48,
	k2: 48,
	lr: 0.01,
	clipNorm: 1,
	dropout: 0.1,
};
const data = text(file, { unit: "jamo" });
const result = await train({ data, options: { ...options, seed: 1 }, engine: "wasm-plain", runs, run: "korean" });
const whole = join(runs, "korean.safetensors");
await exportRun({ run: "korean", runs, to: "safetensors", file: whole, checkpoint: "last" });
const bundle = await rolldown({ input: join(root, "src/interop/portable.ts") });
await bundle.write({ file: join(runs, "portable.mjs") });
const { readOwn, writeOwn } = await import(join(runs, "portable.mjs"));
writeFileSync(join(stored, "korean.safetensors"), writeOwn(readOwn(readFileSync(whole), whole), { half: true }));
rmSync(runs, { recursive: true });
console.log(`${lines.length} lines, ${result.steps} updates, validation ${result.lossNats.valid.toFixed(4)} nats`);
