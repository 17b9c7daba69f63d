/**
 * From measurements to findings: what is wrong, how severe, with which evidence, and which remedy. Pure data, without
 * words. All thresholds are here, with their reasons.
 */
import type { Finding, Measured, Remedy } from "./findingTypes.ts";
import type { LayerLags } from "./gradientByLag.ts";
import { isNew, judged, ofReservoir } from "./judgement.ts";
import { lagOfShare } from "./memoryLength.ts";
import { outcomeKind } from "./outcome.ts";
import { stuck } from "./saturation.ts";

export * from "./findingTypes.ts";

/**
 * A gradient below 1 % within fewer steps than this vanishes at any horizon: no dependency of a word's length is
 * learnt.
 */
const SHORT_REACH = 6;
/**
 * Fraction of the horizon below which the gradient vanishes: for a text, and for sequences with one target, which
 * depends on much earlier steps.
 */
const SHORT_SHARE = { each: 1 / 8, once: 1 / 4 };
/** Growth beyond what clipping is meant for. */
const EXPLODED = Math.log2(100);
/** Fraction of saturated units from which a layer counts as stuck. */
const STUCK_UNITS = 0.5;
/** Fraction of the gradient left at the horizon that makes a longer horizon worthwhile. */
const LEFT_AT_HORIZON = 0.1;
const CLIPPED_OFTEN = 0.5;
/** Length of a sequence from which a forget bias of 1, which forgets in about 4 steps, is too small for one target at its end. */
const LONG = 50;
/** Spectral radius of W_hh from which saturated states are put down to it: an orthogonal start has 1. */
const LARGE_RADIUS = 2;
/** Maximum norm recommended where single steps have ruined the weights. */
const RUIN_CLIP = 0.1;
const ORTHOGONAL: Remedy = { id: "init-orthogonal", options: { init: "orthogonal" }, fresh: true };

/**
 * Returns the findings, most severe first; among equals, what prevents learning before what is usual in a trained
 * model. If there is no other, returns one healthy finding.
 */
export function findingsOf(measured: Measured): Finding[] {
	const all = [
		...overflow(measured),
		...ruin(measured),
		...measured.layers.flatMap((_, l) => reach(measured, l)),
		...horizon(measured),
		...clipping(measured),
		...measured.layers.flatMap((_, l) => stuckUnits(measured, l)),
	];
	const found = orAnotherCell(
		measured,
		judged(measured, measured.reservoir ? ofReservoir(all, measured.reservoir) : all),
	);
	found.sort((a, b) => b.severity - a.severity);
	if (found.length > 0) return found;
	const top = carrier(measured.layers.at(-1)!);
	const lag = lagOfShare(top);
	return [{ kind: "healthy", severity: 0, evidence: lag === null ? {} : { lag } }];
}

/** Training without clipping that has made the model worse than one that ignores its input: the weights exploded. */
function ruin({ outcome, clipNorm, clipValue = 0, endLoss: loss }: Measured): Finding[] {
	if (!outcome || loss === undefined || clipNorm > 0 || clipValue > 0) return [];
	if (outcome.baseline === null || outcomeKind({ ...outcome, errorShare: null, loss }) !== "ruined") return [];
	const evidence = { loss, baseline: outcome.baseline };
	const remedy: Remedy = { id: "clip-norm", options: { clipNorm: RUIN_CLIP }, fresh: true };
	return [{ kind: "exploding", severity: 3, evidence, remedy }];
}

/** Returns the curve that determines how far a layer reaches: c if there is one. */
export function carrier({ h, c }: LayerLags) {
	return c ?? h;
}

const log10 = (log2: number) => log2 * Math.log10(2);

function overflow(measured: Measured): Finding[] {
	const { overflowStep } = measured;
	if (overflowStep < 0) return [];
	return [{ kind: "exploding", severity: 3, evidence: { overflowStep }, remedy: tame(measured) }];
}

function reach(measured: Measured, l: number): Finding[] {
	const { recurrent } = measured;
	const { typical } = carrier(measured.layers[l]!);
	const start = typical[0]!;
	if (!Number.isFinite(start) || typical.length < 3) return [];
	const [block] = recurrent[l]!;
	const matrix: Record<string, number> =
		isPlainCell(measured) && block ? { radius: block.radius, largestSingular: block.largestSingular } : {};
	const most = typical.reduce((a, b) => Math.max(a, b), start);
	if (most - start > EXPLODED) {
		const lag = typical.indexOf(most);
		const evidence = { lag, log10Ratio: log10(most - start), ...matrix };
		return [
			{
				kind: "exploding",
				severity: most - start > 3 * EXPLODED ? 3 : 2,
				layer: l,
				evidence,
				remedy: tame(measured),
			},
		];
	}
	const lag = lagOfShare({ typical });
	const short = Math.min(
		measured.horizon,
		Math.max(SHORT_REACH, measured.horizon * SHORT_SHARE[measured.once ? "once" : "each"]),
	);
	if (lag === null || lag >= short) return [];
	const to = Math.min(typical.length - 1, measured.horizon);
	const evidence = { lag, atLag: to, log10Ratio: log10(typical[to]! - start), horizon: measured.horizon, ...matrix };
	return [{ kind: "vanishing", severity: lag < SHORT_REACH ? 3 : 2, layer: l, evidence, ...lengthen(measured) }];
}

