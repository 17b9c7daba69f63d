/**
 * How far the past of an echo state network reaches into the loss of some steps: |dL/dh_t| of each step before them, and
 * what of it went through the leak alone, without W. It is the echo that fades; training follows none of it.
 */
import { backThroughEcho, type EchoFlow } from "./echoGradient.ts";
import { lossAt } from "./echoModel.ts";
import type { EchoStates } from "./echoStates.ts";
import { size } from "./explainEcho.ts";

// S steps, N units

export interface EchoWay {
	/** Index of the oldest step. */
	first: number;
	/** Number of steps with a loss that counts, and the mean of these losses, L, in the unit of the head. */
	scored: number;
	cost: number;
	/** log2 |dL/dh_t|, oldest first; -Infinity is an exact zero. [S] */
	h: Float64Array;
	/** log2 of what came back through the leak alone; absent if C g = 1, where nothing does. [S] */
	memory?: Float64Array;
	/** 1 - C g: the fraction of the state that is kept. */
	keep: number;
}

export interface EchoWayOptions {
	/** First step whose loss counts, from 0. */
	step: number;
	/** Later steps whose losses count too, 0 to 65536; fewer at the end. */
	ahead: number;
	/** Steps to go back before `step`, 0 to 65536; fewer at the start. */
	back: number;
	signal?: AbortSignal;
}

/** Follows the loss back through the sequence. @throws E_SIZE for a step that does not exist. */
export function echoWay(states: EchoStates, { step, ahead, back, signal }: EchoWayOptions): EchoWay {
	const { model, sequence } = states;
	size("step", step, sequence.steps - 1);
	size("ahead", ahead, 1 << 16);
	size("back", back, 1 << 16);
	const first = Math.max(0, step - back);
	const to = Math.min(sequence.steps, step + ahead + 1);
	const window = states.window(first, to, signal);
	const { outputs: V, gain, leak } = model;
	const losses = Array.from({ length: to - step }, (_, n) => {
		const at = step + n - first;
		return lossAt(model, sequence, step + n, window.y.slice(at * V, (at + 1) * V)).loss;
	}).filter((loss) => loss !== null);
	const scored = losses.length;
	const keep = 1 - gain * leak;
	const h = new Float64Array(window.steps);
	const memory = new Float64Array(window.steps);
	let alone: Float64Array | undefined; // what went through the leak alone, to be multiplied by 2^power
	let power = 0;
	for (const flow of backThroughEcho(model, sequence, window, step)) {
		const at = flow.t - first;
		h[at] = logNorm(flow.values.get("d.h")!, flow.exponent) - Math.log2(Math.max(1, scored));
		const above = flow.values.get("d.h.above")!;
		if (flow.t >= step) alone = above.map((one, k) => one + keep * (alone?.[k] ?? 0));
		else power += Math.log2(keep);
		memory[at] = logNorm(alone!, power) - Math.log2(Math.max(1, scored));
	}
	const cost = losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, scored);
	return { first, scored, cost, h, keep, ...(keep > 0 && { memory }) };
}

/** log2 of the length of a vector that is to be multiplied by 2^exponent. */
function logNorm(values: NonNullable<ReturnType<EchoFlow["values"]["get"]>>, exponent: number): number {
	const most = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
	if (most === 0) return Number.NEGATIVE_INFINITY;
	const squares = values.reduce((sum, one) => sum + (one / most) ** 2, 0);
	return Math.log2(most) + Math.log2(squares) / 2 + exponent;
}
