/** Text files of a folder, in an order that is the same on every machine. */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { fail } from "../../errors/index.ts";
import { RandomStream } from "../../kernels/random.ts";
import { fileError } from "./fileErrors.ts";

/** Default extensions of files read from a folder: prose, markup, data and source code. */
export const TEXT_EXTENSIONS: readonly string[] = (
	"txt text md markdown rst adoc org tex bib log srt " +
	"html htm xhtml xml svg css scss less json jsonl yaml yml toml ini cfg csv tsv " +
	"c h cc cpp cxx hpp hh m mm rs go zig d java kt kts scala cs fs swift dart " +
	"js mjs cjs jsx ts mts cts tsx vue svelte py pyi rb php pl pm lua r jl sh bash zsh fish ps1 " +
	"hs ml mli ex exs erl clj cljs lisp el scm rkt vim sql proto cmake mk abc"
)
	.split(" ")
	.map((ext) => `.${ext}`);

/** Maximum number of entries visited before a folder is rejected as too large. */
const MOST_ENTRIES = 1_000_000;

/**
 * Paths of the files under `folder` with one of the extensions (compared in lower case). They are sorted by UTF-16 code
 * units of the relative path with "/" separators. Names that begin with a dot, node_modules and symbolic links are
 * skipped.
 */
export async function filesUnder(
	folder: string,
	extensions: readonly string[] = TEXT_EXTENSIONS,
	mostEntries = MOST_ENTRIES,
): Promise<string[]> {
	const wanted = new Set(extensions.map((ext) => (ext.startsWith(".") ? ext : `.${ext}`).toLowerCase()));
	const found: string[] = [];
	let entries = 0;
	const waiting = [""];
	for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
		for (const entry of await list(join(folder, at))) {
			if (++entries > mostEntries) throw fail("E_FOLDER_SIZE", { path: folder, files: entries, max: mostEntries });
			if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
			const path = at === "" ? entry.name : `${at}/${entry.name}`;
			if (entry.isDirectory()) waiting.push(path);
			else if (entry.isFile() && wanted.has(extname(entry.name).toLowerCase())) found.push(path);
		}
	}
	if (found.length === 0) {
		const looked =
			wanted.size > 20 ? `${[...wanted].slice(0, 20).join(" ")} and ${wanted.size - 20} more` : [...wanted].join(" ");
		throw fail("E_FOLDER_EMPTY", { path: folder, extensions: looked });
	}
	return found.sort(byCodeUnits);
}

/** Shuffles the paths with a seed: Fisher-Yates from last to first, drawn from the stream (seed, "files"). */
export function shuffled(paths: readonly string[], seed: number): string[] {
	const rng = new RandomStream(seed, "files");
	const order = [...paths];
	for (let i = order.length - 1; i > 0; i--) {
		const j = rng.below(i + 1);
		[order[i], order[j]] = [order[j]!, order[i]!];
	}
	return order;
}

export function byCodeUnits(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

async function list(folder: string): Promise<Dirent[]> {
	try {
		return await readdir(folder, { withFileTypes: true });
	} catch (error) {
		throw fileError(folder, error);
	}
}