/** Remedy for a growing gradient: clipping; if it is clipped already, an orthogonal initialisation. */
function tame(measured: Measured): Remedy {
	const { clipNorm, lr } = measured;
	if (clipNorm === 0 || clipNorm > 1) return { id: "clip-norm", options: { clipNorm: 1 }, fresh: false };
	if (isPlainCell(measured)) return ORTHOGONAL;
	return lowerRate(lr);
}

/** A tenth of the learning rate, from new weights: saturated ones hardly move at any rate. */
function lowerRate(lr: number): Remedy {
	return { id: "lower-rate", options: { lr: Number((lr / 10).toPrecision(2)) }, fresh: true };
}

/**
 * Remedy for a vanishing gradient: of a plain cell another cell, or a penalty on what shrinks it (Pascanu et al. 2013);
 * of a gated one, gates that keep the state for longer; of equations, whose gates have no option, an LSTM.
 */
function lengthen(measured: Measured): Pick<Finding, "remedy" | "others"> {
	const { spec } = measured;
	const omega: Remedy = { id: "omega", options: { omega: 2, init: "smart-tanh" }, fresh: true };
	const [remedy, ...more] =
		spec.cell === "rnn" || spec.cell === "own"
			? [...toLstm(measured), ...(spec.cell === "rnn" && spec.variant === "tanh" ? [omega] : [])]
			: spec.variant === "1997"
				? [ORTHOGONAL]
				: openGates(measured);
	return { remedy: remedy!, ...(more.length > 0 && { others: more }) };
}

/** An LSTM, with the forget biases that a long task needs. */
function toLstm(measured: Measured): Remedy[] {
	const biases = longBiases(measured);
	if (biases.length === 0) return [{ id: "cell-lstm", options: { cell: "lstm" }, fresh: true }];
	return biases.map((forgetBias) => ({ id: "cell-lstm", options: { cell: "lstm", forgetBias }, fresh: true }));
}

/** Gates that keep the state for longer from the start. */
function openGates(measured: Measured): Remedy[] {
	const biases = longBiases(measured);
	return (biases.length > 0 ? biases : [3]).map((forgetBias) => ({
		...{ id: "forget-bias", options: { forgetBias }, fresh: true },
	}));
}

/**
 * Forget biases for one target at the end of a long sequence; none otherwise. Cells that forget after 1 to T steps find
 * what lies anywhere in it, and cells that all forget slowly what lies at its beginning (docs/gradients.md).
 */
function longBiases({ once, horizon }: Measured): (string | number)[] {
	return once && horizon >= LONG ? [`chrono:${horizon}`, 3] : [];
}

/**
 * A lower rate alone seldom helps a plain cell that is no better than its baseline: an LSTM is named with it, unless
 * another finding names one, or the run was trained with it.
 */
function orAnotherCell(measured: Measured, found: Finding[]): Finding[] {
	const { outcome, reservoir, options = {} } = measured;
	const failed = !outcome || ["ignorant", "ruined"].includes(outcomeKind(outcome));
	const namesCell = ({ remedy, others = [] }: Finding) => [remedy, ...others].some((one) => one?.id === "cell-lstm");
	if (reservoir || !failed || !isPlain(measured) || found.some(namesCell)) return found;
	const at = found.findIndex(({ remedy }) => remedy?.id === "lower-rate");
	const others = toLstm(measured).filter((remedy) => isNew(remedy, options));
	return found.map((finding, n) => (n === at && others.length > 0 ? { ...finding, others } : finding));
}

/** Whether a cell has nothing that keeps its state for long: a plain one, or an LSTM without a forget gate. */
const isPlain = (measured: Measured) =>
	isPlainCell(measured) || (measured.spec.cell === "lstm" && measured.spec.variant === "1997");

/** Whether all memory of a cell passes through W_hh. */
const isPlainCell = ({ spec, equations }: Measured) => equations?.plain ?? spec.cell === "rnn";

/**
 * Returns what to try with a model that is no better than its baseline although no finding has a remedy: a cell that
 * remembers for longer, or after a ruin a lower rate. Nothing is returned that the run was trained with.
 */
