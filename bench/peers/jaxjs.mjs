/**
 * jax-js in Node on its wasm device (one thread): valueAndGrad under jit. It has no scan, so the steps are unrolled,
 * and no optimiser, so clipping and Adam are written here. `.ref` keeps an array that a call would otherwise consume.
 */
import { readFileSync } from "node:fs";
import * as jax from "@jax-js/jax";
import { CLIP_NORM, isGeneration, LEARNING_RATE, V, WORKLOADS } from "../workloads.mjs";
import { measure, randomIds } from "./peer.mjs";

const { numpy: np, nn, jit, tree } = jax;
await jax.init("wasm");
jax.defaultDevice("wasm");
const { version } = JSON.parse(readFileSync(new URL("node_modules/@jax-js/jax/package.json", import.meta.url), "utf8"));

/** One step of each cell: [new h, new c or undefined]. `x`, `h`, `c` are consumed, the weights are not. */
const CELLS = {
	rnn(w, x, h) {
		return [np.tanh(product(x, w.ih).add(product(h, w.hh)).add(w.b.ref)), undefined];
	},
	lstm(w, x, h, c) {
		const [i, f, g, o] = np.split(product(x, w.ih).add(product(h, w.hh)).add(w.b.ref), 4, 1);
		const next = nn
			.sigmoid(f)
			.mul(c)
			.add(nn.sigmoid(i).mul(np.tanh(g)));
		return [nn.sigmoid(o).mul(np.tanh(next.ref)), next];
	},
	gru(w, x, h) {
		const [xr, xz, xn] = np.split(product(x, w.ih).add(w.b.ref), 3, 1);
		const [hr, hz, hn] = np.split(product(h.ref, w.hh), 3, 1);
		const z = nn.sigmoid(xz.add(hz));
		const n = np.tanh(xn.add(nn.sigmoid(xr.add(hr)).mul(hn)));
		return [z.ref.mul(h).add(np.subtract(1, z).mul(n)), undefined];
	},
};

function product(x, w) {
	return np.matmul(x, w.ref);
}

await measure(`jax-js ${version}, wasm`, async (name) => {
	const { cell, layers: L, hidden: H, batch: B, steps: T } = WORKLOADS[name];
	const G = { lstm: 4, gru: 3, rnn: 1 }[cell];
	let key = 1;
	const random = (...shape) => jax.random.uniform(jax.random.key(key++), shape).sub(0.5).mul(0.16);
	const weights = {
		layers: Array.from({ length: L }, (_, l) => ({
			ih: random(l === 0 ? V : H, G * H),
			hh: random(H, G * H),
			b: np.zeros([G * H]),
		})),
		out: random(H, V),
		bOut: np.zeros([V]),
	};
	const states = () => Array.from({ length: L }, () => np.zeros([B, H]));

	/** One step through all layers, bottom up; changes `h` and `c`, returns the logits. */
	const ascend = (w, x, h, c) => {
		let up = x;
		for (let l = 0; l < L; l++) {
			const [hNew, cNew] = CELLS[cell](w.layers[l], up, h[l], c[l]);
			up = hNew.ref;
			h[l] = hNew;
			if (cNew !== undefined) c[l] = cNew;
		}
		return product(up, w.out).add(w.bOut.ref);
	};
	if (isGeneration(name)) return generation(ascend, weights, states);

	const loss = (w, x, y, h0, c0) => {
		const [h, c] = [[...h0], [...c0]];
		const [xs, ys] = [np.split(x, T, 0), np.split(y, T, 0)];
		let total = np.zeros([]);
		for (let t = 0; t < T; t++)
			total = total.sub(
				nn
					.logSoftmax(ascend(w, xs[t], h, c), 1)
					.mul(ys[t])
					.sum(),
			);
		tree.dispose(w);
		return [total.div(T * B), [h, c]];
	};
	const valueAndGrad = jax.valueAndGrad(loss, { hasAux: true });
	const update = (w, m, v, g) => {
		const [gs, shape] = tree.flatten(g);
		const [ws, ms, vs] = [w, m, v].map((x) => tree.flatten(x)[0]);
		let squares = np.zeros([]);
		for (const x of gs) squares = squares.add(x.ref.mul(x.ref).sum());
		const scale = np.minimum(1, np.divide(CLIP_NORM, np.sqrt(squares).add(1e-6)));
		const updated = gs.map((raw, k) => {
			const x = raw.mul(scale.ref);
			const first = ms[k].mul(0.9).add(x.ref.mul(0.1));
			const second = vs[k].mul(0.999).add(x.ref.mul(x).mul(0.001));
			const down = first.ref.div(np.sqrt(second.ref).add(1e-8)).mul(LEARNING_RATE);
			return [ws[k].sub(down), first, second];
		});
		scale.dispose();
		return [0, 1, 2].map((part) =>
			tree.unflatten(
				shape,
				updated.map((x) => x[part]),
			),
		);
	};
	const trainStep = jit((w, m, v, x, y, h, c) => {
		const [[lossNats, [hNew, cNew]], g] = valueAndGrad(tree.ref(w), x, y, h, c);
		return [lossNats, ...update(w, m, v, g), hNew, cNew];
	});
	const zeros = () => tree.map((x) => np.zeros(x.shape), weights);
	// a jitted function that returns an input array unchanged fails, so cells without c carry none
	let now = [weights, zeros(), zeros(), states(), cell === "lstm" ? states() : []];
	const oneHot = () => {
		const flat = new Float32Array(T * B * V);
		randomIds(T * B, V).forEach((id, n) => {
			flat[n * V + id] = 1;
		});
		return np.array(flat, { shape: [T * B, V] }).reshape([T * B, V]);
	};
	const step = async () => {
		const [w, m, v, h, c] = now;
		const [lossNats, ...next] = trainStep(w, m, v, oneHot(), oneHot(), h, c);
		now = next;
		await lossNats.data();
		await jax.blockUntilReady(next[0]);
	};
	return { step };
});

function generation(ascend, weights, states) {
	const next = jit((w, x, h0, c0) => {
		const [h, c] = [[...h0], [...c0]];
		const probabilities = nn.softmax(ascend(w, x, h, c), 1);
		tree.dispose(w);
		return [probabilities, h, c];
	});
	let [h, c, symbol] = [states(), states(), 0];
	const step = async () => {
		const x = new Float32Array(V);
		x[symbol] = 1;
		const [probabilities, hNew, cNew] = next(tree.ref(weights), np.array(x).reshape([1, V]), h, c);
		[h, c] = [hNew, cNew];
		const p = await probabilities.data();
		let left = Math.random();
		for (symbol = 0; symbol < V - 1 && (left -= p[symbol]) > 0; ) symbol++;
	};
	return { step };
}
