import { expect, test } from "vitest";
import { Reservoir } from "../cells/esn.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { startReservoir } from "../remedies/drawReservoir.ts";
import { examineReservoir } from "./examineReservoir.ts";

const engine = createReference();

function examined(start: object, { units = 12, gain = 1, scale = 1, steps = 300 } = {}) {
	const spec = { units, inputs: 1, feedback: 0, gain };
	const asked = { spectralRadius: 0.9, density: 1, inputScale: 0.5, ...start };
	const started = startReservoir(spec, asked, new RandomStream(2, "weights"));
	const random = new RandomStream(3, "drive");
	const inputs = Float64Array.from({ length: steps }, () => scale * random.normal());
	const reservoir = new Reservoir(engine, spec, started);
	return { started, reservoir, inputs, found: examineReservoir(reservoir, started.w, { inputs, steps }, asked) };
}

test("a planted chain: W = .7 I without input has four exponents ln .7, an echo of 13 steps, singular and eigenvalues .7, and a change of .7^k", () => {
	const N = 6;
	const w = Float64Array.from({ length: N * N }, (_, i) => (i % (N + 1) === 0 ? 0.7 : 0));
	const zeros = { w_in: new Float64Array(N), w, b: new Float64Array(N) };
	const drive = { inputs: new Float64Array(50), steps: 50 };
	const plain = new Reservoir(engine, { units: N, inputs: 1, feedback: 0 }, zeros);
	const found = examineReservoir(plain, w, drive, { spectralRadius: 0.7, inputScale: 1 });
	for (const exponent of found.lyapunov) expect(exponent).toBeCloseTo(Math.log(0.7), 12);
	expect([found.echo, found.saturated, found.steps]).toEqual([13, 0, 40]);
	for (const value of [...found.singular!, found.largestSingular]) expect(value).toBeCloseTo(0.7, 12);
	expect(found.findings).toMatchObject([{ kind: "healthy", evidence: { lag: 13 } }]);
	expect(found.change).toHaveLength(1 + 10);
	for (const [k, log10] of found.change.entries()) expect(log10).toBeCloseTo(k * Math.log10(0.7), 12);
	expect(found.activation[20]).toBe(1); // every tanh is 0
	for (const [re, im] of found.eigenvalues!) expect(Math.hypot(re - 0.7, im)).toBeLessThan(1e-12);
	const leaky = new Reservoir(engine, { units: N, inputs: 1, feedback: 0, gain: 0.5 }, zeros);
	const slow = examineReservoir(leaky, w, drive, { spectralRadius: 0.7, inputScale: 1 });
	expect(slow.lyapunov[0]).toBeCloseTo(Math.log(0.5 + 0.5 * 0.7), 12); // (1 - C) + C .7
	expect(slow.eigenvalues![0]![0]).toBeCloseTo(0.85, 12);
	const none = examineReservoir(plain, new Float64Array(N * N), drive, { spectralRadius: 0, inputScale: 1 });
	expect(none.change).toEqual([0, ...Array(10).fill(null)]);
});

test("the exponents of 3 driven leaky units add up to the mean of ln |det J| of the steps, written out, to 1e-10", () => {
	const gain = 0.6;
	const { started, reservoir, inputs, found } = examined({ biasScale: 0.3 }, { units: 3, gain, steps: 100 });
	reservoir.reset();
	let before = Float64Array.from(reservoir.state);
	let sum = 0;
	for (let n = 0; n < 100; n++) {
		reservoir.step(inputs.subarray(n, n + 1));
		const now = Float64Array.from(reservoir.state);
		const J = (i: number, j: number) => {
			const tanh = (now[i]! - (1 - gain) * before[i]!) / gain;
			return (i === j ? 1 - gain : 0) + gain * (1 - tanh * tanh) * started.w[3 * i + j]!;
		};
		const minor = (j: number, k: number) => J(1, j) * J(2, k) - J(1, k) * J(2, j);
		const det = J(0, 0) * minor(1, 2) - J(0, 1) * minor(0, 2) + J(0, 2) * minor(0, 1);
		if (n >= 20) sum += Math.log(Math.abs(det));
		before = now;
	}
	const total = found.lyapunov.reduce((a, b) => a + b, 0);
	expect(Math.abs(total - sum / 80)).toBeLessThan(1e-10);
});

test("a radius of 3 with a faint input keeps its start: exploding, with a smaller radius as the remedy; a large input is saturated", () => {
	const wild = examined({ spectralRadius: 3 }, { scale: 0.01, units: 40 }).found;
	expect(wild.echo).toBeNull();
	expect(wild.lyapunov[0]).toBeGreaterThan(0);
	expect(wild.findings[0]).toMatchObject({
		kind: "exploding",
		remedy: { options: { spectralRadius: 0.9 }, fresh: true },
	});
	const loud = examined({ inputScale: 20 }).found;
	expect(loud.saturated).toBeGreaterThan(0.7);
	expect(loud.findings).toMatchObject([{ kind: "saturated", remedy: { options: { inputScale: 6.7 } } }]);
});
