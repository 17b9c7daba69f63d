/**
 * Starts of the weights. Each fills one recurrent block W_hh, [H,H], from a random stream; the rest of the model starts
 * the same way for all: input and head weights by Glorot's rule, biases zero, the forget gate's bias as asked.
 */
import { gateBlocks, gateLetters } from "../cells/layout.ts";
import type { Weights } from "../cells/weights.ts";
import { fail } from "../errors/index.ts";
import type { Floats } from "../kernels/kernels.ts";
import type { RandomStream } from "../kernels/random.ts";
import { spectralRadius } from "./spectrum.ts";

type Block = Floats; // [H,H] row-major

export interface Start {
	/** Where it comes from. */
	source: string;
	/** What the number after the colon means, and its default. */
	value: { meaning: string; default: number; min: number; max: number };
	fill(block: Block, H: number, value: number, random: RandomStream): void;
}

export const STARTS: Readonly<Record<string, Start>> = {
	orthogonal: {
		source: "Saxe, McClelland & Ganguli 2014",
		value: { meaning: "gain: every singular value", default: 1, min: 0, max: 100 },
		fill: orthogonal,
	},
	glorot: {
		source: "Glorot & Bengio 2010",
		value: { meaning: "gain of the limit sqrt(6 / (fan in + fan out))", default: 1, min: 0, max: 100 },
		fill: (block, H, gain, random) => uniform(block, gain * Math.sqrt(6 / (H + H)), random),
	},
	uniform: {
		source: "PyTorch's default at value 0",
		value: { meaning: "limit a of U(-a, a); 0 stands for 1/sqrt(H)", default: 0, min: 0, max: 100 },
		fill: (block, H, limit, random) => uniform(block, limit || 1 / Math.sqrt(H), random),
	},
	identity: {
		source: "Le, Jaitly & Hinton 2015 (IRNN)",
		value: { meaning: "factor of the identity matrix", default: 1, min: -100, max: 100 },
		fill: identity,
	},
	spectral: {
		source: "Jaeger 2001",
		value: { meaning: "spectral radius", default: 0.9, min: 0, max: 100 },
		fill: spectral,
	},
};

/** Parses NAME or NAME:VALUE; "default" is orthogonal:1. */
export function parseStart(init: string, where: string): { name: string; start: Start; value: number } {
	const [name = "", given] = init === "default" ? ["orthogonal"] : init.split(":", 2);
	const start = Object.hasOwn(STARTS, name) ? STARTS[name] : undefined;
	const names = Object.keys(STARTS).join(", ");
	if (!start) {
		throw fail("E_OPTION", {
			option: "init",
			got: `"${init}"`,
			wanted: `NAME or NAME:VALUE with NAME one of ${names}`,
			where,
		});
	}
	const { default: usual, min, max, meaning } = start.value;
	const value = given === undefined ? usual : Number(given);
	if (given?.trim() === "" || !(value >= min && value <= max)) {
		throw fail("E_OPTION", {
			option: "init",
			got: `"${init}"`,
			wanted: `${name}:VALUE from ${min} to ${max} (${meaning})`,
			where,
		});
	}
	return { name, start, value };
}

/**
 * Fills all weights of a model.
 * @param forgetBias start of the LSTM's b_f (Jozefowicz et al. 2015: 1); coupled, f = 1 - i: of -b_i; GRU: of b_z.
 */
export function startWeights(weights: Weights, init: string, forgetBias: number, random: RandomStream): void {
	const { spec } = weights;
	const { symbols: V, hidden: H, layers } = spec;
	const { start, value } = parseStart(init, "--init");
	const coupled = spec.cell === "lstm" && spec.variant === "coupled";
	const keep = gateLetters(spec).indexOf(spec.cell === "gru" ? "z" : coupled ? "i" : "f");
	for (let l = 0; l < layers; l++) {
		const { w_ih, w_hh, b, p } = weights.layer(l);
		// A one-hot row selects one column, so its fan-in is 1 in effect; the limit still follows H, as PyTorch's does.
		uniform(w_ih, l === 0 ? 1 / Math.sqrt(H) : Math.sqrt(6 / (H + H)), random);
		for (let block = 0; block < gateBlocks(spec); block++) {
			start.fill(w_hh.subarray(block * H * H, (block + 1) * H * H), H, value, random);
		}
		if (p) uniform(p, 1 / Math.sqrt(H), random);
		if (keep >= 0) b.fill(coupled ? -forgetBias : forgetBias, keep * H, (keep + 1) * H);
	}
	uniform(weights.tensor("head.weight"), Math.sqrt(6 / (V + H)), random);
}

function uniform(block: Floats, limit: number, random: RandomStream): void {
	for (let i = 0; i < block.length; i++) block[i] = limit * (2 * random.uniform() - 1);
}

function identity(block: Block, H: number, factor: number): void {
	block.fill(0);
	for (let i = 0; i < H; i++) block[i * H + i] = factor;
}

/** Gram-Schmidt, each row projected twice (Giraud et al. 2005: twice is enough), in float64. */
function orthogonal(block: Block, H: number, gain: number, random: RandomStream): void {
	const q = new Float64Array(H * H); // [H,H]
	for (let i = 0; i < q.length; i++) q[i] = random.normal();
	for (let i = 0; i < H; i++) {
		const row = q.subarray(i * H, (i + 1) * H);
		for (let pass = 0; pass < 2; pass++) {
			for (let j = 0; j < i; j++) {
				const other = q.subarray(j * H, (j + 1) * H);
				let dot = 0;
				for (let k = 0; k < H; k++) dot += row[k]! * other[k]!;
				for (let k = 0; k < H; k++) row[k]! -= dot * other[k]!;
			}
		}
		let norm = 0;
		for (const value of row) norm += value * value;
		for (let k = 0; k < H; k++) row[k]! /= Math.sqrt(norm);
	}
	for (let i = 0; i < q.length; i++) block[i] = gain * q[i]!;
}

function spectral(block: Block, H: number, radius: number, random: RandomStream): void {
	for (let i = 0; i < H * H; i++) block[i] = random.normal() / Math.sqrt(H);
	if (H % 2 === 1) random.normal();
	const scale = radius / spectralRadius(block, H);
	for (let i = 0; i < H * H; i++) block[i]! *= scale;
}
