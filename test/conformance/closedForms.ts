/** The optimisers by their closed forms: moments as weighted sums of all gradients so far, not step by step. */
import type { Floats, OptimizerName, Update } from "../../src/kernels/kernels.ts";

const gradients = [
	[0.3, -1.7, 0.02, 2.9, -0.4],
	[-0.8, 0.6, 1.1, -2.2, 0.05],
	[1.3, 0.9, -0.7, 0.1, -3.1],
	[0.2, -0.3, 0.5, 1.9, 0.8],
];
const start = [0.7, -0.4, 1.2, -2.1, 0.3];

const settings = { lr: 0.05, beta1: 0.8, beta2: 0.9, eps: 1e-3 };
const extras = [
	{ weightDecay: 0, gradScale: 1, clipValue: Number.POSITIVE_INFINITY },
	{ weightDecay: 0.2, gradScale: 0.7, clipValue: 0.9, decayed: 3 },
	{ weightDecay: 0.1, gradScale: 1.5, clipValue: 1 },
];

export const optimizers: OptimizerName[] = ["sgd", "momentum", "rmsprop", "adam", "adamw"];

/** Largest difference, in any weight after any of 4 steps, between `update` and the closed form of `kind`. */
export function worstOf(update: (u: Update) => void, kind: OptimizerName, floats: (n: number) => Floats): number {
	let worst = 0;
	for (const extra of extras) {
		const n = start.length;
		const arrays = { w: floats(n), g: floats(n), m: floats(n), v: floats(n) };
		arrays.w.set(start);
		const wanted = [...start];
		const history: number[][] = []; // g' of every step
		for (const [at, g] of gradients.entries()) {
			arrays.g.set(g);
			update({ kind, n, ...arrays, ...settings, ...extra, step: at + 1 });
			history.push(g.map((gj, j) => effective(kind, gj, wanted[j], j, extra)));
			for (const [j, w] of wanted.entries()) {
				wanted[j] =
					w -
					stepOf(
						kind,
						history.map((step) => step[j]),
					) -
					decoupled(kind, w, j, extra);
				worst = Math.max(worst, Math.abs(arrays.w[j] - wanted[j])); // NaN stays NaN
			}
		}
	}
	return worst;
}

type Extra = (typeof extras)[number];

const decays = (j: number, { decayed = start.length }: Extra) => j < decayed;

function effective(kind: OptimizerName, g: number, w: number, j: number, extra: Extra): number {
	const scaled = extra.gradScale * g;
	const clipped = Math.abs(scaled) > extra.clipValue ? Math.sign(scaled) * extra.clipValue : scaled;
	return clipped + (kind !== "adamw" && decays(j, extra) ? extra.weightDecay * w : 0);
}

function decoupled(kind: OptimizerName, w: number, j: number, extra: Extra): number {
	return kind === "adamw" && decays(j, extra) ? settings.lr * extra.weightDecay * w : 0;
}

/** What the last of these gradients moves the weight by. */
function stepOf(kind: OptimizerName, history: number[]): number {
	const { lr, beta1, beta2, eps } = settings;
	const t = history.length;
	const fading = (beta: number, power: number) =>
		history.reduce((sum, g, s) => sum + beta ** (t - 1 - s) * g ** power, 0);
	if (kind === "sgd") return lr * history[t - 1];
	if (kind === "momentum") return lr * fading(beta1, 1);
	if (kind === "rmsprop") return (lr * history[t - 1]) / (Math.sqrt((1 - beta2) * fading(beta2, 2)) + eps);
	// 1 - beta^t = (1 - beta) (1 + beta + ... + beta^{t-1}): the bias correction makes both moments weighted means.
	const weights = (beta: number) => history.reduce((sum, _, s) => sum + beta ** s, 0);
	return (lr * (fading(beta1, 1) / weights(beta1))) / (Math.sqrt(fading(beta2, 2) / weights(beta2)) + eps);
}
