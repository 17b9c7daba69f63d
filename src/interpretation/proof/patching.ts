/**
 * Patching: the values of some units at one position of a text are written at another. The model's predictions are then
 * compared with those before, step by step, and with the effect of patching other units.
 */
import { lossOf, rank, softmax } from "../../cells/likeliest.ts";
import { fail } from "../../errors/index.ts";
import type { Floats } from "../../kernels/kernels.ts";
import type { UnitName } from "../hookNames.ts";
import type { Model, SymbolText } from "../model.ts";
import { windows } from "../stream.ts";
import type { Hooks } from "../visit.ts";
import { otherUnits } from "./otherUnits.ts";
import { lanesFor } from "./variantLanes.ts";
import { variants } from "./variants.ts";

// K variants (0 is the unchanged model, 1 our units), V symbols, A steps from the patched one on

/** The step of a text that reads the symbol `at`, from 0. */
export interface TextPlace {
	text: SymbolText;
	at: number;
}

export interface PatchOptions {
	/** Source of the values. */
	from: TextPlace;
	/** Position that is patched. */
	to: TextPlace;
	/** Number of steps after the patched one to compare, fewer at the text's end. 0 to 65536. Default 100. */
	ahead?: number;
	/** Number of random sets of other units, as many of each value as ours. Default 16. */
	others?: number;
	/** Seed of the random sets. Default 1. */
	seed?: number;
	/** Number of most likely symbols to return, before and after. Default 5. */
	top?: number;
	/** Maximum number of symbols read before either position, from a zero state. Default 4096. */
	warmup?: number;
	/** Called with the symbols of the second text read; return a promise to let other work run. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** Shift of the prediction: Kullback-Leibler divergence of the unpatched from the patched prediction, in nats. */
export interface Effect {
	/** At the patched step. */
	klNats: number;
	/** Summed over all compared steps: a stored value may have its effect much later. */
	sumNats: number;
	/** Largest divergence of one step, in nats. */
	peakNats: number;
	/** Steps from the patched one to the peak. */
	peakAfter: number;
	/** Steps from the patched one to the last with at least a hundredth of the peak; 0 if nothing moved. */
	lasts: number;
	/** True if the effect still lasted at the last compared step. */
	open: boolean;
}

export interface Shift {
	id: number;
	before: number;
	after: number;
}

export interface PatchResult extends Effect {
	/** Values at the two positions. */
	values: { unit: string; from: number; to: number }[];
	/** Symbols read at the two positions, and the actual next symbol at `to`; -1 for none or an unknown one. */
	ids: { from: number; to: number; next: number };
	/** Probabilities of the next symbol and the most likely ones before and after, largest change first. */
	shifts: Shift[];
	/** Divergence at each step, and the symbol read there, -1 for an unknown one, [A]. */
	curve: number[];
	read: number[];
	/** The control units, patched the same way. */
	others: (Effect & { units: string[] })[];
	/** Our units compared with the others by the sum; undefined without others. Rank 1 is the largest shift. */
	beside?: { mean: number; most: number; rank: number };
}

/** Smallest divergence that counts. */
const LEAST_NATS = 1e-9;

/**
 * Patches the units and returns the shift of the predictions.
 * @throws E_SIZE for a position outside its text.
 */
export async function patch(
	model: Model,
	units: readonly [UnitName, ...UnitName[]],
	{ from, to, ahead = 100, others = 16, seed = 1, top = 5, warmup = 4096, onProgress, signal }: PatchOptions,
): Promise<PatchResult> {
	for (const [what, { text, at }] of [
		["from", from],
		["to", to],
	] as const) {
		if (!Number.isInteger(at) || at < 0 || at >= text.symbols)
			throw fail("E_SIZE", { what: `--${what}`, got: at, min: 0, max: text.symbols - 1 });
	}
	const sets = [[...units], ...drawn(units, others, seed)];
	const K = sets.length + 1;
	const names = [...new Set(units.map(({ hook }) => hook.name))];
	const source = await valuesAt(model, from, names, { warmup, signal });
	const start = Math.max(0, to.at - warmup);
	const end = Math.min(to.text.symbols, to.at + 1 + ahead);
	const text = { symbols: end - start, reader: (at: number) => to.text.reader(start + at) };
	const place = to.at - start;
	const here = new Map<string, Float64Array>();
	const hooks: Hooks = Object.fromEntries(
		names.map((name) => [
			name,
			(values: Floats, { at }: { at: Float64Array }) => {
				if (at[0] !== place) return;
				const width = values.length / K;
				here.set(name, Float64Array.from(values.subarray(0, width)));
				for (const [s, set] of sets.entries()) {
					for (const { hook, index } of set)
						if (hook.name === name) values[(s + 1) * width + index] = source.values.get(name)![index]!;
				}
			},
		]),
	);
	const V = model.weights.spec.symbols;
	const curves = sets.map((): number[] => []); // of [A]
	const read: number[] = []; // [A]
	let shifts: Shift[] = [];
	let ids = { from: source.id, to: -1, next: -1 };
	const layer = Math.min(...units.map(({ hook }) => hook.layer));
	const T = Math.min(16, lanesFor(model, 1, 1, K).T);
	await variants(model, text, { hooks, from: layer, K, J: 1, T, warmup: 0, signal }, async ({ lanes, window }) => {
		for (let t = 0; t < lanes.end[0]!; t++) {
			if (lanes.at[0]! + t < place) continue;
			const logits = (v: number) => window.logits.subarray((t * K + v) * V, (t * K + v + 1) * V);
			for (const [s, curve] of curves.entries()) curve.push(divergence(logits(0), logits(s + 1)));
			read.push(lanes.ids[t]!);
			if (lanes.at[0]! + t > place) continue;
			shifts = moved(softmax(logits(0)), softmax(logits(1)), top);
			ids = { ...ids, to: lanes.ids[t]!, next: lanes.targets[t]! };
		}
		await onProgress?.(lanes.done, lanes.total);
	});
	const effects = curves.map(effectOf);
	const [ours, ...theirs] = effects as [Effect, ...Effect[]];
	return {
		...ours,
		values: units.map(({ unit, hook, index }) => {
			return { unit, from: source.values.get(hook.name)![index]!, to: here.get(hook.name)![index]! };
		}),
		...{ ids, shifts, curve: curves[0]!, read },
		others: theirs.map((effect, s) => ({ ...effect, units: sets[s + 1]!.map(({ unit }) => unit) })),
		beside: theirs.length > 0 ? besideOf(ours, theirs) : undefined,
	};
}

/** Random sets of other units, each with as many of each value as ours. None if a value has too few. */
function drawn(units: readonly UnitName[], others: number, seed: number): UnitName[][] {
	const names = [...new Set(units.map(({ hook }) => hook.name))];
	const byName = names.map((name) => units.filter(({ hook }) => hook.name === name));
	const enough = byName.every((own) => own[0]!.hook.width >= 2 * own.length);
	const draw = (n: number) => byName.flatMap((own) => otherUnits(own, own.length, seed + n));
	return enough ? Array.from({ length: others }, (_, n) => draw(n)) : [];
}

/** Returns the values of the step that reads the symbol `at`, by name. */
async function valuesAt(
	model: Model,
	{ text, at }: TextPlace,
	names: readonly string[],
	{ warmup, signal }: { warmup: number; signal?: AbortSignal },
): Promise<{ values: Map<string, Float64Array>; id: number }> {
	const start = Math.max(0, at - warmup);
	const part = { symbols: at + 1 - start, reader: (from: number) => text.reader(start + from) };
	const found = { values: new Map<string, Float64Array>(), id: -1 };
	for await (const { at: first, end, ids, values } of windows(model, part, { names, signal })) {
		if (first[0]! + end[0]! < part.symbols) continue;
		const row = end[0]! - 1;
		found.id = ids[row]!;
		for (const [name, x] of values) {
			const n = x.length / ids.length;
			found.values.set(name, Float64Array.from(x.subarray(row * n, (row + 1) * n)));
		}
	}
	return found;
}

/** Returns the Kullback-Leibler divergence sum p ln(p / q) of the softmax of two rows of logits, [V]; at least 0. */
export function divergence(a: Floats, b: Floats): number {
	const p = softmax(a);
	const shift = lossOf(a, 0) + a[0]! - lossOf(b, 0) - b[0]!; // ln of the sums of exponentials
	let sum = -shift;
	for (let v = 0; v < p.length; v++) sum += p[v]! * (a[v]! - b[v]!);
	return Math.max(0, sum);
}

function effectOf(curve: readonly number[]): Effect {
	const peakNats = Math.max(...curve);
	const moves = peakNats >= LEAST_NATS;
	const lasts = moves ? 1 + curve.findLastIndex((kl) => kl >= peakNats / 100) : 0;
	const peakAfter = moves ? curve.indexOf(peakNats) : 0;
	const sumNats = curve.reduce((sum, kl) => sum + kl, 0);
	return { klNats: curve[0]!, sumNats, peakNats, peakAfter, lasts, open: moves && lasts === curve.length };
}

function moved(before: Float64Array, after: Float64Array, top: number): Shift[] {
	const ids = [...new Set([...rank(before, top), ...rank(after, top)])];
	const shifts = ids.map((id) => ({ id, before: before[id]!, after: after[id]! }));
	return shifts.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || a.id - b.id);
}

function besideOf(ours: Effect, others: readonly Effect[]): NonNullable<PatchResult["beside"]> {
	const values = others.map(({ sumNats }) => sumNats);
	const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
	return { mean, most: Math.max(...values), rank: 1 + values.filter((x) => x >= ours.sumNats).length };
}
