/**
 * Trains what the studio's page trains when it opens, and stores its curves, its samples and the digest of its weights in
 * page/studio/stored/first.json: readable before the page's engine is there, and the same numbers that the reader's own
 * computer will find. Run `node scripts/build.mjs` before, and again after.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { text, train } from "../dist/src/index.js";

const root = join(import.meta.dirname, "..");
const runs = mkdtempSync(join(tmpdir(), "sluice-first-"));
const bundle = await rolldown({ input: join(root, "page/studio/train/choices.ts") });
await bundle.write({ file: join(runs, "choices.mjs") });
const { DEFAULTS, optionsOf } = await import(join(runs, "choices.mjs"));
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
rmSync(runs, { recursive: true });
console.log(`${steps} updates, ${weightsSha256.slice(0, 8)}`);
