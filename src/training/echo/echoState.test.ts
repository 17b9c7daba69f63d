import { expect, test } from "vitest";
import { spectralRadius } from "../../algebra/spectrum.ts";
import { Reservoir, type ReservoirSpec } from "../../cells/esn.ts";
import { mackeyGlass, mackeyGlassShown } from "../../data/tasks/mackeyGlass.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { startReservoir } from "../../remedies/drawReservoir.ts";
import { EchoState } from "./echoState.ts";
import { memoryCapacity } from "./memoryCapacity.ts";

const engine = createReference();

function reservoirOf(spec: ReservoirSpec, start: Parameters<typeof startReservoir>[1], seed = 1) {
	return new Reservoir(engine, spec, startReservoir(spec, start, new RandomStream(seed, "reservoir")));
}

test("a started W has the radius asked for to 1e-3, the density to 0.02, and ternary inputs of three values", () => {
	const spec = { units: 80, inputs: 2, feedback: 1, gain: 0.44, leak: 0.9 };
	const start = {
		spectralRadius: 0.79,
		density: 0.2,
		inputDraw: "ternary",
		inputScale: 0.14,
		feedbackScale: 0.56,
	} as const;
	const { w, w_in, effectiveRadius } = startReservoir(spec, start, new RandomStream(2, "reservoir"));
	expect(Math.abs(spectralRadius(w, 80) / 0.79 - 1)).toBeLessThan(1e-3);
	expect(Math.abs(w.filter((x) => x !== 0).length / 6400 - 0.2)).toBeLessThan(0.02);
	const inputs = [...w_in].filter((_, i) => i % 3 < 2);
	expect(new Set(inputs)).toEqual(new Set([0, 0.14, -0.14]));
	expect(Math.max(...[...w_in].filter((_, i) => i % 3 === 2).map(Math.abs))).toBeLessThanOrEqual(0.56);
	// the radius of (1 - C g) I + C W is at most (1 - C g) + C radius, and at least its largest real part
	expect(effectiveRadius).toBeLessThanOrEqual((1 - 0.396 + 0.44 * 0.79) * 1.001);
	expect(effectiveRadius).toBeGreaterThan(0.604);
});

test("a readout of a linear delay learns it exactly: the input of 3 steps ago to 1e-3, from 20 units", () => {
	const network = new EchoState(
		reservoirOf({ units: 20, inputs: 1, feedback: 0 }, { density: 1, inputScale: 1e-2 }),
		1,
	);
	const random = new RandomStream(8, "input");
	const T = 600;
	const inputs = Float64Array.from({ length: T }, () => random.uniform() - 0.5);
	const teacher = Float64Array.from({ length: T }, (_, n) => inputs[n - 3] ?? 0);
	const { rmse, rows } = network.fit({ inputs, teacher, steps: T, washout: 50, ridge: 1e-18 });
	expect(rows).toBe(550);
	expect(rmse[0]).toBeLessThan(1e-3);
});

test("free running goes on by itself: a sine of period 20 holds for 200 steps to 1 % after 100 of the teacher's", () => {
	const network = new EchoState(
		reservoirOf({ units: 30, inputs: 0, feedback: 1 }, { spectralRadius: 0.8, feedbackScale: 1, biasScale: 0.2 }),
		1,
	);
	const sine = Float64Array.from({ length: 1000 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * n) / 20));
	const noise = { noise: 1e-4, random: new RandomStream(1, "noise") };
	network.fit({ teacher: sine, steps: 1000, washout: 100, ridge: 1e-9, ...noise });
	network.reservoir.reset();
	const said = network.run({ teacher: sine.subarray(0, 100), steps: 300 });
	for (let n = 100; n < 300; n++) expect(Math.abs(said[n]! - sine[n]!)).toBeLessThan(5e-3);
});

test("Mackey-Glass at tau 17 is foretold 84 steps with an NRMSE below 0.02 by 100 leaky units", () => {
	const spec = { units: 100, inputs: 1, feedback: 1, gain: 0.44, leak: 0.9 };
	const start = {
		spectralRadius: 0.79,
		density: 0.2,
		inputDraw: "ternary",
		inputScale: 0.14,
		feedbackScale: 0.56,
	} as const;
	const network = new EchoState(reservoirOf(spec, start, 3), 1);
	const data = new RandomStream(3, "series");
	const series = mackeyGlassShown(mackeyGlass(data, { tau: 17, length: 3000 }));
	network.fit({ inputs: new Float64Array(3000).fill(0.2), teacher: series, steps: 3000, washout: 1000, ridge: 1e-15 });
	let squares = 0;
	for (let run = 0; run < 10; run++) {
		const test = mackeyGlassShown(mackeyGlass(data, { tau: 17, length: 584 }));
		network.reservoir.reset();
		const said = network.run({ inputs: new Float64Array(584).fill(0.2), teacher: test.subarray(0, 500), steps: 584 });
		squares += (said[583]! - test[583]!) ** 2;
	}
	expect(Math.sqrt(squares / 10 / 0.0467)).toBeLessThan(0.02);
});

test("memory capacity of 20 nearly linear units is above 12 and at most 20, near 1 at delay 1 and near 0 at delay 40", () => {
	const reservoir = reservoirOf(
		{ units: 20, inputs: 1, feedback: 0 },
		{ spectralRadius: 0.9, density: 0.5, inputScale: 0.1 },
		4,
	);
	const { total, byDelay } = memoryCapacity(reservoir, new RandomStream(9, "memory"), { steps: 4000 });
	expect(total).toBeGreaterThan(12);
	expect(total).toBeLessThan(20.5); // at most N, and what chance adds: about K / steps of r^2 a delay
	expect(byDelay[0]).toBeGreaterThan(0.99);
	expect(byDelay[39]).toBeLessThan(0.01);
});

test("a series shorter than its steps, a washout without rest and outputs that do not fit the feedback are coded errors", () => {
	const network = new EchoState(reservoirOf({ units: 4, inputs: 1, feedback: 0 }, { density: 1 }), 1);
	expect(() => network.run({ inputs: [1, 2], steps: 3 })).toThrow(/E_SHAPE/);
	expect(() => network.fit({ inputs: [1, 2], teacher: [1, 2], steps: 2, washout: 2 })).toThrow(/E_SIZE/);
	expect(() => new EchoState(reservoirOf({ units: 4, inputs: 0, feedback: 2 }, { density: 1 }), 1)).toThrow(/E_SHAPE/);
});
