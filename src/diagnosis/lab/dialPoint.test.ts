/** Which rows of W_hh the dial turns. */
import { expect, test } from "vitest";
import { shippedSpecs } from "../../../test/conformance/ownTwins.ts";
import type { CellSpec } from "../../cells/layout.ts";
import { Weights } from "../../cells/weights.ts";
import { createReference } from "../../kernels/reference.ts";
import { blockOf } from "./dialPoint.ts";

const H = 3;

/** Weights whose W_hh is 0, 1, 2... */
function counted(spec: CellSpec): Weights {
	const weights = new Weights(createReference(), { ...spec, symbols: 4, hidden: H, layers: 1, dropout: 0 });
	weights.layer(0).w_hh.forEach((_, k, all) => {
		all[k] = k;
	});
	return weights;
}

const own = (name: string) => shippedSpecs.get(name)!;
const BLOCKS: [of: string, block: string, at: number, spec: CellSpec][] = [
	["an MGU", "f", 0, own("mgu")],
	["a peephole LSTM of equations", "o", 3, own("peephole-lstm")],
	["a peephole LSTM of equations", "i", 0, own("peephole-lstm")],
	["an LSTM", "carrier", 2, { cell: "lstm", variant: "forget" }],
	["a GRU", "z", 1, { cell: "gru", variant: "reset-after" }],
	["a plain cell", "carrier", 0, { cell: "rnn", variant: "tanh" }],
];
test.each(BLOCKS)("of %s, the block %s is number %i of W_hh", (_, block, at, spec) => {
	const { w } = blockOf(counted(spec), { layer: 0, block: block as "f" }, "--dial");
	expect([...w]).toEqual(Array.from({ length: H * H }, (_, k) => at * H * H + k));
});

test("a block without R h', and the carrier of equations, are E_OPTION with the names of the blocks", () => {
	const mgu = counted(shippedSpecs.get("mgu")!);
	for (const block of ["n", "carrier"] as const)
		expect(() => blockOf(mgu, { layer: 0, block }, "--dial")).toThrow(/\bf\b.*\bs\b/);
	expect(() => blockOf(counted(shippedSpecs.get("mingru")!), { layer: 0, block: "z" }, "--dial")).toThrow(
		expect.objectContaining({ code: "E_OPTION" }),
	);
});
