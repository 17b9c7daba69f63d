/**
 * Mean loss over separate windows of a text, each read from a zero state: the protocol of models with a context of fixed
 * length, such as nanoGPT (Karpathy 2022). nanoGPT draws its windows at random; these lie end to end, so the loss is the
 * same at each call. Models that carry their state are usually better in text that is read without a break.
 */
import { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Part, SymbolReader } from "../../data/corpus.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { EvaluateOptions, Evaluation } from "./evaluate.ts";

// T steps, B lanes; row-major, the last letter moves fastest

const STEPS = 64;
const MOST_LANES = 32;

/** Number of whole windows of `size` symbols in a text; each also needs the symbol after it. */
export const windowsIn = ({ symbols }: Pick<Part, "symbols">, size: number): number =>
	Math.max(0, Math.floor((symbols - 1) / size));

/**
 * Returns the mean loss over all positions of the text's whole windows of `size` symbols. What follows the last whole
 * window is left out. Each lane reads windows that follow each other.
 */
export async function evaluateWindows(
	engine: Engine,
	weights: Weights,
	part: Part,
	size: number,
	{ onProgress, signal }: Pick<EvaluateOptions, "onProgress" | "signal"> = {},
): Promise<Evaluation> {
	const windows = windowsIn(part, size);
	const B = Math.max(1, Math.min(MOST_LANES, windows));
	const first = Array.from({ length: B + 1 }, (_, b) => Math.floor((b * windows) / B)); // first window of each lane
	const most = Math.max(0, ...first.slice(1).map((to, b) => to - first[b]!)); // windows of the longest lane
	const readers: SymbolReader[] = first.slice(0, B).map((window) => part.reader(window * size)); // [B]
	const last = new Int32Array(B); // [B] the symbol read and not yet fed
	for (let b = 0; b < B; b++) last[b] = (await readers[b]!.read(1))[0] ?? -1;
	const pass = new Unrolled(engine, weights, { steps: Math.min(STEPS, size), lanes: B });
	const sum = { nats: 0, scored: 0, unknown: 0, done: 0 };
	try {
		for (let window = 0; window < most; window++) {
			pass.resetState();
			for (let at = 0; at < size; at += pass.T) {
				signal?.throwIfAborted();
				const steps = Math.min(pass.T, size - at);
				pass.ids.fill(-1);
				pass.targets.fill(-1);
				for (let b = 0; b < B; b++) {
					if (first[b]! + window >= first[b + 1]!) continue;
					const symbols = await readers[b]!.read(steps);
					for (let t = 0; t < steps; t++) {
						pass.ids[t * B + b] = last[b]!;
						last[b] = symbols[t]!;
						pass.targets[t * B + b] = symbols[t]!;
						if (symbols[t]! < 0) sum.unknown++;
					}
					sum.done += steps;
				}
				pass.forward({ steps });
				const { lossNats, scored } = pass.loss(steps);
				sum.nats += lossNats;
				sum.scored += scored;
				pass.carry(steps);
				await onProgress?.(sum.done, windows * size);
			}
		}
	} finally {
		pass.free();
	}
	return { symbols: sum.done, lossNats: sum.scored === 0 ? null : sum.nats / sum.scored, unknownSymbols: sum.unknown };
}
