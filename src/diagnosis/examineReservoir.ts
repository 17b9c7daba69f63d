/**
 * Effect of a driven reservoir on a small change of its state: whether the change dies out (the echo state property,
 * Jaeger 2001), how fast, and how often its units are saturated.
 *
 *   dx_n/dx_{n-1} = (1 - C g) I + C diag(1 - tanh^2 a_n) W,   tanh a_n = (x_n - (1 - C g) x_{n-1}) / C
 *
 * The Lyapunov exponents are those of the products of these Jacobians along the drive (Benettin et al. 1980). Output
 * feedback is not included: under teacher forcing it does not change with the state.
 */

import { eigenvalues, orthonormalise, rankTolerance, singularValues } from "../algebra/decompositions.ts";
import type { Reservoir } from "../cells/esn.ts";
import { RandomStream } from "../kernels/random.ts";
import type { Finding } from "./findings.ts";
import { EXACT_STATE } from "./jacobian.ts";
import { drawAgain } from "./judgement.ts";
import { matrixNorm } from "./recurrentBlocks.ts";

// N units, T steps, p exponents

export interface ReservoirExamination {
	/** Steps measured, without the washout. */
	steps: number;
	/** Largest singular value of W; below 1 the plain reservoir forgets its initial state under every input. */
	largestSingular: number;
	/** Lyapunov exponents, nats per step, largest first; below 0 a change dies out. */
	lyapunov: Float64Array; // [p]
	/** Steps until a change has shrunk to 1 %; null if it does not. */
	echo: number | null;
	/** Singular values of the last step's Jacobian, largest first; absent above 256 units. */
	singular?: Float64Array; // [N]
	/**
	 * Eigenvalues of (1 - C g) I + C W, the Jacobian of a step in the linear range of tanh, largest modulus first; absent
	 * above 256 units.
	 */
	eigenvalues?: [re: number, im: number][];
	/**
	 * Size of a change of the state k steps after it was 1 in a random direction: log10 of the geometric mean over
	 * `steps / K` such changes; null if one became 0.
	 */
	change: (number | null)[]; // [K+1]
	/** Histogram of tanh a_n over units and steps, as fractions in 40 equal bins of -1..1. */
	activation: number[]; // [40]
	/** Fraction of units and steps with |tanh a_n| above .9. */
	saturated: number;
	findings: Finding[];
}

const EXPONENTS = 4;
const FLAT = 0.9;
const PARTS = 40;
/** Largest lag of the change. */
const LAGS = 100;
/** Fraction of saturated units and steps above which smaller inputs are recommended. */
const OFTEN_FLAT = 0.5;

export interface ReservoirDrive {
	inputs: Float64Array; // [T,D]
	/** Output of the previous step, if it is fed back. */
	before?: Float64Array; // [T,V]
	/** Number of steps T, 1 or more. */
	steps: number;
	/** Number of first steps that are run but not measured. Default a fifth of the steps. */
	washout?: number;
}

/**
 * Examines a reservoir.
 * @param w [N,N] the reservoir's W. Cost T p N^2, and the singular values of an N x N matrix.
 */
