/** Statistics of a text before training: alphabet, lines, repetitions, and the overlap of its parts. */
import type { PartName } from "../../data/corpus.ts";
import { type LineEnds, type LineFacts, lineFacts, type RepeatedLines, repeatedLines } from "../../data/lineCounts.ts";
import { type Copied, type Covered, copiedFrom, repeatedIn } from "../../data/ngrams/copiedPassages.ts";
import { suffixTableInPieces } from "../../data/ngrams/suffixTable.ts";
import type { Unit } from "../../data/units.ts";
import { fail } from "../../errors/index.ts";
import { checkRequest } from "../../errors/request.ts";
import { lasting, openTexts, scan, splitOf, type TextSpec } from "../datasets/texts.ts";
import { stopwatch } from "../machine/clock.ts";
import { inTurns, turn } from "../machine/turns.ts";
import { STRETCHES } from "./copied.ts";
import { idsOf, MOST_SYMBOLS } from "./ngrams.ts";

/** Symbols with fewer occurrences are rare. */
export const RARE = 10;

export interface CorpusReportRequest extends Omit<TextSpec, "texts"> {
	/** Files, folders and catalogue names (@NAME), joined in this order. */
	texts: string[];
}

export interface Overlap extends Copied {
	part: PartName;
	partSymbols: number;
	/** Examined symbols that the training part lacks. */
	unknownSymbols: number;
	/** The longest passage that also occurs in the training part; "" if there is none. */
	text: string;
	/** Lines of the part that also occur in the training part. */
	lines: RepeatedLines;
}

export interface CorpusReport {
	/** Files, folders and catalogue names read. */
	texts: string[];
	/** Size of the text. */
	bytes: number;
	/** Symbol unit. */
	unit: Unit;
	/** Percentages of the bytes for training, validation and test. */
	split: [number, number, number];
	/** Length of the training part, in symbols. */
	trainSymbols: number;
	/** Training symbols examined: the last ones if not all fit into memory. */
	lookedSymbols: number;
	/** Alphabet of the training part, most frequent symbols first. */
	alphabet: { size: number; rare: number; symbols: { symbol: string; count: number; share: number }[] };
	/** Lines of the training part. */
	lines: LineFacts;
	/** Lines and passages of the training part that occur in it more than once. */
	repeated: { lines: RepeatedLines; stretches: Covered[] };
	/** Overlap of the validation and the test part with the training part. Empty parts are left out. */
	overlap: Overlap[];
	/** Time that the call took, in seconds. */
	seconds: number;
}

export interface CorpusReportHooks {
	onProgress?(done: number, total: number): void;
	signal?: AbortSignal;
}

/** Reports on a text before training: alphabet, lines, repetition, overlap of its parts. */
export async function corpusReport(
	request: CorpusReportRequest,
	{ onProgress, signal }: CorpusReportHooks = {},
): Promise<CorpusReport> {
	checkRequest(request, "corpusReport()", ["texts", "unit", "split", "lossy", "encoding"]);
	const { texts, unit = "codepoint", lossy = false } = request;
	const split = splitOf(request.split);
	const clock = stopwatch();
	let done = 0;
	const step = async () => {
		onProgress?.(done++, 5);
		await turn();
		signal?.throwIfAborted();
	};
	const source = await openTexts(lasting(texts), () => {}, { encoding: request.encoding, unit });
	try {
		await step();
		const { parts, vocabulary, bytes } = await scan(source, { unit, split, lossy }, () => {});
		if (parts.train.symbols < 1) {
			const why = { reason: "count", of: "symbols", in: "train", got: 0, min: 1 } as const;
			throw fail("E_OPTION", { option: "split", why, where: "data report" });
		}
		await step();
		const held = (["valid", "test"] as const).filter((part) => parts[part].symbols > 0);
		const room = Math.floor(MOST_SYMBOLS / 4);
		const ids: Int32Array[] = []; // of each held-out part
		for (const part of held) ids.push(await idsOf(parts[part], 0, Math.min(parts[part].symbols, room)));
		const other = new Int32Array(ids.reduce((sum, { length }) => sum + length + 1, 0)).fill(-1); // valid | -1 | test | -1
		const starts = ids.map((_, k) => ids.slice(0, k).reduce((sum, { length }) => sum + length + 1, 0));
		for (const [k, part] of ids.entries()) other.set(part, starts[k]!);
		const count = Math.min(parts.train.symbols, MOST_SYMBOLS - other.length);
		const train = await idsOf(parts.train, parts.train.symbols - count, count);
		await step();
		const { table, matches } = await inTurns(suffixTableInPieces(train, vocabulary.size, other), { signal });
		await step();
		const idOf = (character: string) => vocabulary.encode(character)[0]!;
		const known = (id: number) => (id < 0 ? Number.NaN : id); // NaN, which no id is equal to
		const lineEnds: LineEnds = [known(idOf("\n")), known(idOf("\r"))];
		const seen = new Set<string>();
		const repeated = { lines: repeatedLines(train, lineEnds, seen, true), stretches: repeatedIn(table, STRETCHES) };
		await step();
		const overlap = held.map((part, k): Overlap => {
			const found = copiedFrom(table, matches, [starts[k]!, starts[k]! + ids[k]!.length], STRETCHES);
			const { length = 0, in: place = 0 } = found.longest ?? {};
			return {
				...{ part, partSymbols: parts[part].symbols, ...found },
				...(found.longest && { longest: { ...found.longest, in: place + parts.train.symbols - count } }),
				unknownSymbols: ids[k]!.reduce((sum, id) => sum + (id < 0 ? 1 : 0), 0),
				text: vocabulary.decode(train.subarray(place, place + length)),
				lines: repeatedLines(ids[k]!, lineEnds, seen, false),
			};
		});
		return {
			...{ texts, bytes, unit, split, trainSymbols: parts.train.symbols, lookedSymbols: count },
			...{
				alphabet: alphabetOf(train, vocabulary.size, (id) => vocabulary.label(id)),
				lines: lineFacts(train, lineEnds),
			},
			...{ repeated, overlap, seconds: clock() },
		};
	} finally {
		await source.close();
	}
}

function alphabetOf(ids: Int32Array, V: number, label: (id: number) => string): CorpusReport["alphabet"] {
	const counts = new Float64Array(V); // [V]
	for (const id of ids) counts[id]!++;
	const order = Array.from(counts.keys())
		.filter((id) => counts[id]! > 0)
		.sort((a, b) => counts[b]! - counts[a]! || a - b);
	return {
		...{ size: order.length, rare: order.filter((id) => counts[id]! < RARE).length },
		symbols: order.map((id) => ({ symbol: label(id), count: counts[id]!, share: counts[id]! / ids.length })),
	};
}
