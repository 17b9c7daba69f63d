/**
 * What the loss of a window says about each of its states: dL/dh_t and dL/dc_t of every step, layer, sequence and unit,
 * L as the backward pass had it, dropout and scale included (without Omega and penalties, which are no loss of a step).
 * Norms are powers of ten, so that one of 1e-80 is 1e-80 where float32 has 0.
 */
import { statesOf } from "../cells/layout.ts";
import type { Unrolled } from "../cells/unroll.ts";
import { backflow, logNorm } from "./backflow.ts";
import { logSum, toLog10 } from "./logNumbers.ts";

// T steps, B sequences, H units; row-major, the last letter moves fastest

export interface LayerDeltas {
	dh: Float64Array; // [T,B,H] complete dL/dh_t, the share of later steps included
	dc?: Float64Array; // [T,B,H] complete dL/dc_t: lstm, and equations with two states
	log10H: Float64Array; // [T] log10 of the norm of dh over sequences and units; -Infinity is exactly 0
	log10C?: Float64Array; // [T]
}

/** Deltas of the first `steps` steps by layer. Call it after `window.backward()`, before the window changes. */
export function windowDeltas(window: Unrolled, steps = window.T): LayerDeltas[] {
	const { B, weights } = window;
	const { hidden: H, layers } = weights.spec;
	const twoStates = statesOf(weights.spec).length === 2;
	const found = Array.from({ length: layers }, (): LayerDeltas => {
		const own = { dh: new Float64Array(steps * B * H), log10H: new Float64Array(steps) };
		return twoStates ? { ...own, dc: own.dh.slice(), log10C: own.log10H.slice() } : own;
	});
	for (const { t, layers: flows } of backflow(window, { sources: "backward", steps })) {
		for (const [l, { dh, dc, exponents }] of flows.entries()) {
			const { dh: outH, dc: outC, log10H, log10C } = found[l]!;
			for (let k = 0; k < B * H; k++) {
				const scale = 2 ** exponents[Math.floor(k / H)]!;
				outH[t * B * H + k] = scale * dh[k]!;
				if (outC) outC[t * B * H + k] = scale * dc![k]!;
			}
			const logs = (x: typeof dh) => Float64Array.from(exponents, (e, b) => 2 * logNorm(x, b, B, H, e));
			log10H[t] = toLog10(logSum(logs(dh)) / 2);
			if (log10C) log10C[t] = toLog10(logSum(logs(dc!)) / 2);
		}
	}
	return found;
}