export function remediesAtChance(measured: Measured): Remedy[] {
	const { outcome, spec, lr, options = {}, reservoir } = measured;
	const kind = outcome ? outcomeKind(outcome) : "ignorant";
	if (reservoir || kind === "solved" || kind === "learned") return [];
	const cells = isPlain(measured) ? toLstm(measured) : [];
	const slower = kind === "ruined" ? [lowerRate(lr)] : [];
	const gates =
		kind === "ignorant" && measured.once && !isPlain(measured) && spec.cell !== "own" ? openGates(measured) : [];
	return [...slower, ...cells, ...gates].filter((remedy) => isNew(remedy, options));
}

/** Stuck gates: below 0.1 in nearly all steps, the unit forgets, takes nothing in, or outputs nothing. */
function stuckUnits({ spec, equations, saturation, recurrent, lr, options = {} }: Measured, l: number): Finding[] {
	const { gates, h } = saturation[l]!;
	const found: Finding[] = [];
	for (const letter of spec.cell === "lstm" ? ["f", "i", "o"] : []) {
		const units = gates[letter] && stuck(gates[letter].low);
		if (units === undefined || units < STUCK_UNITS) continue;
		const remedy: Remedy =
			letter === "f" ? { id: "forget-bias", options: { forgetBias: 1 }, fresh: true } : lowerRate(lr);
		found.push({ kind: "dead", severity: 3, layer: l, where: letter, evidence: { units }, remedy });
	}
	if (h.off) {
		const units = stuck(h.off);
		if (units >= STUCK_UNITS) {
			found.push({ kind: "dead", severity: 2, layer: l, where: "h", evidence: { units }, remedy: lowerRate(lr) });
		}
	}
	const pinned: [string, Float64Array][] = [];
	const f = equations ? equations.h : spec.cell === "rnn" && spec.variant;
	if (f === "tanh") pinned.push(["h", h.high]);
	if (f === "sigmoid") pinned.push(["h", h.low.map((share, k) => share + h.high[k]!)]); // either end
	for (const letter of equations?.tanh ?? ["g", "n"]) if (gates[letter]) pinned.push([letter, gates[letter].high]);
	for (const [where, shares] of pinned) {
		const steps = shares.reduce((sum, share) => sum + share, 0) / shares.length;
		if (steps < STUCK_UNITS) continue;
		const severity = where === "h" ? 2 : 1; // a candidate of +-1 is still gated: the cell works
		const { radius = 0, largestSingular = 0 } = (where === "h" && recurrent[l]![0]) || {};
		// After an orthogonal start, weights that large are the rate's doing.
		const isLarge = radius > LARGE_RADIUS && isNew(ORTHOGONAL, options);
		const evidence = { steps, units: stuck(shares), ...(isLarge && { radius, largestSingular }) };
		const remedy = isLarge ? ORTHOGONAL : lowerRate(lr);
		found.push({ kind: "saturated", severity, layer: l, where, evidence, remedy });
	}
	return found;
}

function horizon({ layers, horizon: k2 }: Measured): Finding[] {
	let left = Number.NEGATIVE_INFINITY;
	for (const layer of layers) {
		const { typical } = carrier(layer);
		if (k2 < typical.length) left = Math.max(left, typical[k2]! - typical[0]!);
	}
	if (!(left > Math.log2(LEFT_AT_HORIZON)) || left > EXPLODED) return [];
	const remedy: Remedy = { id: "longer-horizon", options: { k2: 4 * k2 }, fresh: false };
	return [{ kind: "truncated", severity: 1, evidence: { horizon: k2, share: 2 ** left }, remedy }];
}

/** Recommends raising the limit that was reached most often; if both are set, the other is the alternative. */
function clipping({ clippedShare = 0, cutShare, clipNorm, clipValue = 0 }: Measured): Finding[] {
	if (clippedShare <= CLIPPED_OFTEN || (clipNorm === 0 && clipValue === 0)) return [];
	const norm: Remedy = { id: "larger-clip-norm", options: { clipNorm: 4 * clipNorm }, fresh: false };
	const value: Remedy = { id: "larger-clip-value", options: { clipValue: 4 * clipValue }, fresh: false };
	const both = clipNorm > 0 && clipValue > 0;
	const byValue = clipNorm === 0 || (both && cutShare !== undefined && cutShare >= clippedShare / 2);
	const evidence = {
		share: clippedShare,
		...(clipNorm > 0 && { clipNorm }),
		...(clipValue > 0 && { clipValue }),
		...(both && cutShare !== undefined && { cutShare }),
	};
	const [remedy, other] = byValue ? [value, norm] : [norm, value];
	return [{ kind: "clipped", severity: 1, evidence, remedy, ...(both && { others: [other] }) }];
}
