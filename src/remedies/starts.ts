/**
 * Initial weights. Each initialisation fills one recurrent block W_hh, [H,H], from a random stream; with blocks of units,
 * each of them as if it were a network of its own. Input and output
 * weights use Glorot's rule, or are normal if the initialisation says so; biases are zero, except the forget gate's
 * (forgetBias.ts).
 */

import { orthogonalInPieces } from "../algebra/orthogonal.ts";
import { orthogonalByPanels } from "../algebra/orthogonalPanels.ts";
import { spectralRadiusInPieces } from "../algebra/spectrum.ts";
import { layerNames, outputsOf, weightBlocks } from "../cells/layout.ts";
import type { CellDefinition } from "../cells/own/definition.ts";
import { ownCellOf } from "../cells/own/reader.ts";
import type { LayerWeights, Weights } from "../cells/weights.ts";
import type { Lang } from "../errors/define.ts";
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import { notOneOf } from "../errors/request.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { RandomStream } from "../kernels/random.ts";
import { atOnce, type Work } from "../kernels/work.ts";
import { parseForgetBias, startForgetBias } from "./forgetBias.ts";

/** A publication. One that is described in words is so in each language. */
export type Source = string | Readonly<Record<Lang, string>>;

type Block = Floats; // [H,H] row-major

export interface Start {
	/** Publication it comes from. */
	source: Source;
	/** Meaning of the number after the colon, and its default. */
	value: { meaning: string; default: number; min: number; max: number };
	/** Fills the block, in pieces. With a float32 engine, `orthogonal` uses it from 1024 units on. */
	fill(block: Block, H: number, value: number, random: RandomStream, engine?: Engine): Work<void>;
	/** Standard deviation of all other weights, N(0, this^2), instead of Glorot's rule. */
	others?(value: number): number;
}

const starts = {
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
		source: { en: "PyTorch's default at value 0", ko: "값이 0이면 PyTorch의 기본값" },
		value: { meaning: "limit a of U(-a, a); 0 means 1/sqrt(H)", default: 0, min: 0, max: 100 },
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
	"smart-tanh": {
		source: "Pascanu, Mikolov & Bengio 2013",
		value: {
			meaning: "spectral radius of W_hh, whose units have 15 connections each",
			default: 0.95,
			min: 0,
			max: 100,
		},
		fill: sparse,
		others: () => 0.01,
	},
	normal: {
		source: {
			en: "Pascanu, Mikolov & Bengio 2013: 0.1 for tanh, 0.01 for sigmoid",
			ko: "Pascanu, Mikolov & Bengio 2013: tanh는 0.1, sigmoid는 0.01",
		},
		value: { meaning: "standard deviation of all weights", default: 0.1, min: 0, max: 100 },
		fill: normal,
		others: (deviation) => deviation,
	},
} satisfies Record<string, Start>;

/** Initialisations by name. */
export const STARTS: Readonly<Record<string, Start>> = starts;
export type StartName = keyof typeof starts;
/** An initialisation as it is given: NAME or NAME:VALUE; default is orthogonal:1. */
export type StartOption = "default" | StartName | `${StartName}:${number}`;

/** Parses NAME or NAME:VALUE; "default" is orthogonal:1. */
export function parseStart(init: string, where: string): { name: string; start: Start; value: number } {
	const [name = "", given] = init === "default" ? ["orthogonal"] : init.split(":", 2);
	const start = Object.hasOwn(STARTS, name) ? STARTS[name] : undefined;
	if (!start) {
		throw fail("E_OPTION", {
			option: "init",
			why: { ...notOneOf(Object.keys(STARTS), name), got: shown(init) },
			where,
		});
	}
	const { default: usual, min, max } = start.value;
	const value = given === undefined ? usual : Number(given);
	if (given?.trim() === "" || !(value >= min && value <= max)) {
		const why = { reason: "form", forms: [`${name}:VALUE`], min, max, got: shown(init) } as const;
		throw fail("E_OPTION", { option: "init", why, where });
	}
	return { name, start, value };
}

/**
 * Fills all weights of a model.
 * @param forgetBias a number or chrono:TMAX, see forgetBias.ts. @param engine see startInPieces().
 */
export function startWeights(
	weights: Weights,
	init: string,
	forgetBias: number | string,
	random: RandomStream,
	engine?: Engine,
): void {
	atOnce(startInPieces(weights, init, forgetBias, random, engine));
}

/**
 * `startWeights` in pieces.
 * @param engine one that speeds up large matrices; what `orthogonal` gives from 1024 units on then depends on its build
 * in the last bits.
 */
