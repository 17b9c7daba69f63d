/**
 * A corpus: bytes read as symbols, in three parts, in blocks so that memory does not grow with the text.
 *
 * For codepoint and jamo the bytes are scanned once: the vocabulary is that of the training part, symbols and code
 * points are counted per part, and a sparse index lets a reader start anywhere. For byte nothing is scanned: the file
 * opens at once. A symbol that is not in the vocabulary has id -1: as input it is a row of zeros, as target it is
 * counted but not scored.
 */
import { fail } from "../errors/index.ts";
import { AtomCursor, emptyBlock, withLines } from "./atoms.ts";
import { type Points, pointsOf } from "./codePoints.ts";
import type { ByteSource } from "./source.ts";
import { SparseIndex } from "./sparseIndex.ts";
import { cutPoints, DEFAULT_SPLIT, type Split } from "./split.ts";
import { ByteReader, type SymbolReader, TextReader } from "./symbolReader.ts";
import { ATOMS, type Unit } from "./units.ts";
import { Vocabulary } from "./vocabulary.ts";

export { parseSplit } from "./split.ts";
export type { SymbolReader } from "./symbolReader.ts";

export const PARTS = ["train", "valid", "test"] as const;
export type PartName = (typeof PARTS)[number];

export interface Part {
	readonly name: PartName;
	readonly firstByte: number;
	/** One past the last byte. */
	readonly endByte: number;
	readonly symbols: number;
	/** Code points; NaN for the unit byte, whose text is not scanned (see symbolsPerCharacter). */
	readonly codePoints: number;
	/** Symbols with id -1. */
	readonly unknownSymbols: number;
	/** Returns a reader of ids from the symbol `atSymbol` (0..symbols) on. */
	reader(atSymbol: number): SymbolReader;
	/** Iterates over the part's characters, each with its number of symbols. */
	points(): AsyncIterable<Points>;
}

export interface Corpus {
	readonly name: string;
	readonly unit: Unit;
	readonly vocabulary: Vocabulary;
	readonly parts: { readonly train: Part; readonly valid: Part; readonly test: Part };
	/** Length of the whole text. */
	readonly bytes: number;
	/** sha256 of the whole text in hex, if the source knows it. */
	readonly sha256?: string;
	/** Properties of the text that tools often lose; all are kept. For the unit byte, found in the first MiB only. */
	readonly facts: Facts;
}

export interface Facts {
	/** Starts with a byte order mark. */
	bom: boolean;
	/** Has a line end of CR LF. */
	crlf: boolean;
	/** Has a byte 0. */
	nul: boolean;
}

export interface CorpusOptions {
	/** Symbol unit; default codepoint, or the unit of `vocabulary`. */
	unit?: Unit;
	/** Percent of the bytes for train, valid and test, in file order; default [90, 5, 5]. */
	split?: Split;
	/** Replace malformed UTF-8 by U+FFFD; default false: throw an error. No effect for the unit byte. */
	lossy?: boolean;
	/** Vocabulary of a trained model that reads new text; default: that of the training part. */
	vocabulary?: Vocabulary;
	/** Called while the text is scanned; never for the unit byte. */
	onProgress?(doneBytes: number, totalBytes: number): void;
	/** Bytes per read of the scan, 4..2^26, default 256 KiB. No effect on the result. */
	blockBytes?: number;
}

const BLOCK_BYTES = 1 << 18;
const FACT_BYTES = 1 << 20;

/** Opens a text: cuts it into parts and, unless the unit is byte, scans it once. */
export async function openCorpus(source: ByteSource, options: CorpusOptions = {}): Promise<Corpus> {
	const unit = options.unit ?? options.vocabulary?.unit ?? "codepoint";
	if (options.vocabulary && options.vocabulary.unit !== unit) {
		const wanted = options.vocabulary.unit;
		throw fail("E_UNIT", { got: unit, choices: [wanted], model: true });
	}
	const cuts = await cutPoints(source, options.split ?? DEFAULT_SPLIT);
	if (cuts[1] === 0) throw fail("E_CORPUS_EMPTY", { name: source.name, bytes: source.length });
	const opened =
		unit === "byte" ? await openBytes(source, cuts, options) : await openScanned(source, cuts, unit, options);
	const sha256 = source.sha256 === undefined ? {} : { sha256: source.sha256 };
	return { name: source.name, unit, bytes: source.length, ...sha256, ...opened };
}

/**
 * Returns the number of symbols per code point of a part: counted if the part was scanned; for the unit byte, measured
 * on its first `looked` bytes (those that start a character), so that a part of any size costs one short read.
 */
export async function symbolsPerCharacter(part: Part, looked = 1 << 20): Promise<number> {
	if (!Number.isNaN(part.codePoints)) return part.codePoints === 0 ? 1 : part.symbols / part.codePoints;
	const reader = part.reader(0);
	const bytes = Math.min(looked, part.symbols);
	let points = 0;
	for (let done = 0; done < bytes; ) {
		const ids = await reader.read(Math.min(BLOCK_BYTES, bytes - done));
		for (let i = 0; i < ids.length; i++) if ((ids[i]! & 0xc0) !== 0x80) points++;
		done += ids.length;
	}
	return points === 0 ? 1 : bytes / points;
}

type Cuts = readonly [number, number, number, number];
type Opened = Pick<Corpus, "vocabulary" | "parts" | "facts">;

