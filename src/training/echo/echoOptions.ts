/** Options of an echo state network: its own, and those that it shares with networks that are trained by their gradient. */
import { number, open, type Rule, whole } from "../options/rules.ts";

export interface EchoOptions {
	cell: "esn";
	/** N, units of the reservoir. */
	hidden: number;
	seed: number;
	/** Sequences of a task driven side by side; 1 of a series. */
	batch: number;
	/** Length of a task's sequences, L or A..B; of a series that of its training part. */
	length: string;
	/** Batches to learn from; unless given, as many as give 20 scored steps for each input of the readout. */
	steps?: number;
	/** Of W. With a leak below 1 it is the radius of (1 - leak) I + leak W that decides how long an echo lasts. */
	spectralRadius: number;
	/** Input weights are U(-s, s). */
	inputScale: number;
	/** Biases are U(-s, s): without them the reservoir answers -u with -x. */
	biasScale: number;
	/** alpha in x_n = (1 - alpha) x_{n-1} + alpha tanh(a_n), above 0; 1 keeps nothing. */
	leak: number;
	/** Share of W's elements that are not 0. */
	density: number;
	/** Weights that feed the output back are U(-s, s); 0: none. Regression only. */
	feedback: number;
	/** First steps of a sequence that are not learned from; unless given a tenth of the shortest, at most 100. */
	washout?: number;
	/** lambda of the regression; unless given the one of 1e-12, 1e-10 ... 1e4 that validates best. */
	ridge?: number;
	/** Noise U(-s, s) inside the tanh while it learns: a readout that bears it runs on more stably. */
	stateNoise: number;
}

/** Those that only it has. */
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

/** First steps that are not learned from, of sequences of `steps` steps at least. */
export function washoutOf({ washout }: Pick<EchoOptions, "washout">, steps: number): number {
	return washout ?? Math.min(100, Math.floor(steps / 10));
}

/** Those that it shares with networks that are trained by their gradient. */
export const ECHO_SHARED_RULES = {
	hidden: whole(256, 1, 16384),
	batch: whole(32, 1, 65536),
	length: open,
	steps: whole(undefined, 1, 1e12),
	seed: whole(1, 0, Number.MAX_SAFE_INTEGER),
} as const satisfies Record<string, Rule>;
