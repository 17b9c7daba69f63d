/**
 * The tensors of a model: names, shapes, gate order. Their values share one flat array in this order. weight_ih_l{n}
 * and weight_hh_l{n} are PyTorch's names. The one bias of a layer, bias_l{n}, is the sum of PyTorch's two;
 * bias_hn_l{n}, weight_peephole_l{n} and head.* are Sluice's own names. Those of an encoder-decoder begin with encoder.,
 * decoder. and attention.; weight_a, weight_u, weight_v and weight_c are W_a, U_a, v_a and W_c of the papers.
 */
import { fail } from "../errors/index.ts";
import {
	ACTIVATIONS,
	GRU_GATES,
	GRU_VARIANTS,
	type GruVariant,
	LSTM_GATES,
	LSTM_VARIANTS,
	type LstmVariant,
	type RnnActivation,
} from "../kernels/callNames.ts";
import { sumsOf } from "../kernels/ownSums.ts";
import type { CellDefinition } from "./own/definition.ts";
import { ownCellOf } from "./own/reader.ts";

/** Order of the gate blocks in weights and gate arrays. Inside Sluice it is "ifgo" for LSTM and "rzn" for GRU. */
export type GateOrder = "ifgo" | "iofc" | "igo" | "rzn" | "zrh";

/** A cell that Sluice brings, with its variant. */
export type BuiltInSpec = (
	| { cell: "rnn"; variant: RnnActivation }
	| { cell: "lstm"; variant: LstmVariant }
	| { cell: "gru"; variant: GruVariant }
) & {
	/** Blocks of units, K: a unit reads h_{t-1} of its own block alone (unitBlocks.ts). K divides H. Default: 1. */
	blocks?: number;
};

/** A cell given by equations; `variant` is its name. */
export interface OwnSpec {
	cell: "own";
	variant: string;
	equations: CellDefinition;
	blocks?: undefined;
}

export type CellSpec = BuiltInSpec | OwnSpec;

export type CellName = BuiltInSpec["cell"];

/** Variants of each cell; the first is the default. */
export const VARIANTS = {
	rnn: ACTIVATIONS,
	lstm: LSTM_VARIANTS,
	gru: GRU_VARIANTS,
} as const satisfies Record<CellName, readonly string[]>;

/**
 * Loss of the outputs, see heads.ts. softmax: one class or symbol per step; regression: values; binary: an independent
 * yes or no for each output.
 */
export type HeadName = "softmax" | "regression" | "binary";

/**
 * Attention of an encoder-decoder. none: the decoder sees the encoder's last state alone; additive: Bahdanau et al.
 * 2015; dot and general: Luong et al. 2015.
 */
export const ATTENTIONS = ["additive", "dot", "general", "none"] as const;
export type AttentionName = (typeof ATTENTIONS)[number];

/** A stack of layers of one cell and size over symbols or values, with a head; or, with `attention`, an encoder-decoder. */
export type ModelSpec = CellSpec & {
	/** Inputs per step, D: symbols of the vocabulary, or values. */
	symbols: number;
	/** Input of a step: the id of one symbol, or a row of values. Default "symbols". */
	input?: "symbols" | "values";
	/** Outputs per step, V. Default `symbols`. */
	outputs?: number;
	/** Loss of the outputs. Default "softmax". */
	head?: HeadName;
	/** Units per layer, H. */
	hidden: number;
	layers: number;
	/** Probability of dropping an element of a layer's output, 0 <= dropout < 1. */
	dropout: number;
	/** Makes the model an encoder and a decoder, of one layer each, over symbols. Absent: a stack. */
	attention?: AttentionName;
	/** Units of the additive score, A. Default: `hidden`. */
	attentionUnits?: number;
};

export interface TensorSpec {
	name: string;
	shape: readonly number[];
	/** Index of its first element in the flat parameter array. */
	offset: number;
	length: number;
}

/** Returns the cell with that many blocks of units; a cell given by equations has none. */
export function withBlocks(spec: CellSpec, blocks: number | undefined): CellSpec {
	return spec.cell === "own" || blocks === undefined ? spec : { ...spec, blocks };
}

/** Returns the gate blocks of a cell, or the values of one given by equations, in order. The hook names are `l{n}.gate.{letter}`. */
export function gateLetters(spec: CellSpec): readonly string[] {
	if (spec.cell === "rnn") return [];
	if (spec.cell === "own") return ownCellOf(spec.equations).values;
	return spec.cell === "gru" ? GRU_GATES : LSTM_GATES[spec.variant];
}

