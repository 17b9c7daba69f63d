/**
 * Random points at which gradients are checked: awkward sizes, every tensor random and distinct per gate, including
 * biases and initial states, some inputs and targets missing. Values are float32 numbers, so that every engine can
 * represent the same point.
 */
import { type CellSpec, type ModelSpec, statesOf, storedCount, tensorsOf, weightBlocks } from "../../cells/layout.ts";
import { ownCellOf } from "../../cells/own/reader.ts";
import { clearOutside } from "../../cells/unitBlocks.ts";
import { RandomStream } from "../../kernels/random.ts";
import { type LayerPoint, type LayerTensors, layerGradient, type NetworkPoint, networkGradient } from "../tangents.ts";

/** Inputs or symbols of every point, D = V = 5, and units, H = 4. */
export const D = 5;
export const H = 4;
/** Minimum distance from the kink of relu at which a derivative is compared. */
const KINK_MARGIN = 1e-3;

export interface Size {
	T: number;
	B: number;
	layers: number;
	seed: number;
}

/** Returns a layer with dense input, and random gradients from above and from after the window. */
export function layerPoint(spec: CellSpec, { T, B, seed }: Size): LayerPoint {
	return awayFromKinks(spec, `layer ${T} ${B}`, seed, layerGradient, (random) => ({
		...{ spec, T, B, D, H, weights: layerWeights(spec, random), x: random(T * B * D, 1) },
		...{ h0: random(B * H, 0.5), c0: random(cStates(spec) * B * H, 0.5) },
		...{ dOut: random(T * B * H, 1), dhLast: random(B * H, 1), dcLast: random(cStates(spec) * B * H, 1) },
	}));
}

/**
 * Returns a layer with the loss on its last step only, whose weights make the gradient fall by about 1e-2 or more per
 * step: small recurrent weights, and a gate that forgets. (The 1997 cell cannot forget: its gradient stays.)
 */
export function lagPoint(spec: CellSpec, { T, B, seed }: Size): LayerPoint {
	return awayFromKinks(spec, `lags ${T} ${B}`, seed, layerGradient, (random) => {
		const weights = layerWeights(spec, random, { input: 0.05, recurrent: 0.002 });
		for (let k = 0; k < H; k++) {
			if (spec.cell === "rnn") weights.b[k] += 1; // all units of a relu stay on
			if (spec.cell === "gru") weights.b[H + k] -= 7; // z near 0
			if (spec.cell === "lstm" && spec.variant === "coupled")
				weights.b[k] += 7; // i near 1, so f = 1 - i near 0
			else if (spec.cell === "lstm" && spec.variant === "1997")
				weights.b[k] -= 4; // i near 0, or c saturates tanh
			else if (spec.cell === "lstm") weights.b[H + k] -= 7; // f near 0
		}
		weights.b.set(Float32Array.from(weights.b));
		const dOut = random(T * B * H, 1).fill(0, 0, (T - 1) * B * H);
		return {
			...{ spec, T, B, D, H, weights, x: random(T * B * D, 1), h0: random(B * H, 0.5), c0: random(B * H, 0.5) },
			...{ dOut, dhLast: new Float64Array(B * H), dcLast: new Float64Array(B * H) },
		};
	});
}

/** Returns a network over symbols with its softmax head; with dropout from two layers on, and weight-drop from three on. */
export function networkPoint(cell: CellSpec, { T, B, layers, seed }: Size): NetworkPoint {
	const dropout = layers > 1 ? 0.3 : 0;
	const spec: ModelSpec = { ...cell, symbols: D, hidden: H, layers, dropout };
	const recurrent = weightBlocks(cell).recurrent > 0;
	return awayFromKinks(cell, `network ${T} ${B} ${layers}`, seed, networkGradient, (random, stream) => {
		const weights = new Float64Array(storedCount(spec));
		for (const { name, offset, length, shape } of tensorsOf(spec)) {
			const deviation = name.startsWith("weight_hh") ? recurrentDeviation(cell) : 0.45;
			const values = random(length, shape.length === 1 ? 0.3 : deviation);
			if (name.startsWith("weight_hh")) clearOutside(values, H, cell.blocks);
			weights.set(name.startsWith("bias_l") ? shifted(values, cell) : values, offset);
		}
		const n = T * B;
		const symbol = (j: number) => (j % 5 === 3 ? -1 : stream.below(D)); // one in five is missing
		return {
			...{ spec, T, B, weights, scale: 1 / n },
			ids: Int32Array.from({ length: n }, (_, j) => symbol(j)),
			targets: Int32Array.from({ length: n }, (_, j) => symbol(n - 1 - j)),
			h0: Array.from({ length: layers }, () => random(B * H, 0.5)),
			c0: Array.from({ length: layers }, () => random(cStates(spec) * B * H, 0.5)),
			dropout: dropout > 0 ? { rate: dropout, key: stream.key, counter: 7 * seed } : undefined,
			weightDrop: layers > 2 && recurrent ? { rate: 0.25, key: stream.key, counter: 1e6 + seed } : undefined,
		};
	});
}

/** States in c, and at least one: a point of a cell without any has its numbers too. */
const cStates = (spec: CellSpec) => Math.max(1, statesOf(spec).length - 1);

type Draw = (length: number, deviation: number) => Float64Array;

/** Unbounded units need a spectral radius below 1; otherwise three layers of 33 steps overflow. */
function recurrentDeviation({ variant }: CellSpec): number {
	return variant === "relu" || variant === "linear" ? 0.2 : 0.45;
}

/** Shifts the biases of a relu so that most units are on: a unit that is off has no gradient to check. */
function shifted(b: Float64Array, { variant }: CellSpec): Float64Array {
	return variant === "relu" ? b.map((v) => Math.fround(v + 0.5)) : b;
}

/** `input` and `recurrent` are the standard deviations of W_ih, and of W_hh and the peepholes. */
function layerWeights(
	spec: CellSpec,
	random: Draw,
	{ input = 0.45, recurrent = recurrentDeviation(spec) } = {},
): LayerTensors {
	const blocks = weightBlocks(spec);
	const w_ih = random(blocks.input * H * D, input);
	const w_hh = random(blocks.recurrent * H * H, recurrent);
	clearOutside(w_hh, H, spec.blocks);
	const parameters = spec.cell === "own" ? ownCellOf(spec.equations).parameters.length : 0;
	return {
		w_ih,
		w_hh,
		b: shifted(random(blocks.bias * H, 0.3), spec),
		p:
			spec.variant === "peephole"
				? random(3 * H, recurrent)
				: parameters > 0
					? random(parameters * H, 0.45)
					: undefined,
		b_hn: spec.variant === "reset-after" ? random(H, 0.3) : undefined,
	};
}

/** Draws a point; for relu, again until every pre-activation is `KINK_MARGIN` or more from the kink. */
function awayFromKinks<P>(
	spec: CellSpec,
	what: string,
	seed: number,
	gradient: (point: P) => { margin: number },
	draw: (random: Draw, stream: RandomStream) => P,
): P {
	for (let attempt = 0; ; attempt++) {
		const stream = new RandomStream(seed, `gradcheck ${spec.cell} ${spec.variant} ${what} ${attempt}`);
		const random: Draw = (length, deviation) =>
			Float64Array.from({ length }, () => Math.fround(deviation * stream.normal()));
		const point = draw(random, stream);
		const kinks = spec.variant === "relu" || spec.cell === "own";
		if (!kinks || gradient(point).margin >= KINK_MARGIN) return point;
	}
}
