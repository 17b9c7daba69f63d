/**
 * The workloads, the useful operations in them, and the timing loop shared by all JavaScript contenders. Runs in Node
 * and in a page: no imports, no files.
 */

/** Symbols of the vocabulary. */
export const V = 98;

/**
 * W1 to W4: one training step = forward, backward, clipping by global norm at 5, Adam; the state is carried from step
 * to step. W5: generation, one symbol at a time, drawn from the softmax. W5-bfloat16: the same with bfloat16 weights.
 * @type {Record<string, {cell: "lstm" | "gru" | "rnn", layers: number, hidden: number, batch: number, steps: number,
 * bfloat16?: boolean}>}
 */
export const WORKLOADS = {
	W1: { cell: "lstm", layers: 1, hidden: 128, batch: 50, steps: 50 },
	W2: { cell: "lstm", layers: 2, hidden: 512, batch: 100, steps: 100 },
	W3: { cell: "rnn", layers: 1, hidden: 50, batch: 20, steps: 100 },
	W4: { cell: "gru", layers: 2, hidden: 256, batch: 50, steps: 50 },
	W5: { cell: "lstm", layers: 2, hidden: 512, batch: 1, steps: 1 },
	"W5-bfloat16": { cell: "lstm", layers: 2, hidden: 512, batch: 1, steps: 1, bfloat16: true },
};

export const LEARNING_RATE = 2e-3;
export const CLIP_NORM = 5;
/** Symbols that W5 generates between two readings of the clock. */
export const WRITTEN = 50;

/** "GRU 2x256, batch 50, T 50". */
export function describe(name) {
	const { cell, layers, hidden, batch, steps, bfloat16 } = WORKLOADS[name];
	const model = `${cell.toUpperCase()} ${layers}x${hidden}${bfloat16 ? ", weights in bfloat16" : ""}`;
	return isGeneration(name) ? `${model}, writing one symbol at a time` : `${model}, batch ${batch}, T ${steps}`;
}

export function isGeneration(name) {
	return name.startsWith("W5");
}

export function tokensPerStep(name) {
	return WORKLOADS[name].batch * WORKLOADS[name].steps;
}

/** Multiply-adds per token in the forward pass: recurrent, inter-layer and output products. One-hot input counts 0. */
function multiplyAdds(name) {
	const { cell, layers, hidden: H } = WORKLOADS[name];
	const gates = { lstm: 4, gru: 3, rnn: 1 }[cell];
	return gates * H * H * (2 * layers - 1) + H * V;
}

/** Useful floating-point operations per token: 2 per multiply-add; training counts three forward passes. */
export function usefulFlop(name) {
	return (isGeneration(name) ? 2 : 6) * multiplyAdds(name);
}

/** Bytes of weights that W5 must read per symbol: 4 per float, 2 per bfloat16. */
export function weightBytes(name) {
	return (WORKLOADS[name].bfloat16 ? 2 : 4) * multiplyAdds(name);
}

/** 98 characters: printable ASCII, tab, line feed, and one of two bytes. */
const ALPHABET = [...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)), "\t", "\n", "é"];

/** Returns a text of `length` random characters that starts with all 98, the same for the same seed. */
export function randomText(length, seed = 1) {
	let x = seed >>> 0 || 1; // xorshift32, Marsaglia 2003
	const characters = [...ALPHABET];
	while (characters.length < length) {
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		characters.push(ALPHABET[(x >>> 0) % V]);
	}
	return characters.join("");
}

export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Calls `step` for `seconds` after two calls that are not counted (at least five calls, at most four minutes), and
 * reports the median call. `meter` is started and stopped around the counted calls. `onFirst` is called after the first
 * call.
 * @param {() => unknown} step
 * @param {{tokens: number, seconds: number, meter?: {start(): void, stop(): object}, onFirst?: () => void}} options
 */
export async function timeSteps(step, { tokens, seconds, meter, onFirst }) {
	const [warm, least, mostMs] = [2, 5, 240_000];
	const times = [];
	const begin = performance.now();
	let end = Infinity;
	for (let n = 0; ; n++) {
		if (n === warm) {
			meter?.start();
			end = performance.now() + seconds * 1000;
		}
		const from = performance.now();
		await step();
		const to = performance.now();
		if (n === 0) onFirst?.();
		if (n >= warm) times.push(to - from);
		if ((n + 1 >= least && to > end) || (times.length > 0 && to - begin > mostMs)) break;
	}
	const load = meter?.stop() ?? {};
	times.sort((a, b) => a - b);
	const stepMs = median(times);
	const at = (share) => times[Math.floor(share * (times.length - 1))];
	return {
		tokensPerSecond: (tokens / stepMs) * 1000,
		stepMs,
		p10Ms: at(0.1),
		p90Ms: at(0.9),
		steps: times.length,
		...load,
	};
}
