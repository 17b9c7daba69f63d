/** Runs a workload on Sluice as users do: `Trainer` over a corpus in memory, or `sample`. In Node and in a page. */
import { Weights } from "../dist/src/cells/weights.js";
import { openCorpus } from "../dist/src/data/corpus.js";
import { bytesSource } from "../dist/src/data/source.js";
import { RandomStream } from "../dist/src/kernels/random.js";
import { startWeights } from "../dist/src/remedies/starts.js";
import { modelOf, parseOptions } from "../dist/src/training/options.js";
import { sample } from "../dist/src/training/sampling.js";
import { Trainer } from "../dist/src/training/trainer.js";
import {
	CLIP_NORM,
	isGeneration,
	LEARNING_RATE,
	randomText,
	timeSteps,
	tokensPerStep,
	V,
	WORKLOADS,
	WRITTEN,
} from "./workloads.mjs";

/** Training options of a workload: the peers' Adam and clipping. */
function optionsOf(name) {
	const { cell, layers, hidden, batch, steps: k1 } = WORKLOADS[name];
	const rule = {
		optimizer: "adam",
		lr: LEARNING_RATE,
		beta2: 0.999,
		clipNorm: CLIP_NORM,
		schedule: "constant",
		warmup: 0,
	};
	return parseOptions({ cell, layers, hidden, batch, k1, steps: 1e9, ...rule }, name);
}

/** @param {{seconds: number, meter?: {start(): void, stop(): object}}} timing */
export function runWorkload(engine, name, timing) {
	return isGeneration(name) ? write(engine, name, timing) : train(engine, name, timing);
}

async function train(engine, name, timing) {
	const tokens = tokensPerStep(name);
	const text = new TextEncoder().encode(randomText(8 * tokens + 1 + WORKLOADS[name].batch));
	const corpus = await openCorpus(bytesSource("random", text), { split: [100, 0, 0] });
	if (corpus.vocabulary.size !== V) throw new Error(`${corpus.vocabulary.size} symbols in the text, expected ${V}`);
	const trainer = new Trainer(engine, corpus.parts.train, V, optionsOf(name));
	const losses = [];
	const step = async () => {
		const { lossNats, divergence } = await trainer.update(0);
		if (divergence) throw new Error(`${name} diverged at step ${trainer.step}`);
		losses.push(lossNats);
	};
	const times = await timeSteps(step, { tokens, ...timing });
	return { ...times, lossFirst: losses[0], lossLast: losses.at(-1) };
}

function write(engine, name, timing) {
	const options = optionsOf(name);
	const weights = new Weights(engine, modelOf(options, V));
	startWeights(weights, options.init, options.forgetBias, new RandomStream(options.seed, "weights"));
	if (WORKLOADS[name].bfloat16) weights.toBfloat16(engine);
	const written = sample(engine, weights, [0], { length: 1e12 });
	const step = () => {
		for (let n = 0; n < WRITTEN; n++) written.next();
	};
	return timeSteps(step, { tokens: WRITTEN, ...timing });
}
