/**
 * Proof by intervention: a unit is clamped or scaled while a text is read, and the loss is compared, symbol by symbol,
 * with that of the unchanged model and with the same intervention on other units. All variants are read in parallel, as
 * lanes of one window; the layers below the unit's are computed once for all.
 */
import { fail } from "../../errors/index.ts";
import type { Floats } from "../../kernels/kernels.ts";
import type { UnitName } from "../hookNames.ts";
import type { Model, SymbolText } from "../model.ts";
import { needBoth, needBothOf } from "./inside.ts";
import { type Change, type Hit, type Losses, Measured } from "./measured.ts";
import { otherUnits } from "./otherUnits.ts";
import { unitMeans } from "./unitMeans.ts";
import { lanesFor } from "./variantLanes.ts";
import { variants } from "./variants.ts";

// S symbols, T steps, J lanes of the text, K variants (0 is the unchanged model, 1 our unit), B = K J lanes, H units

/**
 * The intervention on a unit. `to`: clamp it at 0, at its mean over the text, or at its mean where the pattern does not
 * hold. `value`: clamp it at this. `factor`: multiply it by this.
 */
export type Act = { to: "zero" | "mean" | "outside" } | { value: number } | { factor: number };

export interface InterveneOptions {
	act: Act;
	/** 1 where the pattern holds after a symbol was read, else 0, [S]. Default none: nothing is inside. */
	label?: Uint8Array;
	/** Number of units of the same value treated the same way, at most. Default 16. */
	others?: number;
	/** Seed that selects them. Default 1. */
	seed?: number;
	/** Symbols that each lane reads from a zero state before its own. Default 256. */
	warmup?: number;
	/** Number of most affected symbols to return. Default 8. */
	worst?: number;
	/** Called after each window with the work done; return a promise to let other work run. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

export interface Treated {
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** Value it was clamped at; undefined if it was scaled. */
	heldAt?: number;
	/** Change of the loss, in nats per symbol: everywhere, inside and outside the pattern. */
	change: Change;
}

/** Comparison of the change with that of the other units. */
export interface Beside {
	/** Mean, standard deviation and extremes of the other units' changes. */
	mean: number;
	deviation: number;
	least: number;
	most: number;
	/** 1 if our unit's change is above all others; their number + 1 if it is above none. */
	rank: number;
}

/**
 * onlyInside: the loss rises inside, and outside by less than a tenth of that. moreInside: it rises inside, more than
 * outside. everywhere: it rises inside, but not significantly more than outside. moreOutside: it rises outside, more
 * than inside. needed: it rises (no pattern given). nothing: it does not rise significantly. A rise is significant if
 * its 95 % interval is above 1e-4 nats, a difference if its interval is above 0.
 */
export type Verdict = "onlyInside" | "moreInside" | "everywhere" | "moreOutside" | "needed" | "nothing";

export interface InterveneResult extends Treated, Losses {
	/** Where the loss rises. */
	verdict: Verdict;
	/** The control units, treated the same way. */
	others: Treated[];
	/** Our unit compared with the others, for each change; empty without others. */
	beside: Partial<Record<keyof Change, Beside>>;
	/** Predicted symbols whose summed loss our unit raised the most. */
	worst: Hit[];
	/** Parallel lanes in which the text was read. */
	lanes: number;
	/** Symbols that each lane reads before its own part; they do not count. */
	warmup: number;
}

/** Smallest rise that counts, nats per symbol. */
const LEAST_RISE = 1e-4;

/**
 * Intervenes on the unit `own` and returns the changes of the loss.
 * @throws E_PATTERN_CONSTANT for a label that is 0 or 1 wherever a symbol is predicted; E_HOOK_NAME.
 */
export async function intervene(
	model: Model,
	text: SymbolText,
	own: UnitName,
	options: InterveneOptions,
): Promise<InterveneResult> {
	const { act, label, others: count = 16, seed = 1, warmup = 256, worst = 8, onProgress, signal } = options;
	const S = text.symbols;
	if (label) needBoth(label, S - 1);
	if ("to" in act && act.to === "outside" && !label)
		throw fail("E_INTERNAL", { what: "held at its mean outside, without a label" });
	const units = [own, ...otherUnits([own], count, seed)];
	const K = units.length + 1;
	const { J, T } = lanesFor(model, S, warmup, K);
	const first = "to" in act && act.to !== "zero" ? S : 0;
	const total = first + K * S;
	const tell = (done: number) => onProgress?.(done, total);
	const means =
		first > 0 && "to" in act
			? await unitMeans(model, text, units, {
					warmup,
					signal,
					label: act.to === "outside" ? label : undefined,
					onProgress: tell,
				})
			: undefined;
	const heldAt = units.map((_, u) => ("value" in act ? act.value : "to" in act ? (means?.[u] ?? 0) : undefined));
	const factor = "factor" in act ? act.factor : 1;
	const { hook } = own;
	const treat = (values: Floats) => {
		for (let v = 1; v < K; v++) {
			const held = heldAt[v - 1];
			for (let j = 0; j < J; j++) {
				const at = (v * J + j) * hook.width + units[v - 1]!.index;
				values[at] = held ?? factor * values[at]!;
			}
		}
	};
	const measured = new Measured(K, S, label, model.weights.spec.symbols);
	await variants(
		model,
		text,
		{ hooks: { [hook.name]: treat }, from: hook.layer, K, J, T, warmup, signal },
		async (window) => {
			measured.add(window);
			await tell(first + K * window.lanes.done);
		},
	);
	const facts = measured.facts();
	if (label) needBothOf(facts.insideSymbols, facts.symbols);
	const treated = units.map(({ unit }, u): Treated => ({ unit, heldAt: heldAt[u], change: measured.change(u + 1) }));
	const [ours, ...others] = treated as [Treated, ...Treated[]];
	return {
		...ours,
		...facts,
		others,
		verdict: verdictOf(ours.change),
		beside: besideOf(ours, others),
		worst: measured.worst(worst),
		lanes: J,
		warmup: J > 1 ? warmup : 0,
	};
}

function besideOf(ours: Treated, others: readonly Treated[]): InterveneResult["beside"] {
	if (others.length === 0) return {};
	const kinds = Object.keys(ours.change) as (keyof Change)[];
	return Object.fromEntries(
		kinds.map((kind) => {
			const values = others.map(({ change }) => change[kind]!.mean);
			const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
			const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
			const deviation = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
			const rank = 1 + values.filter((x) => x >= ours.change[kind]!.mean).length;
			return [kind, { mean, deviation, least: Math.min(...values), most: Math.max(...values), rank }];
		}),
	);
}

function verdictOf({ all, inside, outside, difference }: Change): Verdict {
	if (!inside || !outside || !difference) return all.low > LEAST_RISE ? "needed" : "nothing";
	if (outside.low > LEAST_RISE && difference.high < 0) return "moreOutside";
	if (!(inside.low > LEAST_RISE)) return "nothing";
	if (difference.low > 0) return outside.mean < inside.mean / 10 ? "onlyInside" : "moreInside";
	return "everywhere";
}
