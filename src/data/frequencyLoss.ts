/** The baseline of a text: the loss of predicting each symbol by its frequency, whatever was read before it. */
import type { Part } from "./corpus.ts";

/** Symbols counted, from the beginning of a part. */
const COUNTED = 1 << 20;
const BLOCK = 1 << 14;

// V symbols of the vocabulary

/**
 * Returns the mean loss in nats over the known symbols of `asked`.
 * @param seen part whose frequencies predict, each with one more than counted. @param limit symbols of `asked` read.
 */
export async function frequencyLoss(seen: Part, asked: Part, V: number, limit: number): Promise<number> {
	const [known, counts] = [await countsOf(seen, V, COUNTED), await countsOf(asked, V, limit)];
	const [of, total] = [sum(known) + V, sum(counts)];
	return counts.reduce((nats, count, id) => nats - (count / total) * Math.log((known[id]! + 1) / of), 0);
}

async function countsOf(part: Part, V: number, most: number): Promise<Float64Array> {
	const counts = new Float64Array(V); // [V]
	const reader = part.reader(0);
	for (let left = Math.min(most, part.symbols); left > 0; ) {
		const ids = await reader.read(Math.min(BLOCK, left));
		for (const id of ids) if (id >= 0) counts[id]!++;
		left -= ids.length;
	}
	return counts;
}

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
