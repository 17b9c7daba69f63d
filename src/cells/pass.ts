/**
 * A pass: a model unrolled over the steps of some sequences, as whoever trains or evaluates it sees it. A stack's is
 * `Unrolled`, an encoder-decoder's `EncoderDecoder`.
 */
import { fail } from "../errors/index.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { LayerState } from "./cell.ts";
import { type BackwardCall, type ForwardCall, Unrolled, type UnrollOptions } from "./unroll.ts";
import type { Weights } from "./weights.ts";

// T steps, B sequences, V outputs; row-major, the last letter moves fastest

export interface Pass {
	readonly engine: Engine;
	readonly weights: Weights;
	readonly T: number;
	readonly B: number;
	readonly ids: Int32Array; // [T,B]
	readonly x?: Floats; // [T,B,D]
	readonly targets: Int32Array; // [T,B]
	readonly values?: Float64Array; // [T,B,V]
	/** Steps of each sequence that the encoder reads, [B]; of an encoder-decoder alone. */
	readonly questions?: Int32Array;
	readonly layers: readonly LayerState[];
	readonly logits: Floats; // [T,B,V]
	readonly losses: Floats; // [T,B]
	forward(call?: ForwardCall): void;
	loss(steps?: number): { lossNats: number; scored: number };
	backward(gradients: Weights, call: BackwardCall): { lossNats: number; scored: number };
	resetState(lane?: number): void;
	carry(steps?: number): void;
	free(): void;
}

type Open = (engine: Engine, weights: Weights, options: UnrollOptions) => Pass;
let encoderDecoder: Open | undefined;

/** Lets `passOf` open encoder-decoders. A page does not, and so loads no code for them. */
export function allowEncoderDecoders(open: Open): void {
	encoderDecoder = open;
}

/** Opens the pass of a model. @throws E_MODEL_USE for an encoder-decoder in a page. */
export function passOf(engine: Engine, weights: Weights, options: UnrollOptions): Pass {
	if (!weights.spec.attention) return new Unrolled(engine, weights, options);
	if (!encoderDecoder) throw fail("E_MODEL_USE", { use: "browser" });
	return encoderDecoder(engine, weights, options);
}