async function openBytes(source: ByteSource, cuts: Cuts, options: CorpusOptions): Promise<Opened> {
	const facts = new FactFinder();
	facts.see(await source.read(0, Math.min(source.length, FACT_BYTES)));
	const part = (name: PartName, firstByte: number, endByte: number): Part => ({
		name,
		firstByte,
		endByte,
		symbols: endByte - firstByte,
		codePoints: Number.NaN,
		unknownSymbols: 0,
		reader: (atSymbol) => new ByteReader(source, firstByte + checkStart(atSymbol, endByte - firstByte), endByte),
		points: () => pointsOf({ source, first: firstByte, end: endByte, unit: "byte", lossy: true }),
	});
	return {
		vocabulary: options.vocabulary ?? new Vocabulary("byte"),
		parts: threeParts(cuts, part),
		facts: facts.found,
	};
}

async function openScanned(source: ByteSource, cuts: Cuts, unit: Unit, options: CorpusOptions): Promise<Opened> {
	const lossy = options.lossy ?? false;
	const facts = new FactFinder();
	let vocabulary = options.vocabulary;
	const scans: Scan[] = [];
	for (let p = 0; p < 3; p++) {
		const seen = vocabulary ? undefined : new Uint8Array(ATOMS);
		const range = { source, first: cuts[p]!, end: cuts[p + 1]!, unit, lossy };
		scans.push(await withLines(source, () => scanPart(range, options, facts, vocabulary ?? seen!)));
		vocabulary ??= new Vocabulary(unit, atomsSeen(seen!));
	}
	const known = vocabulary!;
	const part = (name: PartName, firstByte: number, endByte: number, p: number): Part => {
		const { index, symbols, codePoints, unknownSymbols } = scans[p]!;
		const range = { source, first: firstByte, end: endByte, unit, lossy };
		const reader = (atSymbol: number) => new TextReader(range, index, known, checkStart(atSymbol, symbols), symbols);
		const points = () => pointsOf(range);
		return { name, firstByte, endByte, symbols, codePoints, unknownSymbols, reader, points };
	};
	return { vocabulary: known, parts: threeParts(cuts, part), facts: facts.found };
}

function threeParts(cuts: Cuts, part: (name: PartName, first: number, end: number, p: number) => Part) {
	return {
		train: part("train", cuts[0], cuts[1], 0),
		valid: part("valid", cuts[1], cuts[2], 1),
		test: part("test", cuts[2], cuts[3], 2),
	};
}

interface Scan {
	index: SparseIndex;
	symbols: number;
	codePoints: number;
	unknownSymbols: number;
}

/** Scans a part once: counts, index, and either marks the atoms seen or counts those not in the vocabulary. */
async function scanPart(
	range: { source: ByteSource; first: number; end: number; unit: Unit; lossy: boolean },
	options: CorpusOptions,
	facts: FactFinder,
	judge: Vocabulary | Uint8Array,
): Promise<Scan> {
	const cursor = new AtomCursor(range.source, range.first, range.end, range.unit, range.lossy);
	const index = new SparseIndex(range.first);
	const block = emptyBlock();
	const blockBytes = Math.min(Math.max(options.blockBytes ?? BLOCK_BYTES, 1), 1 << 26);
	let symbols = 0;
	let codePoints = 0;
	let unknownSymbols = 0;
	while (!cursor.done) {
		index.add(symbols, cursor.at);
		await cursor.next(block, blockBytes);
		facts.see(block.bytes);
		symbols += block.n;
		codePoints += block.codePoints;
		if (judge instanceof Vocabulary) unknownSymbols += judge.idsInPlace(block.atoms, block.n);
		else markSeen(judge, block.atoms, block.n);
		options.onProgress?.(cursor.at, range.source.length);
	}
	return { index, symbols, codePoints, unknownSymbols };
}

function markSeen(seen: Uint8Array, atoms: Int32Array, n: number): void {
	for (let i = 0; i < n; i++) seen[atoms[i]!] = 1;
}

function atomsSeen(seen: Uint8Array): Int32Array {
	const atoms: number[] = [];
	for (let atom = seen.indexOf(1); atom >= 0; atom = seen.indexOf(1, atom + 1)) atoms.push(atom);
	return Int32Array.from(atoms);
}

function checkStart(atSymbol: number, symbols: number): number {
	if (Number.isInteger(atSymbol) && atSymbol >= 0 && atSymbol <= symbols) return atSymbol;
	throw fail("E_INTERNAL", { what: `reader asked for symbol ${atSymbol} of ${symbols}` });
}

/** Looks for the facts in successive blocks, which may overlap by a few bytes. */
class FactFinder {
	readonly found: Facts = { bom: false, crlf: false, nul: false };
	#started = false;
	#endedInCr = false;

	see(bytes: Uint8Array): void {
		const { found } = this;
		if (!this.#started) found.bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
		this.#started = true;
		found.nul ||= bytes.includes(0);
		found.crlf ||= this.#endedInCr && bytes[0] === 10;
		for (let i = found.crlf ? -1 : bytes.indexOf(13); i >= 0; i = bytes.indexOf(13, i + 1)) {
			if (bytes[i + 1] !== 10) continue;
			found.crlf = true;
			break;
		}
		this.#endedInCr = bytes.at(-1) === 13;
	}
}
