/**
 * Backpropagation through time, one step at a time, with every number in range. The gradient of layer l and lane b is
 * kept as a vector near 1 and a power of two, so a float32 engine can report 1e-80, or 1e-800, with its usual relative
 * error of 1e-7 per step. Rescaling by powers of two does not round.
 *
 * Each lane has its own loss, eps_t of one step (`sources`), and lanes do not mix. A gate that float32 rounds to 1 has
 * derivative 0, not 1e-9.
 *
 * Cost: a training step over the same T B symbols (the kernel also computes the weight gradients), and T calls per
 * layer. LSTM of 128 units, 200 lags, B = 32: 0.14 s on one thread of the native engine.
 */

import type { LayerInput } from "../cells/cell.ts";
import { headLosses } from "../cells/heads.ts";
import { outputsOf, statesOf } from "../cells/layout.ts";
import { cellOf, type Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Floats } from "../kernels/kernels.ts";
import { windowStep } from "./windowStep.ts";

// T steps, B lanes, D inputs, H units, V outputs, L layers, G gate blocks, S states; row-major, the last letter moves fastest

/** Gradient of every lane's loss at step t of one layer, each times 2^exponents[b]. Overwritten by the next step. */
export interface LayerFlow {
	dh: Floats; // [B,H] complete dL/dh_t
	dc?: Floats; // [S-1,B,H] complete dL/dc_t of the states after h: lstm [B,H]
	dhLast: Floats; // [B,H] dL/dh_{t-1}, passed to the step before
	dcLast?: Floats; // [S-1,B,H] dL/dc_{t-1}
	exponents: Float64Array; // [B]
}

export interface BackflowOptions {
	/**
	 * Step of each lane's loss, 0..T-1, -1 for none, [B]; or the losses of all steps, as in training; or "backward": what
	 * `window.backward` has just left in `logits`, with its scale and its dropout.
	 */
	sources: ArrayLike<number> | "all" | "backward";
	/** Steps that the passes ran. Default: T. */
	steps?: number;
	/** Last step to visit. Default 0. */
	until?: number;
	/** Removes W_hh: what is left went back in time through c alone (GRU: through z h; plain cell: nothing). */
	withoutRecurrence?: boolean;
	/** Uses one power of two for all lanes of a layer, so that the weight gradients of a step can be added. */
	together?: boolean;
	/** Receives each step's part of the weight gradients, times 2^exponents[0] of the tensor's layer (0 for the head). */
	onWeights?(t: number, gradients: Weights, exponents: readonly number[]): void;
}

/** Goes back from the last step to `until` and yields [L] at each step. Call `window.forward()` first. */
export function* backflow(window: Unrolled, options: BackflowOptions): Generator<{ t: number; layers: LayerFlow[] }> {
	const { engine, weights, B } = window;
	const { symbols: D, hidden: H, layers: L, head } = weights.spec;
	const V = outputsOf(weights.spec);
	const { sources, steps: T = window.T, until = 0, together = false, onWeights } = options;
	const cell = cellOf(weights.spec);
	const scratch = new Weights(engine, weights.spec);
	const owned: Floats[] = [scratch.flat];
	const rows = (width: number) => {
		const array = engine.floats(B * width);
		owned.push(array);
		return array;
	};
	const more = statesOf(weights.spec).length - 1; // states after h
	const mayHave = () => (more > 0 ? rows(more * H) : undefined);
	const carried = Array.from({ length: L }, () => ({
		...{ dhLast: rows(H), dhFirst: rows(H), dcLast: mayHave(), dcFirst: mayHave() },
		...{ dh: rows(H), dc: mayHave(), exponents: new Float64Array(B) },
	}));
	const layerWeights = Array.from({ length: L }, (_, l) => {
		const w = window.layerWeights(l);
		if (!options.withoutRecurrence || w.w_hh.length === 0) return w;
		const w_hh = engine.floats(w.w_hh.length); // zeros
		owned.push(w_hh);
		return { ...w, w_hh };
	});
	let [above, below] = [rows(H), rows(H)];
	const dlogits = rows(V);
	const losses = rows(1);
	const targets = engine.ints(B);
	const values = window.values && new Float64Array(B * V); // [B,V]
	const states = windowStep(window);
	const aboveExponents = new Float64Array(B);
	const masks = carried.map((_, l) => (sources === "backward" ? window.dropoutFactors(l, T) : undefined)); // [T,B,H]
	try {
		for (let t = T - 1; t >= until; t--) {
			if (onWeights) scratch.flat.fill(0);
			const logits = window.logits.subarray(t * B * V, (t + 1) * B * V);
			if (sources === "backward") scoredRows(window, t, dlogits);
			else {
				takeTargets(window, t, sources, { targets, values });
				headLosses(head, { engine, N: B, V, logits, targets, values, scale: 1, losses, dlogits });
			}
			engine.denseBackward({
				...{ N: B, D: H, V, x: stepOf(window.layers[L - 1]!.h, t + 1, B * H), w: weights.tensor("head.weight") },
				...{ dy: dlogits, dx: above, dw: scratch.tensor("head.weight"), db: scratch.tensor("head.bias") },
			});
			aboveExponents.fill(0);
			for (let l = L - 1; l >= 0; l--) {
				const flow = carried[l]!;
				const { exponents, dhFirst, dcFirst } = flow;
				const mask = masks[l];
				for (let k = 0; mask && k < B * H; k++) above[k]! *= mask[t * B * H + k]!;
				bringInRange(B, H, [above], aboveExponents, [flow.dhLast, flow.dcLast], exponents, together);
				cell.backward({
					...{ engine, size: { T: 1, B, H, D: l === 0 ? D : H }, input: inputOf(window, l, t) },
					...{ weights: layerWeights[l]!, state: states.at(l, t), dOut: above },
					...{ dx: l === 0 ? undefined : below, gradients: scratch.layer(l) },
					deltas: { h: flow.dh, c: flow.dc },
					ends: { dhLast: flow.dhLast, dcLast: flow.dcLast, dhFirst, dcFirst },
				});
				if (onWeights) window.maskRecurrent(l, scratch.layer(l).w_hh);
				[flow.dhFirst, flow.dhLast] = [flow.dhLast, dhFirst];
				[flow.dcFirst, flow.dcLast] = [flow.dcLast, dcFirst];
				[above, below] = [below, above];
				aboveExponents.set(exponents);
			}
			onWeights?.(
				t,
				scratch,
				carried.map(({ exponents }) => exponents[0]!),
			);
			yield { t, layers: carried };
		}
	} finally {
		states.free();
		engine.free(...owned, targets);
	}
}

