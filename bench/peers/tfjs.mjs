/**
 * TensorFlow.js in Node on its wasm backend (SIMD, one thread: in Node the backend has no more): stateful layers,
 * one-hot input, clipping written here (its optimisers have none) and its Adam.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CLIP_NORM, isGeneration, LEARNING_RATE, V, WORKLOADS } from "../workloads.mjs";
import { measure, randomIds } from "./peer.mjs";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");
const wasm = require("@tensorflow/tfjs-backend-wasm");

wasm.setWasmPaths(join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")), "/"));
await tf.setBackend("wasm");
await tf.ready();

await measure(`TensorFlow.js ${tf.version.tfjs}, ${tf.getBackend()}`, async (name) => {
	const { cell, layers, hidden: units, batch, steps } = WORKLOADS[name];
	const layer = { lstm: tf.layers.lstm, gru: tf.layers.gru, rnn: tf.layers.simpleRNN }[cell];
	const model = tf.sequential();
	for (let l = 0; l < layers; l++) {
		const input = l === 0 ? { batchInputShape: [batch, steps, V] } : {};
		// glorotNormal: its default, orthogonal, takes minutes at 512 units
		const recurrent = { returnSequences: true, stateful: true, recurrentInitializer: "glorotNormal" };
		model.add(layer({ units, ...recurrent, ...input }));
	}
	model.add(tf.layers.dense({ units: V }));
	if (isGeneration(name)) {
		let symbol = 0;
		const step = () => {
			symbol = tf.tidy(() => {
				const logits = model.predict(tf.oneHot(tf.tensor2d([[symbol]], [1, 1], "int32"), V).toFloat());
				return tf.multinomial(logits.reshape([1, V]), 1).dataSync()[0];
			});
		};
		return { step };
	}
	const adam = tf.train.adam(LEARNING_RATE);
	const n = batch * steps;
	const lossOf = (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }).reshape([n, V]));
	const step = () =>
		tf.tidy(() => {
			const x = tf.oneHot(tf.tensor2d(randomIds(n, V), [batch, steps], "int32"), V).toFloat();
			const y = tf.oneHot(tf.tensor1d(randomIds(n, V), "int32"), V).toFloat();
			const { value, grads } = tf.variableGrads(() => lossOf(x, y));
			const entries = Object.entries(grads);
			const norm = tf.sqrt(tf.addN(entries.map(([, g]) => g.square().sum())));
			const scale = tf.minimum(tf.scalar(1), tf.scalar(CLIP_NORM).div(norm.add(1e-6)));
			adam.applyGradients(Object.fromEntries(entries.map(([key, g]) => [key, g.mul(scale)])));
			return value.dataSync()[0];
		});
	return { step };
});
