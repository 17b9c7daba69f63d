/** Lines of a text of ids: their lengths and repetitions. A line ends before its newline. */

/**
 * Ids of the newline, and of the carriage return, which counts as part of a newline after it; NaN for one not in the
 * vocabulary.
 */
export type LineEnds = readonly [newline: number, carriage: number];

export interface LineFacts {
	/** Number of lines including empty ones; what follows the last newline is a line if it has a symbol. */
	lines: number;
	empty: number;
	/** Symbols per line: maximum, mean, and median (the lower of two). 0 if there is no line. */
	longest: number;
	mean: number;
	median: number;
}

export interface RepeatedLines {
	/** Lines that are not empty. */
	lines: number;
	/** Those that occurred before in the text, or in the texts before it. */
	repeated: number;
	/** Fraction of the lines, and of their symbols; 0 if there are none. */
	share: number;
	symbolShare: number;
}

export function* linesOf(ids: Int32Array, [newline, carriage]: LineEnds): Generator<Int32Array> {
	let from = 0;
	for (let i = 0; i < ids.length; i++) {
		if (ids[i] !== newline) continue;
		yield ids.subarray(from, i > from && ids[i - 1] === carriage ? i - 1 : i);
		from = i + 1;
	}
	if (from < ids.length) yield ids.subarray(from);
}

export function lineFacts(ids: Int32Array, ends: LineEnds): LineFacts {
	const lengths = Int32Array.from(linesOf(ids, ends), (line) => line.length).sort();
	const L = lengths.length;
	if (L === 0) return { lines: 0, empty: 0, longest: 0, mean: 0, median: 0 };
	const first = lengths.findIndex((length) => length > 0);
	return {
		...{ lines: L, empty: first < 0 ? L : first, longest: lengths[L - 1]! },
		...{ mean: lengths.reduce((sum, length) => sum + length, 0) / L, median: lengths[(L - 1) >> 1]! },
	};
}

/** Counts the lines that occurred before, in `seen` or in the text itself. With `add`, the text's lines join `seen`. */
export function repeatedLines(ids: Int32Array, ends: LineEnds, seen: Set<string>, add: boolean): RepeatedLines {
	let [lines, repeated, symbols, again] = [0, 0, 0, 0];
	for (const line of linesOf(ids, ends)) {
		if (line.length === 0) continue;
		const key = keyOf(line);
		lines++;
		symbols += line.length;
		if (seen.has(key)) {
			repeated++;
			again += line.length;
		} else if (add) seen.add(key);
	}
	return { lines, repeated, share: lines > 0 ? repeated / lines : 0, symbolShare: symbols > 0 ? again / symbols : 0 };
}

/** Two UTF-16 units per id, so that every id, even -1, has a key of its own. */
function keyOf(line: Int32Array): string {
	let key = "";
	for (let from = 0; from < line.length; from += 4096) {
		const units: number[] = [];
		for (const id of line.subarray(from, from + 4096)) units.push(id & 0xffff, (id >>> 16) & 0xffff);
		key += String.fromCharCode(...units);
	}
	return key;
}
