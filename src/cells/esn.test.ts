import { expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { Reservoir } from "./esn.ts";

const N = 5;
const D = 2;
const V = 3;

function drawn() {
	const random = new RandomStream(4, "reservoir");
	const draw = (n: number) => Float64Array.from({ length: n }, () => 2 * random.uniform() - 1);
	return { random, weights: { w_in: draw(N * (D + V)), w: draw(N * N), b: draw(N) } };
}

test("7 leaky steps with input, feedback, bias and noise are the two equations, written out, to 1e-15", () => {
	const { random, weights } = drawn();
	const [gain, leak] = [0.44, 0.9];
	const reservoir = new Reservoir(createReference(), { units: N, inputs: D, feedback: V, gain, leak }, weights);
	let x = new Array<number>(N).fill(0);
	for (let n = 0; n < 7; n++) {
		const [u, y, v] = [D, V, N].map((length) => Array.from({ length }, () => random.uniform() - 0.5)) as number[][];
		reservoir.step(u!, y, v);
		const row = [...u!, ...y!];
		x = x.map((before, j) => {
			let a = weights.b[j]! + v![j]!;
			for (let d = 0; d < D + V; d++) a += weights.w_in[j * (D + V) + d]! * row[d]!;
			for (let i = 0; i < N; i++) a += weights.w[j * N + i]! * x[i]!;
			return (1 - gain * leak) * before + gain * Math.tanh(a);
		});
		for (let j = 0; j < N; j++) expect(Math.abs(reservoir.state[j]! - x[j]!)).toBeLessThan(1e-15 * 4);
	}
});

test("three sequences side by side have, lane by lane, the states of each alone to the last bit", () => {
	const { random, weights } = drawn();
	const spec = { units: N, inputs: D, feedback: V, gain: 0.6, lanes: 4 };
	const together = new Reservoir(createReference(), spec, weights);
	const alone = [0, 1, 2].map(() => new Reservoir(createReference(), { ...spec, lanes: 1 }, weights));
	together.reset(undefined, 3);
	for (let n = 0; n < 5; n++) {
		const [u, y, v] = [3 * D, 3 * V, N].map((length) => Float64Array.from({ length }, () => random.normal()));
		together.step(u!, y, v);
		alone.forEach((one, b) => {
			one.step(u!.subarray(b * D, (b + 1) * D), y!.subarray(b * V, (b + 1) * V), v);
		});
		expect([...together.state]).toEqual(alone.flatMap(({ state }) => [...state]));
	}
	expect(() => together.reset(undefined, 5)).toThrow(/E_SIZE/);
});

test("noise of one step does not stay in the bias of the next", () => {
	const { weights } = drawn();
	const run = (noise?: number[]) => {
		const reservoir = new Reservoir(createReference(), { units: N, inputs: D, feedback: V }, weights);
		reservoir.step([1, 2], [0, 0, 0], noise);
		reservoir.reset();
		reservoir.step([1, 2], [0, 0, 0]);
		return [...reservoir.state];
	};
	expect(run([9, 9, 9, 9, 9])).toEqual(run());
});

test.each([
	[{ gain: 0 }, "E_OPTION"],
	[{ gain: 1.1 }, "E_OPTION"],
	[{ gain: 0.5, leak: 2.5 }, "E_OPTION"],
	[{ units: 0 }, "E_SIZE"],
	[{ units: 6 }, "E_SHAPE"],
])("a reservoir of %o is refused with %s", (change, code) => {
	const { weights } = drawn();
	const spec = { units: N, inputs: D, feedback: V, ...change };
	expect(() => new Reservoir(createReference(), spec, weights)).toThrow(code);
});
