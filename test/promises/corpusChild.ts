/** Programs that the corpus promises run in processes of their own: `memory PATH UNIT BATCHES` and `get URL FOLDER`. */
import { openCorpus } from "../../src/data/corpus.ts";
import { Lanes } from "../../src/data/lanes.ts";
import { parseUnit } from "../../src/data/units.ts";
import { getEntry } from "../../src/workbench/sources/downloads.ts";
import { openText } from "../../src/workbench/sources/files.ts";

const [verb, first, second, third] = process.argv.slice(2);

/** Opens a text, reads batches of 64 x 128 symbols, and prints the peak of its memory in KiB and the symbols there were. */
async function memory(path: string, unit: string, batches: number): Promise<void> {
	const source = await openText(path);
	const corpus = await openCorpus(source, { unit: parseUnit(unit) });
	const lanes = new Lanes(corpus.parts.train, 64);
	const ids = new Int32Array(64 * 128);
	const targets = new Int32Array(64 * 128);
	for (let i = 0; i < batches; i++) await lanes.next(128, ids, targets);
	await source.close();
	const symbols = corpus.parts.train.symbols + corpus.parts.valid.symbols + corpus.parts.test.symbols;
	process.stdout.write(JSON.stringify({ peakKiB: process.resourceUsage().maxRSS, symbols }));
}

/** Fetches one text and prints where it is. */
async function get(url: string, cacheDir: string): Promise<void> {
	const entry = {
		name: "test",
		source: url,
		sha256: null,
		bytes: null,
		licence: "none",
		description: "",
		descriptionKo: "",
		file: "test.txt",
		recipe: { scheme: "https", url },
	} as const;
	process.stdout.write(
		JSON.stringify({ path: await getEntry(entry, { cacheDir, fetch: { allowLoopbackHttp: true } }) }),
	);
}

if (verb === "memory") await memory(first!, second!, Number(third));
else await get(first!, second!);