/** Returns the number of blocks of H numbers per row of the gates, at least 1: G, and V of a cell given by equations. */
export function gateBlocks(spec: CellSpec): number {
	return Math.max(1, gateLetters(spec).length);
}

/** Returns the numbers of blocks of H rows in w_ih, in w_hh and in the bias: G each for the cells that Sluice brings. */
export function weightBlocks(spec: CellSpec): { input: number; recurrent: number; bias: number } {
	if (spec.cell !== "own") {
		const G = gateBlocks(spec);
		return { input: G, recurrent: G, bias: G };
	}
	const { GI, GR, G } = sumsOf(ownCellOf(spec.equations).program);
	return { input: GI, recurrent: GR, bias: G };
}

/** Returns the names of the states that a cell carries from step to step; the first is h. */
export function statesOf(spec: CellSpec): readonly string[] {
	if (spec.cell === "own") return ownCellOf(spec.equations).states;
	return spec.cell === "lstm" ? ["h", "c"] : ["h"];
}

/** Returns V, the number of outputs of the head. */
export function outputsOf({ outputs, symbols }: ModelSpec): number {
	return outputs ?? symbols;
}

/** Returns every tensor of a model, in the order of the flat parameter array: layer by layer, then the head. */
export function tensorsOf(spec: ModelSpec): TensorSpec[] {
	const { symbols: D, hidden: H, layers } = spec;
	const V = outputsOf(spec);
	checkSize(spec.input === "values" ? "the number of input values" : "the vocabulary's size", D, 1, 1 << 21);
	checkSize("the number of outputs", V, 1, 1 << 21);
	checkSize("--hidden", H, 1, 1 << 14);
	checkSize("--layers", layers, 1, 64);
	if (spec.blocks !== undefined) checkSize("--blocks", H % spec.blocks === 0 ? spec.blocks : 0, 1, H);
	const { input, recurrent, bias } = weightBlocks(spec);
	const tensors: TensorSpec[] = [];
	let offset = 0;
	const add = (name: string, ...shape: number[]) => {
		const length = shape.reduce((product, size) => product * size, 1);
		tensors.push({ name, shape, offset, length });
		offset += length;
	};
	const { attention, attentionUnits: A = H } = spec;
	for (const [l, named] of layerNames(spec).entries()) {
		const context = l === 1 && attention === "additive" ? H : 0; // the additive decoder reads the context too
		add(named("weight_ih"), input * H, (l === 0 || attention ? D : H) + context);
		if (recurrent > 0) add(named("weight_hh"), recurrent * H, H);
		add(named("bias"), bias * H);
		if (spec.cell === "own") for (const name of ownCellOf(spec.equations).parameters) add(named(name), H);
		if (spec.cell === "lstm" && spec.variant === "peephole") add(named("weight_peephole"), 3 * H);
		if (spec.cell === "gru" && spec.variant === "reset-after") add(named("bias_hn"), H);
	}
	if (attention === "additive") {
		checkSize("--attention-units", A, 1, 1 << 14);
		add("attention.weight_a", A, H);
		add("attention.weight_u", A, H);
		add("attention.weight_v", A);
	}
	if (attention === "general") add("attention.weight_a", H, H);
	if (attention === "dot" || attention === "general") add("attention.weight_c", H, 2 * H);
	add("head.weight", V, attention === "additive" ? 2 * H : H);
	add("head.bias", V);
	return tensors;
}

/** Returns what the layers of a model call their tensors: weight_ih_l0, or encoder.weight_ih_l0 and decoder.weight_ih_l0. */
export function layerNames({ layers, attention }: ModelSpec): ((tensor: string) => string)[] {
	if (attention) return ["encoder", "decoder"].map((part) => (tensor) => `${part}.${tensor}_l0`);
	return Array.from({ length: layers }, (_, l) => (tensor) => `${tensor}_l${l}`);
}

/** Returns the number of learned parameters: without the zeros outside the blocks of the recurrent matrices. */
export function parameterCount(spec: ModelSpec): number {
	const { hidden: H, layers, blocks = 1 } = spec;
	return storedCount(spec) - layers * weightBlocks(spec).recurrent * H * (H - H / blocks);
}

/** Returns the length of the flat parameter array, P. */
export function storedCount(spec: ModelSpec): number {
	const last = tensorsOf(spec).at(-1)!;
	return last.offset + last.length;
}

function checkSize(what: string, got: number, min: number, max: number): void {
	if (!Number.isInteger(got) || got < min || got > max) throw fail("E_SIZE", { what, got, min, max });
}
