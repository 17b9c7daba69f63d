/**
 * Initial weights of a reservoir (Jaeger 2001): a sparse random W rescaled to a given spectral radius, and input,
 * feedback and bias weights of given sizes. With leaky units, the radius of (1 - C g) I + C W is the one that should be
 * below 1.
 */

import { largestStepped } from "../algebra/spectrum.ts";
import type { ReservoirSpec } from "../cells/esn.ts";
import { fail } from "../errors/index.ts";
import { checksOf } from "../errors/request.ts";
import type { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";

// N units, D inputs, V outputs fed back

export interface ReservoirStart {
	/** Spectral radius of W, 0 or more. Below 1 the plain reservoir forgets its initial state. Default 0.95. */
	spectralRadius?: number;
	/** Fraction of W's elements that are not zero, above 0, up to 1. Default 0.1. */
	density?: number;
	/** Scale s of the input weights. Default 1. */
	inputScale?: number;
	/** Input weights: U(-s, s), or 0, s and -s with probabilities 1/2, 1/4 and 1/4. Default uniform. */
	inputDraw?: "uniform" | "ternary";
	/** Scale s of the feedback weights U(-s, s). Default 1. */
	feedbackScale?: number;
	/** Scale s of the bias U(-s, s). Default 0. */
	biasScale?: number;
}

export interface StartedReservoir {
	w_in: Float64Array; // [N,D+V]
	w: Float64Array; // [N,N]
	b: Float64Array; // [N]
	/** Spectral radius of (1 - C g) I + C W; it determines how long the leaky reservoir remembers. */
	effectiveRadius: number;
}

/** Fraction of the time spent on the draw. */
const DRAWN = 0.2;

/**
 * Draws the weights of a reservoir.
 * @throws E_OPTION for a value out of range, or a W so sparse that its spectral radius is 0.
 */
export function startReservoir(spec: ReservoirSpec, start: ReservoirStart, random: RandomStream): StartedReservoir {
	return atOnce(drawReservoir(spec, start, random));
}

/** `startReservoir` in pieces. It takes seconds from 3000 units on; at 8000, half a gigabyte and a minute. */
export function* drawReservoir(
	spec: ReservoirSpec,
	start: ReservoirStart,
	random: RandomStream,
): Work<StartedReservoir> {
	const { units: N, inputs: D, feedback: V, gain = 1, leak = 1 } = spec;
	const { spectralRadius: wanted = 0.95, density = 0.1, inputDraw = "uniform" } = start;
	const { inputScale = 1, feedbackScale = 1, biasScale = 0 } = start;
	within("spectralRadius", wanted, wanted >= 0 && wanted <= 100, { reason: "number", min: 0, max: 100 });
	within("density", density, density > 0 && density <= 1, { reason: "above", min: 0, max: 1 });
	for (const [name, value] of Object.entries({ inputScale, feedbackScale, biasScale })) {
		within(name, value, value >= 0 && value <= 1e6, { reason: "number", min: 0, max: 1e6 });
	}
	const symmetric = (s: number) => s * (2 * random.uniform() - 1);
	const ternary = (s: number, u: number) => (u < 0.5 ? 0 : u < 0.75 ? s : -s);
	const w = new Float64Array(N * N);
	for (let i = 0; i < N; i++) {
		for (let j = 0; j < N; j++) if (random.uniform() < density) w[i * N + j] = symmetric(1);
		if (i % 16 === 15) yield (DRAWN * i) / N;
	}
	const keep = 1 - gain * leak;
	const passes = keep === 0 ? 1 : 2;
	const radius = yield* pass(largestStepped(w, N, 0, 1), 0, passes);
	if (radius === 0 && wanted > 0) {
		const why = { reason: "denser", units: N, radius: wanted, got: String(density) } as const;
		throw fail("E_OPTION", { option: "density", why, where: WHERE });
	}
	const factor = radius === 0 ? 0 : wanted / radius;
	for (let i = 0; i < w.length; i++) w[i]! *= factor;
	const w_in = new Float64Array(N * (D + V));
	for (let i = 0; i < w_in.length; i++) {
		const fed = i % (D + V) >= D;
		w_in[i] = fed
			? symmetric(feedbackScale)
			: inputDraw === "uniform"
				? symmetric(inputScale)
				: ternary(inputScale, random.uniform());
	}
	const b = Float64Array.from({ length: N }, () => symmetric(biasScale));
	const effectiveRadius = keep === 0 ? gain * wanted : yield* pass(largestStepped(w, N, keep, gain), 1, passes);
	return { w_in, w, b, effectiveRadius };
}

/** One of the `count` passes over W that share the rest of the time. */
function* pass(work: Work<number>, done: number, count: number): Work<number> {
	for (;;) {
		const { done: ended, value } = work.next();
		if (ended) return value;
		yield DRAWN + ((1 - DRAWN) * (done + value)) / count;
	}
}

const WHERE = "reservoir";
const within = checksOf(WHERE);