export function* startInPieces(
	weights: Weights,
	init: string,
	forgetBias: number | string,
	random: RandomStream,
	engine?: Engine,
): Work<void> {
	const { spec } = weights;
	const { hidden: H, attention } = spec;
	const layers = layerNames(spec).length;
	const { start, value } = parseStart(init, "--init");
	const bias = parseForgetBias(forgetBias, spec, "--forget-bias");
	const deviation = start.others?.(value);
	const blocks = weightBlocks(spec).recurrent;
	const parts = Math.max(1, blocks);
	const other = (block: Floats, limit: number) =>
		deviation === undefined ? uniform(block, limit, random) : normal(block, H, deviation, random);
	for (let l = 0; l < layers; l++) {
		const { w_ih, w_hh, b, p } = weights.layer(l);
		const part = (n: number, work: Work<void>) => scaled(work, (l * parts + n) / (layers * parts), layers * parts);
		// A one-hot row selects one column, so its fan-in is 1 in effect; the limit still follows H, as PyTorch's does.
		yield* part(0, other(w_ih, l === 0 || attention ? 1 / Math.sqrt(H) : Math.sqrt(6 / (H + H))));
		for (let n = 0; n < blocks; n++) {
			const gate = w_hh.subarray(n * H * H, (n + 1) * H * H); // [H,H]
			const fill = (own: Block, size: number) => start.fill(own, size, value, random, engine);
			yield* part(n, inBlocks(gate, H, spec.blocks, fill, engine));
		}
		if (spec.cell === "own") startOwn(weights.layer(l), spec.equations, H);
		else if (p) yield* part(blocks, other(p, 1 / Math.sqrt(H)));
		startForgetBias(b, H, spec, bias, random);
	}
	for (const { name, shape, length } of weights.specs) {
		if (!name.startsWith("attention.")) continue;
		const [rows = 1, columns = 0] = shape; // of a vector the limit is that of one row
		yield* other(weights.tensor(name), columns ? Math.sqrt(6 / (rows + columns)) : 1 / Math.sqrt(length));
	}
	const fanIn = weights.tensor("head.weight").length / outputsOf(spec);
	for (const _ of other(weights.tensor("head.weight"), Math.sqrt(6 / (outputsOf(spec) + fanIn)))) yield 1;
}

/** Fills a recurrent block, [H,H], whose units read only their own of `blocks` blocks: each as a network of H / blocks units. */
function* inBlocks(
	gate: Block,
	H: number,
	blocks: number | undefined,
	fill: (block: Block, size: number) => Work<void>,
	engine?: Engine,
): Work<void> {
	if (blocks === undefined) return yield* fill(gate, H);
	const size = H / blocks;
	const own = engine?.floats(size * size) ?? gate.slice(0, size * size); // [H/K,H/K]
	for (let k = 0; k < blocks; k++) {
		for (const share of fill(own, size)) yield (k + share) / blocks;
		for (let i = 0; i < size; i++) {
			const row = (k * size + i) * H;
			gate.fill(0, row, row + H).set(own.subarray(i * size, (i + 1) * size), row + k * size);
		}
	}
	engine?.free(own);
}

/** Sets the parameters of a cell given by equations, [P,H], and its biases, to what its definition says. */
function startOwn({ p, b }: LayerWeights, equations: CellDefinition, H: number): void {
	const { parameters, values, definition } = ownCellOf(equations);
	for (const [n, name] of parameters.entries()) p!.fill(definition.parameters[name]!, n * H, (n + 1) * H);
	for (const [name, value] of Object.entries(definition.bias)) {
		const block = values.indexOf(name); // lines with a sum come first, in the order of the biases
		b.fill(value, block * H, (block + 1) * H);
	}
}

/** One of `count` parts of the work, of which the fraction `done` is done. */
function* scaled(work: Work<void>, done: number, count: number): Work<void> {
	for (const share of work) yield done + share / count;
}

/** Numbers drawn between two yields, about ten milliseconds. */
const PIECE = 2 ** 16;

/** Fills the block with what `draw` returns, in pieces. */
function* drawn(block: Floats, draw: () => number): Work<void> {
	for (let i = 0; i < block.length; i++) {
		block[i] = draw();
		if (i % PIECE === PIECE - 1) yield i / block.length;
	}
}

function uniform(block: Floats, limit: number, random: RandomStream): Work<void> {
	return drawn(block, () => limit * (2 * random.uniform() - 1));
}

function normal(block: Floats, _H: number, deviation: number, random: RandomStream): Work<void> {
	return drawn(block, () => deviation * random.normal());
}

/** Units from which a float32 engine does the work. */
const LARGE = 1024;

function orthogonal(block: Block, H: number, gain: number, random: RandomStream, engine?: Engine): Work<void> {
	if (!engine || engine.precision === 64 || H < LARGE) return orthogonalInPieces(block, H, gain, random);
	return orthogonalByPanels(block, H, gain, random, engine);
}

// biome-ignore lint/correctness/useYield: it is short
function* identity(block: Block, H: number, factor: number): Work<void> {
	block.fill(0);
	for (let i = 0; i < H; i++) block[i * H + i] = factor;
}

function* spectral(block: Block, H: number, radius: number, random: RandomStream): Work<void> {
	yield* drawn(block, () => random.normal() / Math.sqrt(H));
	if (H % 2 === 1) random.normal();
	const scale = radius / (yield* spectralRadiusInPieces(block, H));
	for (let i = 0; i < H * H; i++) block[i]! *= scale;
}

/** Connections per unit in the sparse initialisation. */
const CONNECTIONS = 15;

/** As the authors' program does: each unit sends to 15 units drawn without repetition (to all if H is below 15). */
function* sparse(block: Block, H: number, radius: number, random: RandomStream): Work<void> {
	block.fill(0);
	const units = Int32Array.from({ length: H }, (_, k) => k);
	for (let j = 0; j < H; j++) {
		for (let n = 0; n < Math.min(CONNECTIONS, H); n++) {
			const other = n + random.below(H - n);
			[units[n], units[other]] = [units[other]!, units[n]!];
			block[units[n]! * H + j] = random.normal();
		}
	}
	const found = yield* spectralRadiusInPieces(block, H);
	for (let i = 0; i < block.length; i++) block[i]! *= found > 0 ? radius / found : 1;
}
