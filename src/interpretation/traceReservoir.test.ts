import { expect, test } from "vitest";
import { Reservoir } from "../cells/esn.ts";
import { createReference } from "../kernels/reference.ts";
import { RESERVOIR_HOOK, traceReservoir } from "./traceReservoir.ts";

const close = (found: Float64Array, wanted: number[]) => {
	expect(found.length).toBe(wanted.length);
	for (const [i, x] of wanted.entries()) expect(Math.abs(found[i]! - x)).toBeLessThan(1e-15);
};

test("three steps of two leaky units with one input and one output fed back are the equations written out, from a zero state", () => {
	const weights = { w_in: [0.5, -0.3, -0.2, 0.4], w: [0.1, 0.7, -0.6, 0.2], b: [0.05, -0.1] };
	const spec = { units: 2, inputs: 1, feedback: 1, gain: 0.5, leak: 0.8 };
	const reservoir = new Reservoir(createReference(), spec, weights);
	reservoir.step([9], [9]); // the reservoir's earlier input is cleared
	const [u, y] = [
		[1, -2, 0.5],
		[0, 0.25, -1],
	];
	const states = traceReservoir(reservoir, Float64Array.from(u!), Float64Array.from(y!)).get(RESERVOIR_HOOK)!;
	const wanted: number[] = [];
	let [p, q] = [0, 0];
	for (let n = 0; n < 3; n++) {
		const a = 0.5 * u![n]! - 0.3 * y![n]! + 0.1 * p + 0.7 * q + 0.05;
		const b = -0.2 * u![n]! + 0.4 * y![n]! - 0.6 * p + 0.2 * q - 0.1;
		[p, q] = [0.6 * p + 0.5 * Math.tanh(a), 0.6 * q + 0.5 * Math.tanh(b)];
		wanted.push(p, q);
	}
	close(states, wanted);
	expect(wanted[0]).toBeCloseTo(0.5 * Math.tanh(0.55), 15);
});

test("without inputs the steps are those of what is fed back, without feedback those of the inputs", () => {
	const fed = new Reservoir(
		createReference(),
		{ units: 1, inputs: 0, feedback: 2 },
		{ w_in: [0.5, -1], w: [0.3], b: [0] },
	);
	const first = Math.tanh(0.5 * 1 - 2);
	const echoed = traceReservoir(fed, new Float64Array(0), Float64Array.of(1, 2, -1, 0)).get(RESERVOIR_HOOK)!;
	close(echoed, [first, Math.tanh(-0.5 + 0.3 * first)]);
	const driven = new Reservoir(
		createReference(),
		{ units: 1, inputs: 2, feedback: 0 },
		{ w_in: [0.5, -1], w: [0.3], b: [0] },
	);
	expect(traceReservoir(driven, Float64Array.of(1, 2, -1, 0)).get(RESERVOIR_HOOK)).toEqual(echoed);
});
