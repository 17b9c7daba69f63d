/** Generates replies to questions: sampled symbol by symbol, or the most likely one that a beam search finds. */
import { rank, softmax } from "../../cells/likeliest.ts";
import { continueWith, type SampledSymbol, type SampleOptions } from "../text/sampling.ts";
import { type DrawChances, drawChances } from "./drawChances.ts";
import type { FollowedValues } from "./followedValues.ts";
import type { PairSymbols, ReplyModel, ReplyReading } from "./replyModel.ts";
import { type ReplyRules, type ReplyState, replyRules } from "./replyRules.ts";

// B beams, V symbols

export interface ReplyOptions extends SampleOptions {
	/** Beams of the search; with 2 or more, nothing is drawn. Default: 0, which samples. */
	beams?: number;
	/** Yields with each symbol the gates and states behind its prediction. Default: false. */
	values?: boolean;
}

/** A generated symbol. `probability` and `top` are among the symbols that may come next, at temperature 1. */
export interface ReplySymbol extends SampledSymbol {
	/** How the symbols of this step were drawn; undefined for a beam search. */
	drawn?: DrawChances;
	/** Weights of attention over the symbols of the question in the step that predicted it, [J]; absent without attention. */
	attention?: Float64Array;
	/** Views of the gates and states that predicted it, valid until the next symbol is asked for. */
	values?: FollowedValues;
}

/**
 * Generates the reply to a question. The last symbol is END, unless the reply is cut off after `length` symbols.
 * @param question symbols without the mark that follows them; -1 for unknown ones.
 */
export function* reply(
	model: ReplyModel,
	symbols: PairSymbols,
	question: Int32Array,
	{ beams = 0, values = false, ...options }: ReplyOptions,
): Generator<ReplySymbol> {
	const rules = replyRules(symbols);
	const { end } = symbols;
	if (beams > 1) {
		const found = beamSearch(model, { rules, end }, question, { beams, length: options.length });
		yield* forced(model, rules, question, found, { length: options.length, values });
		return;
	}
	const reading = model.open(question, 1);
	try {
		const one = masked(reading, rules, options.length);
		for (const symbol of continueWith(one, options)) {
			yield { ...symbol, drawn: drawChances(one.logits, options), ...lookedAt(reading), ...followed(reading, values) };
			if (symbol.id === end) return;
		}
	} finally {
		reading.free();
	}
}

/** A copy of the weights of attention of a reading of one lane. */
const lookedAt = ({ attention }: ReplyReading) => attention && { attention: Float64Array.from(attention) };
const followed = (reading: ReplyReading, values: boolean) =>
	values && reading.values ? { values: reading.values() } : {};

/** A single reply as the sampler reads it, by the rules of replies. */
function masked(reading: ReplyReading, rules: ReplyRules, length: number) {
	let state = rules.start;
	let left = length;
	return {
		get logits() {
			return rules.mask(reading.logits, state, left);
		},
		step(id: number) {
			reading.step([id]);
			state = rules.after(state, id);
			left--;
		},
	};
}

/** Yields the symbols of a known reply with their probabilities. */
function* forced(
	model: ReplyModel,
	rules: ReplyRules,
	question: Int32Array,
	ids: readonly number[],
	{ length, values }: { length: number; values: boolean },
): Generator<ReplySymbol> {
	const reading = model.open(question, 1);
	try {
		const one = masked(reading, rules, length);
		for (const id of ids) {
			const p = softmax(one.logits); // [V]
			const top = rank(p, 5).map((other) => ({ id: other, probability: p[other]! }));
			yield { id, probability: p[id]!, top, ...lookedAt(reading), ...followed(reading, values) };
			one.step(id);
		}
	} finally {
		reading.free();
	}
}

interface Beam {
	ids: number[];
	/** ln of the probability. */
	score: number;
	state: ReplyState;
	lane: number;
}

/**
 * Returns the symbols of the most likely reply found by a beam search (Graves 2012, section 2; without a length
 * penalty): in each step the B most likely continuations of all beams are kept. It ends as soon as no beam can overtake
 * the best finished reply.
 */
function beamSearch(
	model: ReplyModel,
	{ rules, end }: { rules: ReplyRules; end: number },
	question: Int32Array,
	{ beams: B, length }: { beams: number; length: number },
): number[] {
	const reading = model.open(question, B);
	const V = reading.logits.length / B;
	let live: Beam[] = [{ ids: [], score: 0, state: rules.start, lane: 0 }];
	let best: Beam | undefined;
	try {
		for (let left = length; left > 0 && live.length > 0; left--) {
			const grown = live
				.flatMap((beam) => continuations(beam, reading.logits.subarray(beam.lane * V, (beam.lane + 1) * V), left))
				.sort((a, b) => b.score - a.score)
				.slice(0, B);
			for (const beam of grown) {
				if (beam.ids.at(-1) === end && beam.score > (best?.score ?? Number.NEGATIVE_INFINITY)) best = beam;
			}
			live = grown.filter(({ ids, score }) => ids.at(-1) !== end && score > (best?.score ?? Number.NEGATIVE_INFINITY));
			if (left === 1 || live.length === 0) break;
			const from = new Int32Array(B); // [B]
			const ids = new Int32Array(B); // [B]
			for (const [lane, beam] of live.entries()) {
				from[lane] = beam.lane;
				ids[lane] = beam.ids.at(-1)!;
				beam.lane = lane;
			}
			reading.step(ids, from);
		}
	} finally {
		reading.free();
	}
	return (best ?? live[0])!.ids;

	function continuations({ ids, score, state, lane }: Beam, logits: typeof reading.logits, left: number): Beam[] {
		const p = softmax(rules.mask(logits, state, left)); // [V]
		return rank(p, B)
			.filter((id) => p[id]! > 0)
			.map((id) => ({ ids: [...ids, id], score: score + Math.log(p[id]!), state: rules.after(state, id), lane }));
	}
}
