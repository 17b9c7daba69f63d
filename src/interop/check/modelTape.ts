/** Every gate of every step of a model, computed by the reference engine, in the form of a graph's tapes. */
import { stateOf } from "../../cells/cell.ts";
import { gateLetters, statesOf } from "../../cells/layout.ts";
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { ownReference } from "../../kernels/reference/own.ts";
import { createReference } from "../../kernels/reference.ts";
import type { PortableModel } from "../portable.ts";

// T steps, B sequences (lanes), G gate blocks, H units, V symbols; row-major, the last letter moves fastest

/** Values of a layer by letter: [T,B,H]. */
export type Tape = Readonly<Record<string, Float64Array>>;

/** Runs a model over ids [T,B] from states of zeros. */
export function modelTapes(
	{ spec, tensors }: PortableModel,
	ids: Int32Array,
	{ steps: T, lanes: B }: { steps: number; lanes: number },
): { layers: Tape[]; logits: Float64Array } {
	const engine = createReference(ownReference);
	const window = new Unrolled(engine, Weights.of(engine, spec, tensors), { steps: T, lanes: B });
	window.ids.set(ids);
	window.forward();
	const { hidden: H } = spec;
	const letters = gateLetters(spec);
	const states = statesOf(spec);
	const layers = window.layers.map((layer): Tape => {
		const { gates } = layer;
		const G = letters.length;
		const tape: Record<string, Float64Array> = {};
		for (const [block, letter] of letters.entries())
			tape[letter] = Float64Array.from({ length: T * B * H }, (_, n) => {
				return gates![(Math.floor(n / H) * G + block) * H + (n % H)]!;
			});
		if (spec.cell === "lstm" && !tape.f) tape.f = tape.i!.map((i) => (spec.variant === "coupled" ? 1 - i : 1));
		for (const [k, name] of states.entries())
			tape[name] = Float64Array.from(stateOf(layer, k, states.length).subarray(B * H));
		return tape;
	});
	return { layers, logits: Float64Array.from(window.logits) };
}
