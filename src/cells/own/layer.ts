/** A layer of a cell given by equations: the arrays that it keeps, and the calls of the engine. */
import { fail } from "../../errors/index.ts";
import type { Engine, OwnKernels } from "../../kernels/kernels.ts";
import type { CellOf } from "../cell.ts";
import { ownCellOf } from "./reader.ts";

export const own: CellOf<"own"> = (spec) => {
	const { states, values, program } = ownCellOf(spec.equations);
	const calls = (engine: Engine): OwnKernels => {
		if (!engine.own) throw fail("E_CELL_USE", { cell: spec.variant, use: "browser" });
		return engine.own;
	};
	return {
		states,
		allocate: (engine, { T, B, H }) => ({
			h: engine.floats((T + 1) * B * H),
			...(states.length > 1 && { c: engine.floats((states.length - 1) * (T + 1) * B * H) }),
			gates: engine.floats(T * B * values.length * H),
		}),
		forward({ engine, size, input, weights: { w_ih, w_hh, b, p, w_ih16, w_hh16 }, state: { h, c, gates } }) {
			const weights = { w_ih, w_hh, b, p, w_ih16, w_hh16 };
			calls(engine).ownForward({ ...size, ...input, ...weights, h, c, gates, program });
		},
		backward({ engine, size, input, weights, state: { h, c, gates }, dOut, dx, gradients, deltas, ends }) {
			const { w_ih: dw_ih, w_hh: dw_hh, b: db, p: dp } = gradients;
			const out = { deltaGates: deltas?.gates, deltaH: deltas?.h, deltaC: deltas?.c };
			const { w_ih, w_hh, b, p } = weights;
			const forward = { ...size, ...input, w_ih, w_hh, b, p, h, c, gates, program };
			calls(engine).ownBackward({ ...forward, dOut, dx, dw_ih, dw_hh, db, dp, ...out, ...ends });
		},
	};
};
