/**
 * Trains what the studio's page trains when it opens, and stores it in page/studio/stored: curves, samples and the digest
 * of its weights in first.json, readable before the page's engine is there, and the same numbers that the reader's own
 * computer will find; its weights in first.safetensors with the model and the vocabulary in its notes. Run `node scripts/build.mjs` before, and again after.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { exportRun, text, train } from "../dist/src/index.js";

const root = join(import.meta.dirname, "..");
const runs = mkdtempSync(join(tmpdir(), "sluice-first-"));
const input = {
	choices: join(root, "page/studio/train/choices.ts"),
	trained: join(root, "page/studio/train/trainedOptions.ts"),
};
const bundle = await rolldown({ input });
await bundle.write({ dir: runs, entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" });
const load = (name) => import(join(runs, `${name}.mjs`));
const [{ DEFAULTS }, { optionsOf }] = [await load("choices"), await load("trained")];
const data = text(join(root, "dist/page/studio/texts/c.txt"));
const options = { ...optionsOf(DEFAULTS), recordEvery: 40 };
const { weightsSha256, steps } = await train({ data, options, engine: "wasm-plain", runs, run: "first" });
const lines = (log) =>
	readFileSync(join(runs, "first", log), "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
/** Clock readings belong to this computer. */
const timeless = ({ seconds: _, tokensPerSecond: __, ...line }) => line;
const metrics = lines("metrics.jsonl").map(timeless);
const samples = lines("samples.jsonl").slice(-1);
const records = lines("records.jsonl").slice(-1);
const stored = { steps, weightsSha256, metrics, samples, records };
writeFileSync(join(root, "page/studio/stored/first.json"), `${JSON.stringify(stored)}\n`);
const file = join(root, "page/studio/stored/first.safetensors");
await exportRun({ run: "first", runs, to: "safetensors", file, checkpoint: "last" });
rmSync(runs, { recursive: true });
console.log(`${steps} updates, ${weightsSha256.slice(0, 8)}`);
