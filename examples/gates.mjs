/**
 * Every gate, state and delta of every step, straight from the engine's arrays: where does the gradient of the last
 * loss go? Run after `npm ci`: node examples/gates.mjs
 */
import { openEngine } from "sluice";
import { Unrolled, Weights } from "sluice/cells";
import { RandomStream } from "sluice/kernels";
import { startWeights } from "sluice/remedies";

const [T, B, V, H] = [30, 1, 5, 8];
const engine = openEngine(); // native if there is an addon, else wasm
const weights = new Weights(engine, { cell: "lstm", variant: "forget", layers: 1, hidden: H, symbols: V, dropout: 0 });
startWeights(weights, "orthogonal", 1, new RandomStream(7, "weights"));

const window = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
const random = new RandomStream(7, "text");
for (let t = 0; t < T; t++) window.ids[t] = random.below(V);
window.targets.fill(-1);
window.targets[T - 1] = 3; // one loss, at the last step

window.forward();
const deltas = { h: engine.floats(T * B * H), c: engine.floats(T * B * H) }; // [T,B,H] dL/dh_t, dL/dc_t
window.backward(new Weights(engine, weights.spec), { scale: 1, deltas: [deltas] });

const { gates, c } = window.layers[0]; // [T,B,4H] blocks i|f|g|o, [T+1,B,H]
const norm = (array, t) => Math.hypot(...array.subarray(t * H, (t + 1) * H));
console.log("  t  |dL/dh_t|  |dL/dc_t|  mean forget gate  |c_t|");
for (let t = T - 1; t >= 0; t -= 4) {
	const forget = gates.subarray(t * 4 * H + H, t * 4 * H + 2 * H).reduce((sum, f) => sum + f, 0) / H;
	const columns = [norm(deltas.h, t).toExponential(2), norm(deltas.c, t).toExponential(2), forget.toFixed(3)];
	console.log(`${String(t).padStart(3)}  ${columns.join("   ")}             ${norm(c, t + 1).toFixed(3)}`);
}
engine.close();
