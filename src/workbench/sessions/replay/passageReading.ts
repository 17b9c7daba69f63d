/** How a network reads a passage and continues its beginning: what it remembers of it. */
import { softmax } from "../../../cells/likeliest.ts";
import type { Weights } from "../../../cells/weights.ts";
import type { Part } from "../../../data/corpus.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type { Engine } from "../../../kernels/kernels.ts";
import { readingOf, sample } from "../../../training/text/sampling.ts";

/** Symbols of the text that are read before the passage. */
const CONTEXT = 256;

/** What a network makes of a passage. */
export interface PassageReading {
	/** Mean loss over the passage's symbols, in nats, read after the 256 symbols before its first place. */
	lossNats: number;
	/** Probability of each symbol of the passage there. Range: 0 to 1. */
	probabilities: number[];
	/** What it writes after the passage's beginning, from a zero state, always the most likely symbol: as long as the rest. */
	continuation: string;
	/** Symbols of the rest that it writes before the first wrong one. */
	right: number;
	/** Whether it writes the whole rest. */
	completes: boolean;
}

/** Symbols of a passage that are given; the rest is to be completed. */
export const givenOf = (symbols: number): number => Math.floor(symbols / 2);

/** @param at first symbol of the passage in the part */
export async function passageReading(
	engine: Engine,
	weights: Weights,
	{ part, at, ids, vocabulary }: { part: Part; at: number; ids: Int32Array; vocabulary: Vocabulary },
): Promise<PassageReading> {
	const from = Math.max(0, at - CONTEXT);
	const context = await part.reader(from).read(at - from);
	const probabilities: number[] = [];
	const reading = readingOf(engine, weights);
	try {
		if (context.length === 0) reading.step(-1);
		for (const id of context) reading.step(id);
		for (const id of ids) {
			probabilities.push(softmax(reading.logits)[id]!);
			reading.step(id);
		}
	} finally {
		reading.free();
	}
	const given = givenOf(ids.length);
	const rest = ids.subarray(given);
	const written = [...sample(engine, weights, ids.subarray(0, given), { length: rest.length, temperature: 0 })].map(
		({ id }) => id,
	);
	const wrong = written.findIndex((id, k) => id !== rest[k]);
	const right = wrong < 0 ? rest.length : wrong;
	const nats = probabilities.reduce((sum, p) => sum - Math.log(p), 0);
	return {
		...{ lossNats: nats / ids.length, probabilities },
		...{ continuation: vocabulary.decode(written), right, completes: right === rest.length },
	};
}
