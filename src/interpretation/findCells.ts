/** Reads a text through a model once and searches its units: see search/cellSearch.ts. */
import { fail } from "../errors/index.ts";
import { type Hook, hooksOf, parseValue } from "./hookNames.ts";
import type { Labels } from "./patterns/pattern.ts";
import { CellSearch, PILOT_ROWS } from "./search/cellSearch.ts";
import type { CellSearchResult } from "./search/cellSearchResult.ts";
import { sampled } from "./search/counts.ts";
import { LEAST_SYMBOLS } from "./search/parts.ts";
import type { Rows, Values } from "./search/searchRows.ts";
import { type Model, type SymbolText, type TraceWindow, windows } from "./stream.ts";

export interface FindCellsOptions {
	/** Values (`l1.c`) and single units (`l1.c.17`) to search. Default: every h, c and gate. */
	names?: readonly string[];
	/**
	 * Use one lane, so that every value is that of a single pass over the text. Default false: up to 32 lanes per part.
	 */
	exact?: boolean;
	/** Symbols that each lane reads from a zero state before its own, without counting them. Default 256. */
	warmup?: number;
	/** Units listed per pattern, 1 to 1000. Default 5. */
	best?: number;
	/** A unit, such as `l1.c.17`, to list last if it is not among the best; its value must be among `names`. */
	also?: string;
	/** Throw an error if no pattern can be scored. Default false: list them all as skipped. */
	strict?: boolean;
	/** Called after each window; return a promise to let other work run. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

export interface FindCellsResult extends CellSearchResult {
	/** Lanes of each part, and the symbols of warm-up of each lane. */
	lanes: number;
	/** Symbols that each lane reads before its own part; they do not count. */
	warmup: number;
}

/** A value to search, or one unit of it. */
interface Searched extends Values {
	hook: Hook;
	index?: number;
}

/** Maximum number of rows per window. */
const ROWS = 2048;
const PILOT = { lanes: 32, steps: 128 };

/** A search to be made: the model, the text and its labels, and how they are read. */
interface Task {
	model: Model;
	text: SymbolText;
	labels: Labels;
	searched: readonly Searched[];
	lanes: number;
	warmup: number;
	exact: boolean;
	/** First symbol of the held-out part. */
	split: number;
	options: FindCellsOptions;
}

/**
 * Searches the units of a model for those that track a pattern: selected on the first half of the text, evaluated on
 * the second. Bins come from a short pilot. In one piece, or if the bins turn out too wide for what came, they come
 * from a pilot that reads the whole text as the search does.
 * @throws E_TEXT_SHORT below 2048 symbols; E_PATTERN_SHARE with `strict`; E_HOOK_NAME; E_HOOK_UNIT.
 */
export async function findCells(
	model: Model,
	text: SymbolText & { name?: string },
	labels: Labels,
	options: FindCellsOptions = {},
): Promise<FindCellsResult> {
	const { spec } = model.weights;
	const { exact = false, warmup = 256 } = options;
	const names = options.names ?? hooksOf(spec).flatMap(({ kind, name }) => (/^(c|h|gate)$/.test(kind) ? [name] : []));
	const S = text.symbols;
	if (S < LEAST_SYMBOLS)
		throw fail("E_TEXT_SHORT", { text: text.name ?? "the text", symbols: S, least: LEAST_SYMBOLS });
	const split = Math.floor(S / 2);
	const lanes = exact ? 1 : Math.max(1, Math.min(32, Math.floor(split / (10 * warmup))));
	const searched = [...new Set(names)].map((name): Searched => {
		const { hook, index } = parseValue(spec, name);
		const width = index === undefined ? hook.width : 1;
		return { name, width, state: hook.kind === "c" || hook.kind === "h", hook, index };
	});
	const task = { model, text, labels, searched, lanes, warmup, exact, split, options };
	const found = (exact ? undefined : await search(task, "short")) ?? (await search(task, "whole"))!;
	return { ...found, lanes, warmup: exact ? 0 : warmup };
}

