/**
 * The units of the better of two networks whose removal brings their difference back: each is held at its mean while the
 * text is read again in one piece, and the rise of the loss is compared, symbol by symbol, with the gain.
 */
import { statesOf } from "../../cells/layout.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { hooksOf, parseUnit, type UnitName } from "../hookNames.ts";
import { lanesFor } from "../proof/variantLanes.ts";
import { variants } from "../proof/variants.ts";
import { bySpread, UnitSpread } from "../reading/unitSpread.ts";
import { type Model, textOf, windows } from "../stream.ts";

// S symbols, K variants (0 is the unchanged network), H units of a value

export interface ExplainOptions {
	/** Gain of this network over the other at each symbol, NaN where it is not compared. [S] */
	gain: Float64Array;
	/** 1 where the pattern holds after a symbol was read, [S]: units are held at their mean where it is 0, and judged where it is 1. */
	label?: Uint8Array | undefined;
	/** Units to measure, those first that move most beyond what the current symbol explains. */
	units: number;
	/** Progress in symbols read by variants of the network. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal | undefined;
}

export interface ExplainingUnit {
	unit: string;
	/** What it was held at in every step: its mean outside the pattern, or over the text. */
	heldAt: number;
	/** Sum of the rise of the loss over the compared symbols: inside the pattern if there is one. */
	riseNats: number;
	/** The same divided by the sum of the gain there: 1 brings the whole difference back. */
	share: number;
	/** Sum of the rise outside the pattern; null without one. */
	outsideNats: number | null;
	/** Correlation of rise and gain over the same symbols: 1 if it rises where the other network is worse. */
	correlation: number;
}

export interface Explained {
	/** Sum of the gain over the compared symbols, inside the pattern if there is one. */
	gainNats: number;
	/** The units measured, those first that bring back most. */
	units: ExplainingUnit[];
	/** States of the network, of which as many were measured. */
	of: number;
}

/** Units that are held in parallel. */
const GROUP = 16;

export async function explainingUnits(model: Model, ids: Int32Array, options: ExplainOptions): Promise<Explained> {
	const { gain, label, units: most, onProgress, signal } = options;
	const { spec } = model.weights;
	const kept = statesOf(spec).length > 1 ? "c" : "h";
	const names = hooksOf(spec).flatMap(({ kind, name }) => (kind === kept ? [name] : []));
	const { means, order } = await meansOf(model, ids, { names, label, signal });
	const measured = order.slice(0, most).map((u) => {
		const unit = `${names[Math.floor(u / spec.hidden)]}.${u % spec.hidden}`;
		return { own: parseUnit(spec, unit), heldAt: means[u]! };
	});
	const groups = names.flatMap((name) => inGroups(measured.filter(({ own }) => own.hook.name === name)));
	const counts = (at: number) => !Number.isNaN(gain[at]!) && (!label || label[at - 1] === 1);
	let gainNats = 0;
	for (let t = 1; t < gain.length; t++) if (counts(t)) gainNats += gain[t]!;
	const found: Omit<ExplainingUnit, "share">[] = [];
	const total = groups.length * ids.length;
	for (const [n, group] of groups.entries()) {
		const rises = await risesOf(model, ids, group, {
			signal,
			onProgress: (done) => onProgress?.(n * ids.length + done, total),
		});
		for (const [k, { own, heldAt }] of group.entries())
			found.push({ unit: own.unit, heldAt, ...judged(rises[k]!, gain, label) });
	}
	found.sort((a, b) => b.riseNats - a.riseNats || (a.unit < b.unit ? -1 : 1));
	return { gainNats, units: found.map((one) => ({ ...one, share: one.riseNats / gainNats })), of: means.length };
}

interface Held {
	own: UnitName;
	heldAt: number;
}

const inGroups = (all: readonly Held[]): Held[][] =>
	Array.from({ length: Math.ceil(all.length / GROUP) }, (_, n) => all.slice(n * GROUP, (n + 1) * GROUP));

/** Means of all states, outside the pattern if there is one, and the states by informative spread. */
async function meansOf(
	model: Model,
	ids: Int32Array,
	{
		names,
		label,
		signal,
	}: { names: readonly string[]; label: Uint8Array | undefined; signal: AbortSignal | undefined },
): Promise<{ means: Float64Array; order: number[] }> {
	const H = model.weights.spec.hidden;
	const sums = new Float64Array(names.length * H);
	const spread = new UnitSpread(names, model.weights.spec);
	let counted = 0;
	for await (const { at, end, values } of windows(model, textOf(ids), { names, signal })) {
		const read = names.map((name) => values.get(name)!);
		spread.add(ids.subarray(at[0]!, at[0]! + end[0]!), read);
		for (let t = 0; t < end[0]!; t++) {
			if (label?.[at[0]! + t]) continue;
			counted++;
			for (const [v, x] of read.entries()) for (let k = 0; k < H; k++) sums[v * H + k]! += x[t * H + k]!;
		}
	}
	return { means: sums.map((sum) => sum / Math.max(1, counted)), order: [...bySpread(spread.spreads())] };
}

/** The rise of the loss at every symbol with each unit of a group held; all are units of one value. [S] each */
async function risesOf(
	model: Model,
	ids: Int32Array,
	group: readonly Held[],
	{ onProgress, signal }: { onProgress(done: number): void | Promise<void>; signal: AbortSignal | undefined },
): Promise<Float64Array[]> {
	const { hook } = group[0]!.own;
	const K = group.length + 1;
	const rises = group.map(() => new Float64Array(ids.length).fill(Number.NaN));
	const hold = (values: Floats) => {
		for (const [k, { own, heldAt }] of group.entries()) values[(k + 1) * hook.width + own.index] = heldAt;
	};
	const text = textOf(ids);
	const { T } = lanesFor(model, ids.length, ids.length, K); // one lane: the text in one piece
	const run = { hooks: { [hook.name]: hold }, from: hook.layer, K, J: 1, T, warmup: 0, signal };
	await variants(model, text, run, async ({ lanes: { at, end, done }, window: { losses, targets } }) => {
		for (let t = 0; t < end[0]!; t++) {
			if (targets[t * K]! < 0) continue;
			for (let k = 1; k < K; k++) rises[k - 1]![at[0]! + t + 1] = losses[t * K + k]! - losses[t * K]!;
		}
		await onProgress(done);
	});
	return rises;
}

function judged(
	rise: Float64Array,
	gain: Float64Array,
	label: Uint8Array | undefined,
): Pick<ExplainingUnit, "riseNats" | "outsideNats" | "correlation"> {
	const sums = { n: 0, rise: 0, gain: 0, rises: 0, gains: 0, both: 0, outside: 0 };
	for (let t = 1; t < gain.length; t++) {
		const [x, y] = [rise[t]!, gain[t]!];
		if (Number.isNaN(x) || Number.isNaN(y)) continue;
		if (label && label[t - 1] !== 1) {
			sums.outside += x;
			continue;
		}
		sums.n++;
		sums.rise += x;
		sums.gain += y;
		sums.rises += x * x;
		sums.gains += y * y;
		sums.both += x * y;
	}
	const n = Math.max(1, sums.n);
	const spread = (sum: number, squares: number) => Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
	const scale = spread(sums.rise, sums.rises) * spread(sums.gain, sums.gains);
	const correlation = scale > 0 ? (sums.both / n - (sums.rise * sums.gain) / n ** 2) / scale : 0;
	return { riseNats: sums.rise, outsideNats: label ? sums.outside : null, correlation };
}
