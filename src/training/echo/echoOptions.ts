/** Options of an echo state network: its own, and those shared with networks trained by gradient descent. */
import { number, open, type Rule, whole } from "../options/rules.ts";

export interface EchoOptions {
	cell: "esn";
	/** Number of reservoir units, N. Default: 256. */
	hidden: number;
	seed: number;
	/** Batch size, in sequences; 1 for a series. Default: 32. */
	batch: number;
	/** Sequence length of a task, L or A..B; for a series, the length of its training part. */
	length: string;
	/** Number of training batches. Default: as many as give 20 scored steps per readout input. */
	steps?: number;
	/** Spectral radius of W. If leak < 1, the radius of (1 - leak) I + leak W determines the memory. Default: 0.9. */
	spectralRadius: number;
	/** Scale s of the input weights, U(-s, s). Default: 0.5. */
	inputScale: number;
	/** Scale s of the biases, U(-s, s). Without biases, input -u gives state -x. Default: 0.2. */
	biasScale: number;
	/** Leak rate alpha in x_n = (1 - alpha) x_{n-1} + alpha tanh(a_n), above 0, at most 1. Default: 1. */
	leak: number;
	/** Fraction of non-zero elements of W. Default: 0.1. */
	density: number;
	/** Scale s of the output feedback weights, U(-s, s); 0: no feedback. Regression only. Default: 0. */
	feedback: number;
	/** Number of first steps excluded from training. Default: a tenth of the shortest sequence, at most 100. */
	washout?: number;
	/** Ridge parameter lambda. Default: the one of 1e-12, 1e-10, ..., 1e4 with the lowest validation loss. */
	ridge?: number;
	/** Scale s of the noise U(-s, s) in the tanh during training. It stabilises free-running forecasts. Default: 0. */
	stateNoise: number;
}

/** Rules of the options that only an echo state network has. */
export const ECHO_OPTION_RULES = {
	spectralRadius: number(0.9, 0, 100),
	inputScale: number(0.5, 0, 1e6),
	biasScale: number(0.2, 0, 1e6),
	leak: number(1, 1e-6, 1),
	density: number(0.1, 1e-6, 1),
	feedback: number(0, 0, 1e6),
	washout: whole(undefined, 0, 1_000_000),
	ridge: number(undefined, 0, 1e12),
	stateNoise: number(0, 0, 1e3),
} as const satisfies Record<string, Rule>;

/** Returns the number of first steps excluded from training, for sequences of at least `steps` steps. */
export function washoutOf({ washout }: Pick<EchoOptions, "washout">, steps: number): number {
	return washout ?? Math.min(100, Math.floor(steps / 10));
}

/** Rules of the options shared with networks trained by gradient descent. */
export const ECHO_SHARED_RULES = {
	hidden: whole(256, 1, 16384),
	batch: whole(32, 1, 65536),
	length: open,
	steps: whole(undefined, 1, 1e12),
	seed: whole(1, 0, Number.MAX_SAFE_INTEGER),
} as const satisfies Record<string, Rule>;
