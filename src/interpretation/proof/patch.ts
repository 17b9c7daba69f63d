/**
 * Patching: the values of some units, as they are at one place of a text, are put in their place at another, and what the
 * model then expects is compared with what it expected before, step after step, and with what patching other units does.
 */
import { lossOf, rank, softmax } from "../../cells/likeliest.ts";
import { fail } from "../../errors/index.ts";
import type { Floats } from "../../kernels/kernels.ts";
import type { Model, SymbolText } from "../model.ts";
import type { UnitName } from "../names.ts";
import { windows } from "../stream.ts";
import type { Hooks } from "../visit.ts";
import { lanesFor } from "./lanes.ts";
import { otherUnits } from "./otherUnits.ts";
import { variants } from "./variants.ts";

// K variants (0 is the model as it is, 1 ours), V symbols, A steps from the patched one on

/** The step of a text that reads the symbol `at`, from 0. */
export interface TextPlace {
	text: SymbolText;
	at: number;
}

export interface PatchOptions {
	/** Whose values are carried over. */
	from: TextPlace;
	/** Where they are put. */
	to: TextPlace;
	/** Steps after the patched one that are compared too, fewer at the text's end. 0 to 65536. Default 100. */
	ahead?: number;
	/** Draws of other units, as many of each value as ours. Default 16. */
	others?: number;
	/** Default 1. */
	seed?: number;
	/** Likeliest symbols told, before and after. Default 5. */
	top?: number;
	/** Symbols read before either place, from a zero state, at most. Default 4096. */
	warmup?: number;
	/** Called with the symbols of the second text that were read; return a promise to let others have a turn. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** How far the expectation moved: Kullback-Leibler divergence of what was expected without from with, in nats. */
export interface Effect {
	/** At the patched step. */
	klNats: number;
	/** Summed over all steps that were compared: what a unit stores may tell much later. */
	sumNats: number;
	peakNats: number;
	/** Steps from the patched one to the peak. */
	peakAfter: number;
	/** Steps from the patched one up to the last with a hundredth of the peak or more; 0 where nothing moved. */
	lasts: number;
	/** Whether it still lasted at the last step that was compared. */
	open: boolean;
}

export interface Shift {
	id: number;
	before: number;
	after: number;
}

export interface PatchResult extends Effect {
	/** Values at the two places. */
	values: { unit: string; from: number; to: number }[];
	/** Symbols read at the two places, and the one that came next at `to`; -1 for none or an unknown one. */
	ids: { from: number; to: number; next: number };
	/** Probabilities of the next symbol, of the likeliest before and the likeliest after, most moved first. */
	shifts: Shift[];
	/** Divergence at each step, and the symbol that was read there, -1 for an unknown one, [A]. */
	curve: number[];
	read: number[];
	others: (Effect & { units: string[] })[];
	/** Ours beside the others by the sum; undefined without others. Rank 1 moved it the most. */
	beside?: { mean: number; most: number; rank: number };
}

/** A divergence below this is none. */
const LEAST_NATS = 1e-9;

/** @throws E_SIZE for a place beyond its text. */
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

/** Draws of other units: of each value as many as ours. None where a value has too few. */
function drawn(units: readonly UnitName[], others: number, seed: number): UnitName[][] {
	const names = [...new Set(units.map(({ hook }) => hook.name))];
	const byName = names.map((name) => units.filter(({ hook }) => hook.name === name));
	const enough = byName.every((own) => own[0]!.hook.width >= 2 * own.length);
	const draw = (n: number) => byName.flatMap((own) => otherUnits(own, own.length, seed + n));
	return enough ? Array.from({ length: others }, (_, n) => draw(n)) : [];
}

/** Values of the step that reads the symbol `at`, by name. */
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

/** Sum of p ln(p / q) over what two rows of logits, [V], say; 0 at least. */
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
