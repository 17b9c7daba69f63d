/** Calls about one unit: its page, what holding or scaling it costs, and what the network then writes. */
import { clampHooks } from "../../../../src/interpretation/clamp.ts";
import { parseUnit } from "../../../../src/interpretation/hookNames.ts";
import { Hooked } from "../../../../src/interpretation/hooks.ts";
import { type Inside, insideOf, needBoth } from "../../../../src/interpretation/proof/inside.ts";
import { type Act, type InterveneResult, intervene } from "../../../../src/interpretation/proof/intervention.ts";
import { unitMeans } from "../../../../src/interpretation/proof/unitMeans.ts";
import { type UnitPage, unitPage } from "../../../../src/interpretation/unit/unitPage.ts";
import { type SampledSymbol, sample, sampleWith } from "../../../../src/training/text/sampling.ts";
import { labelled, type PatternsAsked, textUpTo } from "./labelling.ts";
import { openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

/** Reports progress and lets cancels in, after each window. */
const watched = (work: Work) => ({
	async onProgress(done: number, total: number) {
		work.tell(done, total);
		await work.turn();
	},
	signal: work.signal,
});

/** What `sluice cells show` does. */
export async function aboutUnit(
	work: Work,
	{ unit, best, ...asked }: PatternsAsked & { unit: string; best: number; limit: number },
): Promise<UnitPage> {
	const opened = openedOf(work);
	const labels = async () => (await labelled(work, asked)).labels;
	const own = parseUnit(opened.weights.spec, unit);
	return unitPage(opened, textUpTo(opened, asked.limit), own, { best, labels, ...watched(work) });
}

export interface Held extends Omit<InterveneResult, "worst"> {
	pattern: Omit<Inside, "label"> | null;
	worst: (InterveneResult["worst"][number] & { symbol: string })[];
}

/** What `sluice cells ablate`, `clamp` and `scale` do. */
export async function hold(
	work: Work,
	{ unit, act, ...asked }: PatternsAsked & { unit: string; act: Act; limit: number },
): Promise<Held> {
	const opened = openedOf(work);
	const inside = asked.patterns ? insideOf((await labelled(work, asked)).labels) : undefined;
	const { label, ...facts } = inside ?? {};
	const own = parseUnit(opened.weights.spec, unit);
	const { worst, ...found } = await intervene(opened, textUpTo(opened, asked.limit), own, {
		...{ act, label, others: 16, seed: 1 },
		...watched(work),
	});
	return {
		...found,
		pattern: label ? (facts as Omit<Inside, "label">) : null,
		worst: worst.map((hit) => ({ ...hit, symbol: opened.vocabulary.label(hit.id) })),
	};
}

/**
 * The value at which `hold` holds the unit at a mean, without the losses.
 * @throws E_PATTERN_CONSTANT for a pattern that never or always holds, as `hold` does.
 */
export async function heldMean(
	work: Work,
	{ unit, to, ...asked }: PatternsAsked & { unit: string; to: "mean" | "outside"; limit: number },
): Promise<number> {
	const opened = openedOf(work);
	const label = to === "outside" ? insideOf((await labelled(work, asked)).labels).label : undefined;
	const { signal, onProgress } = watched(work);
	const text = textUpTo(opened, asked.limit);
	if (label) needBoth(label, text.symbols - 1);
	const own = parseUnit(opened.weights.spec, unit);
	const hooks = { ...(label && { label }), signal, onProgress: (done: number) => onProgress(done, text.symbols) };
	const [mean] = await unitMeans(opened, text, [own], { warmup: 256, ...hooks });
	return mean!;
}

export interface TwoSamples {
	/** The text of each, and the ids. */
	original: string;
	changed: string;
	/** Index in `changed` of the first character that differs; null if none does. */
	first: number | null;
	/** Whether every probability is the same, bit for bit. */
	sameBits: boolean;
	unknown: number;
}

export interface SampleAsked {
	unit: string;
	/** Held at a value, or multiplied. */
	act: { value: number } | { factor: number };
	prompt: string;
	length: number;
	seed: number;
}

/** Writes from one seed without the change and with it; `sluice sample --clamp` writes the same for a held unit. */
export async function twoSamples(work: Work, { unit, act, prompt, length, seed }: SampleAsked): Promise<TwoSamples> {
	const { engine, weights, vocabulary } = openedOf(work);
	const own = parseUnit(weights.spec, unit);
	const ids = vocabulary.encode(prompt === "" ? "\n" : prompt);
	const factor = "factor" in act ? act.factor : 1;
	const hooks =
		"value" in act
			? clampHooks([{ ...own, value: act.value }])
			: {
					[own.hook.name](values: { [at: number]: number; length: number }) {
						for (let at = own.index; at < values.length; at += own.hook.width) values[at] = factor * values[at]!;
					},
				};
	const hooked = new Hooked({ engine, weights }, hooks);
	const plain = [...sample(engine, weights, ids, { length, seed })];
	const changed: SampledSymbol[] = [];
	try {
		for (const one of sampleWith(hooked, ids, { length, seed })) {
			changed.push(one);
			if (changed.length % 64 === 0) await work.turn();
			work.signal.throwIfAborted();
		}
	} finally {
		hooked.free();
	}
	const text = (written: { id: number }[]) => vocabulary.decode(written.map(({ id }) => id));
	const [before, after] = [text(plain), text(changed)];
	let first = 0;
	while (first < before.length && before[first] === after[first]) first++;
	return {
		...{ original: before, changed: after, first: first === before.length ? null : first },
		sameBits: plain.every(({ id, probability }, n) => changed[n]!.id === id && changed[n]!.probability === probability),
		unknown: prompt === "" ? 0 : ids.filter((id) => id < 0).length,
	};
}
