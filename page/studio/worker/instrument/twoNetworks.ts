/** Calls that compare the opened network with another one on its text, as `sluice predictions --against` does. */
import {
	type Contrast,
	contrastOf,
	type GainPlace,
	type GainsByPattern,
	placesOf,
	sumsOf,
} from "../../../../src/interpretation/contrast/contrast.ts";
import { type Explained, explainingUnits } from "../../../../src/interpretation/contrast/explainingUnits.ts";
import { sharedSymbols, translated } from "../../../../src/interpretation/contrast/sharedSymbols.ts";
import { type Inside, insideOf } from "../../../../src/interpretation/proof/inside.ts";
import { labelled, type PatternsAsked } from "./labelling.ts";
import { factsOf, type ModelBytes, type ModelFacts, openedFrom } from "./open.ts";
import { type Opened, openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

/** The other network of each opened one. */
interface Other {
	opened: Opened;
	/** The text as it reads it, [S]. */
	ids: Int32Array;
	contrast?: Contrast;
}

const others = new WeakMap<Opened, Other>();

function otherOf(opened: Opened): Other {
	const other = others.get(opened);
	if (!other) throw new Error("no other network is open");
	return other;
}

/** Opens a network to compare with. @throws E_AGAINST_SYMBOLS if the two read other kinds of symbols. */
export async function openOther(work: Work, { other: given }: { other: ModelBytes }): Promise<ModelFacts> {
	const opened = openedOf(work);
	others.get(opened)?.opened.engine.close();
	others.delete(opened);
	const other = await openedFrom(given);
	const ids = translated(opened.ids, sharedSymbols(opened.vocabulary, other.vocabulary));
	others.set(opened, { opened: other, ids });
	return factsOf(other);
}

export interface ContrastFound extends Contrast {
	sums: GainsByPattern;
	places: { better: GainPlace[]; worse: GainPlace[] };
	/** Predicted symbols that are not in both vocabularies. */
	leftOut: number;
	pattern: Omit<Inside, "label"> | null;
	better: "run" | "against" | null;
}

const insideFor = async (work: Work, asked: PatternsAsked): Promise<Inside | undefined> =>
	asked.patterns ? insideOf((await labelled(work, asked)).labels) : undefined;

/** Reads the text with both networks; asked again for another pattern, it answers at once. */
export async function contrast(
	work: Work,
	{ places, ...asked }: PatternsAsked & { places: number },
): Promise<ContrastFound> {
	const opened = openedOf(work);
	const other = otherOf(opened);
	const { ids } = opened;
	other.contrast ??= await contrastOf(
		{ model: opened, against: other.opened, ids, againstIds: other.ids },
		{
			async onProgress(done) {
				work.tell(done, 2 * ids.length);
				await work.turn();
			},
			signal: work.signal,
		},
	);
	const inside = await insideFor(work, asked);
	const sums = sumsOf(other.contrast, inside?.label);
	const { label: _, ...facts } = inside ?? {};
	const { gainNats } = sums.inside ?? sums.all;
	return {
		...{ ...other.contrast, sums, places: placesOf(other.contrast, ids, places) },
		...{
			leftOut: Math.max(0, ids.length - 1) - sums.all.symbols,
			pattern: inside ? (facts as Omit<Inside, "label">) : null,
		},
		better: gainNats > 0 ? "run" : gainNats < 0 ? "against" : null,
	};
}

export interface ExplainedHere extends Explained {
	/** The better network on these symbols, whose units they are; null if neither is. */
	better: "run" | "against" | null;
	/** Symbols read. */
	symbols: number;
}

/** Holds units of the better network at their mean, one pass over the first `limit` symbols for each. */
export async function explained(
	work: Work,
	{ units, ...asked }: PatternsAsked & { units: number; limit: number },
): Promise<ExplainedHere> {
	const opened = openedOf(work);
	const other = otherOf(opened);
	const symbols = Math.min(asked.limit, opened.ids.length);
	const cut = (all: Float64Array<ArrayBuffer>) => all.subarray(0, symbols);
	const { nats, againstNats, gain } = other.contrast!;
	const inside = await insideFor(work, asked);
	const sums = sumsOf({ nats: cut(nats), againstNats: cut(againstNats), gain: cut(gain) }, inside?.label);
	const { gainNats } = sums.inside ?? sums.all;
	if (gainNats === 0) return { better: null, symbols, gainNats, units: [], of: 0 };
	const own = gainNats > 0;
	const found = await explainingUnits(
		own ? opened : other.opened,
		(own ? opened.ids : other.ids).subarray(0, symbols),
		{
			gain: own ? cut(gain) : cut(gain).map((one) => -one),
			...{ label: inside?.label, units, signal: work.signal },
			async onProgress(done, total) {
				work.tell(done, total);
				await work.turn();
			},
		},
	);
	return { ...found, better: own ? "run" : "against", symbols };
}