/** Copies the targets of step t, -1 and NaN where a lane has no loss there. */
function takeTargets(
	window: Unrolled,
	t: number,
	sources: ArrayLike<number> | "all",
	{ targets, values }: { targets: Int32Array; values: Float64Array | undefined },
): void {
	const V = outputsOf(window.weights.spec);
	for (let b = 0; b < window.B; b++) {
		const row = t * window.B + b;
		const counts = sources === "all" || sources[b] === t;
		targets[b] = counts ? window.targets[row]! : -1;
		for (let v = 0; values && v < V; v++) values[b * V + v] = counts ? window.values![row * V + v]! : Number.NaN;
	}
}

/** Copies dL/dlogits of step t, with zeros where a row is not scored. */
function scoredRows({ B, logits, targets, values, weights }: Unrolled, t: number, out: Floats): void {
	const V = outputsOf(weights.spec);
	out.set(logits.subarray(t * B * V, (t + 1) * B * V));
	for (let b = 0; b < B; b++) {
		const row = t * B + b;
		const scored = values ? values.subarray(row * V, (row + 1) * V).some((d) => !Number.isNaN(d)) : targets[row]! >= 0;
		if (!scored) out.fill(0, b * V, (b + 1) * V);
	}
}

const stepOf = (x: Floats, t: number, width: number) => x.subarray(t * width, (t + 1) * width);

function inputOf(window: Unrolled, l: number, t: number): LayerInput {
	const { B, x, ids, layers } = window;
	const { symbols: D, hidden: H } = window.weights.spec;
	if (l > 0) return { x: stepOf(layers[l - 1]!.h, t + 1, B * H) };
	return x ? { x: stepOf(x, t, B * D) } : { ids: ids.subarray(t * B, (t + 1) * B) };
}

/**
 * Gives both parts of a sum one power of two per lane, so that the largest element is in [1,2): a part too small for a
 * float is then too small to matter in the sum.
 */
function bringInRange(
	B: number,
	H: number,
	fromAbove: Floats[],
	aboveExponents: Float64Array,
	fromLater: (Floats | undefined)[],
	exponents: Float64Array,
	together: boolean,
): void {
	const wanted = new Float64Array(B);
	for (let b = 0; b < B; b++) {
		const most = (parts: (Floats | undefined)[]) => Math.max(...parts.map((x) => (x ? largest(x, b, B, H) : 0)));
		wanted[b] = Math.max(
			aboveExponents[b]! + Math.floor(Math.log2(most(fromAbove))),
			exponents[b]! + Math.floor(Math.log2(most(fromLater))),
		);
	}
	if (together) wanted.fill(wanted.reduce((a, b) => Math.max(a, b)));
	for (let b = 0; b < B; b++) {
		const e = Number.isFinite(wanted[b]) ? wanted[b]! : 0; // nothing there yet, or not finite
		for (const x of fromAbove) scaleLane(x, b, B, H, aboveExponents[b]! - e);
		for (const x of fromLater) if (x) scaleLane(x, b, B, H, exponents[b]! - e);
		exponents[b] = e;
	}
}

/** Largest |x[:,b,:]|. x: [B,H], or [S-1,B,H]. */
function largest(x: Floats, b: number, B: number, H: number): number {
	let most = 0;
	for (let at = b * H; at < x.length; at += B * H)
		for (let k = at; k < at + H; k++) most = Math.max(most, Math.abs(x[k]!)); // NaN stays NaN
	return most;
}

/** x[:,b,:] *= 2^power, in factors within the range of float32. */
function scaleLane(x: Floats, b: number, B: number, H: number, power: number): void {
	for (let left = power; left !== 0; ) {
		const part = Math.max(-120, Math.min(120, left));
		const factor = 2 ** part;
		for (let at = b * H; at < x.length; at += B * H) for (let k = at; k < at + H; k++) x[k]! *= factor;
		if (part === left || Math.abs(left) > 4000) return;
		left -= part;
	}
}

/** log2 of |x[:,b,:]| 2^exponent: of lane b, over all states of a gradient by c. x: [B,H], or [S-1,B,H]. */
export function logNorm(x: Floats, b: number, B: number, H: number, exponent: number): number {
	let sum = 0;
	for (let at = b * H; at < x.length; at += B * H) for (let k = at; k < at + H; k++) sum += x[k]! ** 2;
	return exponent + Math.log2(sum) / 2;
}
