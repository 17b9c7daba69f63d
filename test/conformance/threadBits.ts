/** Hashes of all that an engine computes, to be compared between numbers of threads, builds and compilers. */
import { createHash } from "node:crypto";
import type { Engine, Floats } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { CELLS, layerCase, runLayer } from "./engineCases.ts";

const SIZES = [
	{ T: 3, B: 170, D: 20, H: 100 },
	{ T: 8, B: 40, D: 5, H: 192 }, // six strips and more, in chunks of many rows
	{ T: 7, B: 3, D: 5, H: 50 },
	{ T: 9, B: 1, D: 3, H: 37 },
];

function hashOf(arrays: readonly Floats[]): string {
	const hash = createHash("sha256");
	for (const array of arrays) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
	return hash.digest("hex").slice(0, 16);
}

/** Of every cell and variant, forward and backward, and of the head with its loss, an optimiser and dropout. */
export function threadBits(engine: Engine): Record<string, string> {
	const bits: Record<string, string> = {};
	for (const [round, cell] of CELLS.entries())
		for (const sizes of SIZES) {
			const choice = { ids: round % 2 === 0, dx: true, edges: true, deltas: true };
			const name = `${cell.cell} ${cell.variant} B ${sizes.B}`;
			bits[name] = hashOf(Object.values(runLayer(engine, layerCase(cell, sizes, round, choice))));
		}
	return { ...bits, head: hashOf(head(engine)) };
}

function head(engine: Engine): Floats[] {
	const stream = new RandomStream(1, "head");
	const random = (n: number) => {
		const array = engine.floats(n);
		for (let j = 0; j < n; j++) array[j] = 2 * stream.uniform() - 1;
		return array;
	};
	const [N, D, V] = [700, 50, 98];
	const a = { N, D, V, x: random(N * D), w: random(V * D), b: random(V) };
	const y = engine.floats(N * V);
	engine.denseForward({ ...a, y });
	const [losses, targets] = [engine.floats(N), engine.ints(N)];
	for (let n = 0; n < N; n++) targets[n] = stream.below(V);
	engine.softmaxCrossEntropy({ N, V, logits: y, targets, scale: 1 / N, losses, dlogits: y });
	const out = { dx: random(N * D), dw: random(V * D), db: random(V) };
	engine.denseBackward({ ...a, dy: y, ...out });
	const [m, v] = [engine.floats(V * D), engine.floats(V * D)];
	const rates = { lr: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0, gradScale: 1, clipValue: 1 };
	engine.update({ kind: "adam", n: V * D, w: a.w, g: out.dw, m, v, step: 1, ...rates });
	engine.dropout({ n: N * D, rate: 0.3, key: [1, 2], counter: 0, x: a.x, y: a.x });
	const all = [y, losses, out.dx, out.dw, out.db, a.w, a.x, m, v];
	const copies = all.map((array) => array.slice());
	engine.free(...all, a.b, targets);
	return copies;
}
