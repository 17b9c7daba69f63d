/**
 * Two networks on one text: the difference of their losses at each symbol, its sums inside and outside a pattern, and the
 * places where it is largest. A gain is positive where the first network predicts the symbol better.
 */
import type { Model } from "../model.ts";
import { exactLosses, type PassHooks } from "./exactLosses.ts";

// S symbols

export interface Contrast {
	/** Loss of the first and of the other network, in nats; NaN where a symbol is not compared. [S] */
	nats: Float64Array<ArrayBuffer>;
	againstNats: Float64Array<ArrayBuffer>;
	/** againstNats - nats, [S]. */
	gain: Float64Array<ArrayBuffer>;
}

/** Sums over the symbols that both networks know. */
export interface GainSums {
	/** Compared symbols. */
	symbols: number;
	/** Mean loss of the first network and of the other; null without symbols. */
	lossNats: number | null;
	againstNats: number | null;
	/** Sum of the gain, in nats: positive if the first network is better. */
	gainNats: number;
}

export interface GainPlace {
	/** Index in the text of the predicted symbol. */
	at: number;
	id: number;
	nats: number;
	againstNats: number;
	gainNats: number;
}

export interface OfBoth {
	model: Model;
	against: Model;
	/** The text as each of them reads it. [S] */
	ids: Int32Array;
	againstIds: Int32Array;
}

/** Reads the text once with each network, in one piece. Progress counts the symbols of both passes. */
export async function contrastOf(
	{ model, against, ids, againstIds }: OfBoth,
	{ onProgress, signal }: PassHooks = {},
): Promise<Contrast> {
	const nats = await exactLosses(model, ids, { onProgress, signal });
	const againstNats = await exactLosses(against, againstIds, {
		onProgress: (done) => onProgress?.(ids.length + done),
		signal,
	});
	for (let t = 0; t < nats.length; t++) {
		if (!Number.isNaN(nats[t]!) && !Number.isNaN(againstNats[t]!)) continue;
		nats[t] = againstNats[t] = Number.NaN;
	}
	return { nats, againstNats, gain: nats.map((loss, t) => againstNats[t]! - loss) };
}

export interface GainsByPattern {
	all: GainSums;
	/** Predictions made where the pattern holds after the symbol before, and the others. */
	inside?: GainSums;
	outside?: GainSums;
}

/** @param label 1 where the pattern holds after a symbol was read, [S] */
export function sumsOf(contrast: Contrast, label?: Uint8Array): GainsByPattern {
	const all = sumWhere(contrast, () => true);
	if (!label) return { all };
	return {
		all,
		inside: sumWhere(contrast, (at) => label[at - 1] === 1),
		outside: sumWhere(contrast, (at) => label[at - 1] !== 1),
	};
}

function sumWhere({ nats, againstNats }: Contrast, counts: (at: number) => boolean): GainSums {
	let [symbols, own, other] = [0, 0, 0];
	for (let t = 1; t < nats.length; t++) {
		if (Number.isNaN(nats[t]!) || !counts(t)) continue;
		symbols++;
		own += nats[t]!;
		other += againstNats[t]!;
	}
	const mean = (sum: number) => (symbols === 0 ? null : sum / symbols);
	return { symbols, lossNats: mean(own), againstNats: mean(other), gainNats: other - own };
}

/** The symbols with the largest gains, largest first, and with the largest losses to the other network; `count` of each. */
export function placesOf(
	{ nats, againstNats, gain }: Contrast,
	ids: Int32Array,
	count: number,
): { better: GainPlace[]; worse: GainPlace[] } {
	const compared = [...gain.keys()].filter((t) => !Number.isNaN(gain[t]!));
	const place = (at: number): GainPlace => ({
		...{ at, id: ids[at]!, nats: nats[at]!, againstNats: againstNats[at]!, gainNats: gain[at]! },
	});
	const top = (sign: 1 | -1) =>
		compared
			.filter((t) => sign * gain[t]! > 0)
			.sort((a, b) => sign * (gain[b]! - gain[a]!) || a - b)
			.slice(0, count)
			.map(place);
	return { better: top(1), worse: top(-1) };
}
