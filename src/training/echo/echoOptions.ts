/** Options of an echo state network: its own, and those shared with networks trained by gradient descent. */
import { number, open, type Rule, whole } from "../options/rules.ts";

/** Options of an echo state network. A value out of its range is refused (E_OPTION), never clamped. */
export interface EchoOptions {
	/** An echo state network. */
	cell: "esn";
	/** Reservoir units, N. Range: 1 to 16384. Default: 256. */
	hidden: number;
	/** Seed of the reservoir and the batches. Range: 0 to 9007199254740991. Default: 1. */
	seed: number;
	/** Batch size, in sequences; a series is one sequence, so 1. Range: 1 to 65536. Default: 32. */
	batch: number;
	/** Sequence length of a task, L or A..B. For a series, the length of its training part. Default: the task's own. */
	length: string;
	/** Training batches; not for a series. Range: 1 to 1e12. Default: as many as give 20 scored steps per readout input. */
	steps?: number;
	/**
	 * Spectral radius of W (esn only). If leak < 1, the radius of (1 - leak) I + leak W determines the memory. Range: 0 to
	 * 100. Default: 0.9.
	 */
	spectralRadius: number;
	/** Scale s of the input weights, U(-s, s) (esn only). Range: 0 to 1e6. Default: 0.5. */
	inputScale: number;
	/** Scale s of the biases, U(-s, s) (esn only). Without biases, input -u gives state -x. Range: 0 to 1e6. Default: 0.2. */
	biasScale: number;
	/**
	 * Leak rate alpha in x_n = (1 - alpha) x_{n-1} + alpha tanh(a_n) (esn only). 1: no leak. Range: 1e-6 to 1. Default: 1.
	 */
	leak: number;
	/** Fraction of non-zero elements of W (esn only). Range: 1e-6 to 1. Default: 0.1. */
	density: number;
	/**
	 * Scale s of the output feedback weights, U(-s, s) (esn only, on a task with regression). 0: no feedback. Range: 0 to
	 * 1e6. Default: 0.
	 */
	feedback: number;
	/**
	 * First steps excluded from training (esn only), fewer than the shortest sequence has. Range: 0 to 1e6. Default: a tenth
	 * of the shortest sequence, at most 100.
	 */
	washout?: number;
	/**
	 * Ridge parameter lambda of the readout's regression (esn only). 0: none. Range: 0 to 1e12. Default: the one of 1e-12,
	 * 1e-10, ..., 1e4 with the lowest validation loss.
	 */
	ridge?: number;
	/**
	 * Scale s of the noise U(-s, s) in the tanh during training (esn only). It stabilises free-running forecasts. 0: none.
	 * Range: 0 to 1000. Default: 0.
	 */
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
