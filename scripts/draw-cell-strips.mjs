/**
 * Draws the two film strips of docs/studio.md: the five stages of an LSTM's step, and the gradient's way back through
 * an RNN, a GRU and an LSTM. `node scripts/draw-cell-strips.mjs` after a build; the networks are trained here, in a
 * minute, on the documents' own text.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const ROOT = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "sluice-strips-"));
/** Bytes that a picture may have. */
const MOST = 60_000;

try {
	const { explain, train } = await import("../dist/src/index.js");
	const drawing = await bundled("src/views/diagrams/filmStrip.ts");
	const runs = join(folder, "runs");
	const text = join(ROOT, "dist/page/studio/texts/c.txt");
	const at = { runs, part: "valid", step: 402, engine: "wasm-plain" };
	const ways = [];
	for (const cell of ["rnn", "gru", "lstm"]) {
		const options = { cell, hidden: 12, batch: 16, k1: 32, steps: 1500 };
		await train({ data: { texts: [text] }, options, run: cell, runs, engine: "wasm-plain" });
		const { way } = await explain({ ...at, run: cell, ahead: 0, back: 60 });
		ways.push({ name: cell, rows: way.rows, k2: way.k2 });
	}
	const step = await explain({ ...at, run: "lstm" });
	write("five-stages.svg", drawing.stagesStrip({ ...step, unit: 7 }));
	write("way-back.svg", drawing.wayStrip(ways));
} finally {
	rmSync(folder, { recursive: true });
}

/** A TypeScript module as one that Node can import. */
async function bundled(path) {
	const out = join(folder, "drawing.mjs");
	const bundle = await rolldown({ input: join(ROOT, path), platform: "node" });
	await bundle.write({ file: out, format: "esm" });
	return import(pathToFileURL(out).href);
}

function write(name, svg) {
	const file = join(ROOT, "docs/cell", name);
	writeFileSync(file, svg);
	const { size } = statSync(file);
	if (size > MOST) throw new Error(`${name} has ${size} bytes, more than ${MOST}`);
	process.stdout.write(`${name} ${size}\n`);
}
