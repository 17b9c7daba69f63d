/** Whether a network has learned more of a text than how often each symbol occurs: if not, no unit of it tracks anything yet. */
import { symbolLosses } from "../analysis/losses.ts";
import type { Model } from "../model.ts";

export interface Learned {
	/** Mean loss of the network, in nats per symbol. */
	lossNats: number;
	/** Mean loss of the symbols' frequencies in the same text, in nats per symbol. */
	baselineNats: number;
	/** Whether the loss is above nine tenths of that baseline. */
	little: boolean;
}

/** Symbols from the start of the text that are read. */
export const LEARNED_SYMBOLS = 8192;
const LITTLE = 0.9;

export async function learnedOf(model: Model, ids: Int32Array, signal?: AbortSignal): Promise<Learned> {
	const read = ids.subarray(0, LEARNED_SYMBOLS);
	const nats = await symbolLosses(model, read, { signal });
	const counts = new Map<number, number>();
	let [sum, scored] = [0, 0];
	for (const [at, loss] of nats.entries()) {
		if (Number.isNaN(loss)) continue;
		sum += loss;
		scored++;
		counts.set(read[at]!, (counts.get(read[at]!) ?? 0) + 1);
	}
	let baselineNats = 0;
	for (const count of counts.values()) baselineNats -= (count / scored) * Math.log(count / scored);
	const lossNats = sum / Math.max(1, scored);
	return { lossNats, baselineNats, little: lossNats > LITTLE * baselineNats };
}
