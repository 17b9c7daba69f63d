/** How far the memory of a cell given by equations is open: what each state keeps of itself from step to step. */
import { stateOf } from "../cells/cell.ts";
import type { OwnSpec } from "../cells/layout.ts";
import { derivative } from "../cells/own/derivative.ts";
import { compute, named } from "../cells/own/formula.ts";
import { ownCellOf } from "../cells/own/reader.ts";
import { stepsOf } from "../cells/own/stepFormulas.ts";
import type { Unrolled } from "../cells/unroll.ts";

// S steps, B = 1 lane, H units

/**
 * Returns ds_t/ds_{t-1} with the values of the other lines held, as f of an LSTM and z of a GRU are: the mean over the
 * units and the states that read themselves. [S]
 */
export function ownOpen({ T: S, weights, layers }: Unrolled, { equations }: OwnSpec, l: number): Float64Array {
	const cell = ownCellOf(equations);
	const { values, states, parameters } = cell;
	const H = weights.spec.hidden;
	const layer = layers[l]!;
	const { p } = weights.layer(l);
	const shares = stepsOf(cell).flatMap(({ name, formula }) => {
		const share = derivative(formula, `${name}_prev`, named(name));
		return share.kind === "number" && share.value === 0 ? [] : [share];
	});
	/** Reads number k of a value in step t. */
	const reader = (t: number, k: number) => (name: string) => {
		const [, kind, of] = /^(gate|parameter)\.(.*)$/.exec(name) ?? [];
		if (kind === "gate") return layer.gates![(t * values.length + values.indexOf(of!)) * H + k]!;
		if (kind === "parameter") return p![parameters.indexOf(of!) * H + k]!;
		const before = name.endsWith("_prev");
		const state = states.indexOf(before ? name.slice(0, -"_prev".length) : name);
		return stateOf(layer, state, states.length)[(before ? t : t + 1) * H + k]!;
	};
	return Float64Array.from({ length: S }, (_, t) => {
		let sum = 0;
		for (let k = 0; k < H; k++) for (const share of shares) sum += compute(share, reader(t, k));
		return sum / Math.max(1, shares.length) / H;
	});
}
