/**
 * A cell given by equations next to the hand-written LSTM of the same equations, and next to an LSTM with layer
 * normalisation: forward and backward passes of one layer on the native engine. Run in a checkout after `node scripts/build.mjs`:
 *
 *   node bench/ownCells.mjs [UNITS=256] [LANES=32] [STEPS=64] [THREADS=1]
 *
 * Prints milliseconds per pass (median of rounds that take turns) and the ratios.
 */
import { readFileSync } from "node:fs";
import { defineCell, Unrolled, Weights } from "../dist/src/cells/index.js";
import { openEngine } from "../dist/src/index.js";

const [H = 256, B = 32, T = 64, threads = 1] = process.argv.slice(2).map(Number);
const V = 65;
const ownCell = (name) => {
	const file = new URL(`../examples/cells/${name}.json`, import.meta.url);
	const equations = defineCell(JSON.parse(readFileSync(file, "utf8")));
	return { cell: "own", variant: equations.name, equations };
};
const engine = openEngine({ engine: "native", threads });

function passOf(cell) {
	const spec = { ...cell, symbols: V, hidden: H, layers: 1, dropout: 0 };
	const [weights, gradients] = [new Weights(engine, spec), new Weights(engine, spec)];
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = 0.1 * Math.sin(j);
	const window = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
	for (let j = 0; j < T * B; j++) window.ids[j] = window.targets[j] = (j * 7) % V;
	return () => {
		window.forward();
		window.backward(gradients, { scale: 1 / (T * B) });
	};
}

const passes = {
	lstm: passOf({ cell: "lstm", variant: "peephole" }),
	equations: passOf(ownCell("peephole-lstm")),
	normed: passOf(ownCell("layer-norm-lstm")),
};
const taken = { lstm: [], equations: [], normed: [] };
for (let round = 0; round < 40; round++) {
	for (const [name, pass] of Object.entries(passes)) {
		const began = performance.now();
		pass();
		if (round >= 5) taken[name].push(performance.now() - began);
	}
}
const median = (x) => x.sort((a, b) => a - b)[Math.floor(x.length / 2)];
const [lstm, own, normed] = Object.values(taken).map(median);
console.log(`peephole LSTM 1x${H}, ${B} lanes, ${T} steps, ${engine.build}, ${engine.threads} thread(s)`);
console.log(`hand-written ${lstm.toFixed(2)} ms, equations ${own.toFixed(2)} ms: ${(own / lstm).toFixed(2)} times`);
console.log(
	`with layer normalisation ${normed.toFixed(2)} ms: ${(normed / own).toFixed(2)} times the equations without`,
);
engine.close();