/** Searches once; undefined if the bins of the short pilot are too wide. */
async function search(task: Task, pilot: "short" | "whole"): Promise<CellSearchResult | undefined> {
	const { model, text, labels, searched, lanes, split, options } = task;
	const { best, also, strict, onProgress } = options;
	const S = text.symbols;
	const N = lanes * Math.ceil(ROWS / lanes);
	const { symbols } = model.weights.spec;
	const cells = new CellSearch(model.engine, searched, labels, { split, N, symbols, best, also, strict });
	try {
		const halves = pilot === "whole" && task.exact ? 2 : 1; // the pilot's half of the progress, and the search's
		if (pilot === "short") await shortPilot(task, cells);
		else {
			await readAll(task, async ({ rows }, done) => {
				cells.pilot(sampledRows(rows, S));
				await onProgress?.(halves === 2 ? Math.floor(done / 2) : S, S);
				return true;
			});
		}
		for (const _ of cells.startChoosing()) {
			options.signal?.throwIfAborted();
			await onProgress?.(halves === 2 ? Math.floor(S / 2) : 0, S);
		}
		const whole = await readAll(task, async ({ rows, part }, done) => {
			if (part === 1 && !cells.holdingOut) {
				if (pilot === "short" && cells.coarse) return false;
				cells.startHoldingOut();
			}
			cells.take(rows);
			await onProgress?.(halves === 2 ? Math.floor((S + done) / 2) : pilot === "short" ? done : S, S);
			return true;
		});
		return !whole || (pilot === "short" && cells.coarse) ? undefined : cells.result();
	} finally {
		cells.free();
	}
}

/** Reads a few thousand symbols of the selection part in short lanes. */
async function shortPilot({ model, text, searched, split, warmup, options }: Task, cells: CellSearch): Promise<void> {
	const lanes = Math.max(1, Math.min(PILOT.lanes, Math.floor(split / PILOT.steps)));
	const how = { names: read(searched), lanes, steps: PILOT.steps, warmup, signal: options.signal };
	for await (const window of windows(model, part(text, 0, split), how)) {
		cells.pilot(rowsOf(window, searched, 0, 0, split));
		if (cells.piloted) return;
	}
}

/**
 * Reads both halves, window after window, until `take` returns false; returns whether all was read. In lanes each half
 * is a stream of its own, and its first lane warms up too; in one piece one stream covers both.
 */
async function readAll(
	{ model, text, searched, lanes, warmup, exact, split, options }: Task,
	take: (read: { rows: Rows; part: 0 | 1 }, done: number) => Promise<boolean>,
): Promise<boolean> {
	const S = text.symbols;
	const how = { names: read(searched), lanes, steps: Math.ceil(ROWS / lanes), warmup, signal: options.signal };
	const halves = [
		[0, split],
		[split, S],
	] as const;
	const streams = exact
		? [{ at: 0, halves }]
		: halves.map((half) => ({ at: Math.max(0, half[0] - warmup), halves: [half] }));
	for (const stream of streams) {
		const last = stream.halves.at(-1)!;
		for await (const window of windows(model, part(text, stream.at, last[1]), how)) {
			for (const [from, to] of stream.halves) {
				const rows = rowsOf(window, searched, stream.at, from, to);
				if (rows.positions.every((at) => at < 0)) continue;
				const done = Math.min(S, stream.at + window.done);
				if (!(await take({ rows, part: from === 0 ? 0 : 1 }, done))) return false;
			}
		}
	}
	return true;
}

/** Names of the values to read, each once. */
const read = (searched: readonly Searched[]) => [...new Set(searched.map(({ hook }) => hook.name))];

/** The rows of the symbols that a pilot of a whole text takes, evenly spread. */
function sampledRows(rows: Rows, symbols: number): Rows {
	const every = Math.ceil(symbols / PILOT_ROWS);
	return { ...rows, positions: rows.positions.map((at) => (at >= 0 && sampled(at, every) ? at : -1)) };
}

/** Returns the symbols [from, to) of a text. */
function part(text: SymbolText, from: number, to: number): SymbolText {
	return { symbols: to - from, reader: (at) => text.reader(from + at) };
}

/**
 * The rows of a window that read the symbols [from, to) of the text, where the window's stream begins at symbol
 * `offset`.
 */
function rowsOf(
	{ steps: T, lanes: B, at, first, end, ids, values: read }: TraceWindow,
	searched: readonly Searched[],
	offset: number,
	from: number,
	to: number,
): Rows {
	const positions = new Int32Array(T * B).fill(-1);
	for (let b = 0; b < B; b++) {
		for (let t = first[b]!; t < end[b]!; t++) {
			const symbol = offset + at[b]! + t;
			if (symbol >= from && symbol < to) positions[t * B + b] = symbol;
		}
	}
	const N = T * B;
	const values = new Map(
		searched.map(({ name, hook, index }) => {
			const x = read.get(hook.name)!; // [N,width]
			const one = index === undefined ? x : x.subarray(0, N).map((_, row) => x[row * hook.width + index]!);
			return [name, one] as const;
		}),
	);
	return { N, positions, ids, values };
}
