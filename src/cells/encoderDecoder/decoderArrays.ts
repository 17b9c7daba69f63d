/** The arrays of a decoder and its output layer. */
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { outputsOf } from "../layout.ts";
import type { Weights } from "../weights.ts";

// T steps at most, S decoder steps, B sequences, D inputs, H units, V outputs; row-major, the last letter moves fastest

export interface DecoderArrays {
	ids: Int32Array; // [S,B]
	targets: Int32Array; // [S,B]
	y: Floats; // [S,B,V] logits, then their gradient
	losses: Floats; // [S,B]
	dread: Floats; // [S,B,width] dL/d(what the output layer reads)
	dstates: Floats; // [S,B,H]
	x?: Floats; // [S,B,D+H] additive: [y_{t-1}; c_t]
	dx?: Floats; // [B,D+H]
	read?: Floats; // [S,B,width] absent without attention
	dcontext?: Floats; // [S,B,H]
	joined?: Floats; // [S,B,2H] dot, general: [c_t; s_t]
	djoined?: Floats; // [S,B,2H]
	none?: Floats; // [H] no bias
}

/** Allocates them for T steps. */
export function decoderArrays(engine: Engine, { spec }: Weights, T: number, B: number, D: number): DecoderArrays {
	const { hidden: H, attention } = spec;
	const N = T * B;
	const floats = (width: number) => engine.floats(N * width);
	const width = attention === "additive" ? 2 * H : H;
	return {
		...{ ids: engine.ints(N), targets: engine.ints(N), y: floats(outputsOf(spec)), losses: floats(1) },
		...{ dread: floats(width), dstates: floats(H) },
		...(attention !== "none" && { read: floats(width), dcontext: floats(H) }),
		...(attention === "additive" && { x: floats(D), dx: engine.floats(B * D) }),
		...((attention === "dot" || attention === "general") && {
			...{ joined: floats(2 * H), djoined: floats(2 * H), none: engine.floats(H) },
		}),
	};
}
