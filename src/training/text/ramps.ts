/**
 * Ramps of the updates of a run on a text: small ones first, so that there are more of them from the same symbols.
 *
 *   rampLength A:F   k1 begins at A steps (sequence length warm-up: Li, Zhang & He 2022); k2 shrinks with it
 *   rampBatch A:F    an update begins with A lanes (Smith, Kindermans, Ying & Le 2018)
 *
 * Each grows to its whole value over the first fraction F of the budget, in sizes that divide the whole value: about twice
 * as large each time, for equal fractions of the budget. The fraction spent alone sets the size, as it sets the learning
 * rate, which a ramp leaves as it is.
 *
 * A ramp cuts batches and leaves the order of the text: all lanes read on from where they are. A batch of k1 steps of B
 * lanes that is cut into groups of lanes is a round of B / lanes updates, group after group. A round keeps its size.
 */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";

/** A ramp as it is given: its first size, and the fraction of the budget in which it grows. */
export type RampOption = `${number}:${number}`;

/** Size of an update. */
export interface UpdateSize {
	/** Lanes that it reads. */
	lanes: number;
	/** Steps that it reads of each. */
	k1: number;
	/** Largest number of steps that its gradient travels back. */
	k2: number;
}

/** The options that set the sizes of updates. */
interface RampedOptions {
	batch: number;
	k1: number;
	k2: number;
	rampLength?: RampOption;
	rampBatch?: RampOption;
	shards?: number;
	syncEvery?: number;
}

/** Each ramp with the option that is its whole value. */
const RAMPS = { rampLength: "k1", rampBatch: "batch" } as const;
type RampName = keyof typeof RAMPS;

/** @throws E_OPTION for a ramp of another form, whose first size does not divide the whole, or with ranks' own lanes. */
export function checkRamps(options: RampedOptions, where: string): void {
	for (const option of Object.keys(RAMPS) as RampName[]) sizesOf(options, option, where);
	if (options.rampBatch === undefined) return;
	const other = (["shards", "syncEvery"] as const).find((name) => options[name] !== undefined);
	if (other) throw fail("E_OPTION", { option: "rampBatch", why: { reason: "together", with: other }, where });
}

/** Sizes of one ramp, the whole one last, and the fraction of the budget before it. */
function sizesOf(options: RampedOptions, option: RampName, where: string): { sizes: number[]; until: number } {
	const given = options[option];
	const of = RAMPS[option];
	const whole = options[of];
	if (given === undefined) return { sizes: [whole], until: 0 };
	const [, first, fraction] = /^(\d{1,7}):(\d*\.?\d+)$/.exec(given) ?? [];
	const [from, until] = [Number(first), Number(fraction)];
	if (!(from >= 1 && until > 0 && until <= 1)) {
		const why = { reason: "form", forms: ["A:F (A >= 1, 0 < F <= 1)"], such: ["16:0.25"], got: shown(given) } as const;
		throw fail("E_OPTION", { option, why, where });
	}
	if (whole % from !== 0) throw fail("E_OPTION", { option, why: { reason: "divisor", of, whole, got: from }, where });
	const sizes = [from];
	while (sizes.at(-1)! < whole) sizes.push(nextSize(sizes.at(-1)!, whole));
	return { sizes, until };
}

/** The largest divisor of `whole` up to twice `size`; if there is none above `size`, the next one. */
function nextSize(size: number, whole: number): number {
	for (let next = 2 * size; next > size; next--) if (whole % next === 0) return next;
	let next = 2 * size + 1;
	while (whole % next !== 0) next++;
	return next;
}

/** The ramps of a run; without `rampLength` and `rampBatch` every update has the whole size. */
export class Ramps {
	readonly whole: UpdateSize;
	readonly #length: ReturnType<typeof sizesOf>;
	readonly #batch: ReturnType<typeof sizesOf>;

	constructor(options: RampedOptions) {
		const { batch: lanes, k1, k2 } = options;
		this.whole = { lanes, k1, k2 };
		this.#length = sizesOf(options, "rampLength", "options");
		this.#batch = sizesOf(options, "rampBatch", "options");
	}

	/** Size of a round that begins at this fraction of the budget, 0..1. */
	at(share: number): UpdateSize {
		const { whole } = this;
		const k1 = sizeAt(this.#length, share);
		return { lanes: sizeAt(this.#batch, share), k1, k2: Math.ceil((whole.k2 * k1) / whole.k1) };
	}

	/** Symbols that are read up to this fraction of the updates, 0..1, as a fraction of those without a ramp. */
	work(share: number): number {
		const ends = [...endsOf(this.#length), ...endsOf(this.#batch), share];
		const edges = [0, ...ends.filter((end) => end <= share).sort((a, b) => a - b)];
		const { lanes, k1 } = this.whole;
		return edges.slice(1).reduce((sum, end, n) => {
			const from = edges[n]!;
			const size = this.at((from + end) / 2);
			return sum + ((end - from) * size.lanes * size.k1) / (lanes * k1);
		}, 0);
	}
}

function sizeAt({ sizes, until }: ReturnType<typeof sizesOf>, share: number): number {
	const growing = sizes.length - 1;
	if (growing === 0 || share >= until) return sizes[growing]!;
	return sizes[Math.min(growing - 1, Math.floor((share / until) * growing))]!;
}

/** Fractions of the budget at which a size ends. */
function endsOf({ sizes, until }: ReturnType<typeof sizesOf>): number[] {
	const growing = sizes.length - 1;
	return sizes.slice(1).map((_, n) => ((n + 1) * until) / growing);
}
