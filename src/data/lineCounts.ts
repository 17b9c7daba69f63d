/** The lines of a text of ids: how long they are, and which stand there more than once. A line ends before its newline. */

/** Ids of the newline and of the carriage return, which belongs to a newline after it; NaN where the alphabet lacks one. */
export type LineEnds = readonly [newline: number, carriage: number];

export interface LineFacts {
	/** Lines, empty ones too; what follows the last newline is one if it has a symbol. */
	lines: number;
	empty: number;
	/** Symbols of a line: the most, the mean, and the median (the lower one of two). 0 of no line. */
	longest: number;
	mean: number;
	median: number;
}

export interface RepeatedLines {
	/** Lines that are not empty. */
	lines: number;
	/** Of them such as stand among those before, or among `known`. */
	repeated: number;
	/** Of the lines, and of their symbols; 0 of none. */
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

/** Lines that stood before, in `seen` or in the text itself; those of the text join `seen` where `add` says so. */
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

/** Two letters an id, so that any id, -1 too, is written as itself. */
function keyOf(line: Int32Array): string {
	let key = "";
	for (let from = 0; from < line.length; from += 4096) {
		const units: number[] = [];
		for (const id of line.subarray(from, from + 4096)) units.push(id & 0xffff, (id >>> 16) & 0xffff);
		key += String.fromCharCode(...units);
	}
	return key;
}
