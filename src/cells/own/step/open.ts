/** How far the memory of a cell given by equations is open: what each state keeps of itself from step to step. */
import type { Floats } from "../../../kernels/kernels.ts";
import type { OwnCell } from "../compile.ts";
import { derivative } from "./derivative.ts";
import { compute, named } from "./formula.ts";
import { stepsOf } from "./formulas.ts";

// S steps, B = 1 lane, H units

/** A layer after S steps of one lane. */
export interface ReadLayer {
	steps: number;
	hidden: number;
	/** h [S+1,H], the other states [others,S+1,H], values of the lines [S,V*H]. */
	state: { h: Floats; c?: Floats; gates?: Floats };
	/** Parameters, [P,H]. */
	p: Floats | undefined;
}

/**
 * Returns ds_t/ds_{t-1} with the values of the other lines held, as f of an LSTM and z of a GRU are: the mean over the
 * units and the states that read themselves. [S]
 */
export function openOf(cell: OwnCell, { steps: S, hidden: H, state: layer, p }: ReadLayer): Float64Array {
	const { values, states, parameters } = cell;
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
		const row = (before ? t : t + 1) * H + k;
		return state === 0 ? layer.h[row]! : layer.c![(state - 1) * (S + 1) * H + row]!;
	};
	return Float64Array.from({ length: S }, (_, t) => {
		let sum = 0;
		for (let k = 0; k < H; k++) for (const share of shares) sum += compute(share, reader(t, k));
		return sum / Math.max(1, shares.length) / H;
	});
}