export function examineReservoir(
	reservoir: Reservoir,
	w: Float64Array,
	{ inputs, before, steps: T, washout = Math.floor(T / 5) }: ReservoirDrive,
	options: { spectralRadius: number; inputScale: number },
): ReservoirExamination {
	const { units: N, inputs: D, feedback: V, gain, leak } = reservoir.spec;
	const keep = 1 - gain * leak;
	const p = Math.min(EXPONENTS, N);
	const random = new RandomStream(1, "lyapunov");
	const q = Float64Array.from({ length: p * N }, () => random.normal()); // [p,N] directions
	orthonormalise(q, p, N);
	const sums = new Float64Array(p);
	const slope = new Float64Array(N); // 1 - tanh^2 a_n
	let flat = 0;
	const steps = T - washout;
	const K = Math.max(1, Math.min(LAGS, Math.floor(steps / 4)));
	const change = new Float64Array(K + 1); // sums of ln
	const moved = new Float64Array(N); // the current change, normalised
	let log = 0;
	const parts = new Float64Array(PARTS);
	reservoir.reset();
	let x = Float64Array.from(reservoir.state); // x_{n-1}
	for (let n = 0; n < T; n++) {
		reservoir.step(inputs.subarray(n * D, (n + 1) * D), before?.subarray(n * V, (n + 1) * V));
		const now = Float64Array.from(reservoir.state);
		for (let j = 0; j < N; j++) {
			const a = (now[j]! - keep * x[j]!) / gain; // tanh a_n
			slope[j] = 1 - a * a;
			if (n < washout) continue;
			if (Math.abs(a) > FLAT) flat++;
			parts[Math.min(PARTS - 1, Math.floor((PARTS * (a + 1)) / 2))]!++;
		}
		x = now;
		for (let k = 0; k < p; k++) ahead(q.subarray(k * N, (k + 1) * N), w, slope, keep, gain);
		const growth = orthonormalise(q, p, N, rankTolerance(N, 64));
		if (n < washout) continue;
		for (let k = 0; k < p; k++) sums[k]! += Math.log(growth[k]!);
		const lag = ((n - washout) % K) + 1;
		if (lag === 1) {
			for (let j = 0; j < N; j++) moved[j] = random.normal();
			orthonormalise(moved, 1, N);
			log = 0;
		}
		ahead(moved, w, slope, keep, gain);
		log += Math.log(orthonormalise(moved, 1, N)[0]!);
		if (n - washout < K * Math.floor(steps / K)) change[lag]! += log;
	}
	const lyapunov = sums
		.map((sum) => sum / steps)
		.sort()
		.reverse();
	const exact = N <= EXACT_STATE;
	const jacobian = w.map((value, i) => {
		return gain * slope[Math.floor(i / N)]! * value + (i % (N + 1) === 0 ? keep : 0);
	});
	const found = {
		steps,
		largestSingular: matrixNorm(w, N),
		lyapunov,
		echo: lyapunov[0]! < 0 ? Math.max(1, Math.ceil(Math.log(0.01) / lyapunov[0]!)) : null,
		...(exact && { singular: singularValues(jacobian, N, N), eigenvalues: spectrumOf(w, N, keep, gain) }),
		change: Array.from(change, (sum) => {
			return Number.isFinite(sum) ? sum / Math.floor(steps / K) / Math.LN10 : null;
		}),
		activation: Array.from(parts, (count) => count / (steps * N)),
		saturated: flat / (steps * N),
	};
	return { ...found, findings: findings(found, options) };
}

function spectrumOf(w: Float64Array, N: number, keep: number, gain: number): [number, number][] {
	const { re, im } = eigenvalues(
		w.map((value, i) => gain * value + (i % (N + 1) === 0 ? keep : 0)),
		N,
	);
	return Array.from(re, (x, i) => [x, im[i]!]);
}

/** q := J q. */
function ahead(q: Float64Array, w: Float64Array, slope: Float64Array, keep: number, gain: number): void {
	const N = q.length;
	const from = q.slice();
	for (let i = 0; i < N; i++) {
		let sum = 0;
		for (let j = 0; j < N; j++) sum += w[i * N + j]! * from[j]!;
		q[i] = keep * from[i]! + gain * slope[i]! * sum;
	}
}

function findings(
	{ lyapunov, saturated, echo }: Omit<ReservoirExamination, "findings">,
	{ spectralRadius, inputScale }: { spectralRadius: number; inputScale: number },
): Finding[] {
	const found: Finding[] = [];
	const drawn = { spectralRadius, inputScale };
	if (echo === null) {
		const evidence = { lyapunovNats: lyapunov[0]!, spectralRadius };
		found.push({ kind: "exploding", severity: 3, evidence, remedy: drawAgain(drawn, true) });
	}
	if (saturated > OFTEN_FLAT) {
		const evidence = { steps: saturated, inputScale };
		found.push({ kind: "saturated", severity: 2, where: "state", evidence, remedy: drawAgain(drawn, false) });
	}
	if (found.length === 0)
		found.push({
			...{ kind: "healthy", severity: 0 },
			evidence: { lag: echo!, ...(lyapunov[0]! > Number.NEGATIVE_INFINITY && { lyapunovNats: lyapunov[0]! }) },
		});
	return found;
}
