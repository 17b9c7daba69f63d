/** The gates and states of a reply that is being generated, by name: what a reader of the reply can follow. */
import { gateLetters } from "../../cells/layout.ts";
import type { Unrolled } from "../../cells/unroll.ts";
import type { Floats } from "../../kernels/kernels.ts";

// B lanes, G gate blocks, H units

/** Values of one step by name, as for hooks: `l0.gate.f`, `l0.c`, `l0.h`. */
export type FollowedValues = ReadonlyMap<string, Floats>; // [H] each

/** Returns views of the values of lane 0 after the step that the window of one step has run and carried. */
export function followedValues(window: Unrolled): FollowedValues {
	const { hidden: H } = window.weights.spec;
	const found = new Map<string, Floats>();
	const states = window.carried();
	for (const [l, { gates }] of window.layers.entries()) {
		for (const [block, letter] of gateLetters(window.weights.spec).entries())
			found.set(`l${l}.gate.${letter}`, gates!.subarray(block * H, (block + 1) * H));
		const own = states.filter(({ name }) => name.startsWith(`l${l}.`)).reverse(); // c before h, as a step computes them
		for (const { name, data } of own) found.set(name, data.subarray(0, H));
	}
	return found;
}
