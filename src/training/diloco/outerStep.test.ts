import { expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { outerStep } from "./outerStep.ts";

const U = 2 ** -53;
const random = new RandomStream(7, "outer");
const drawn = (n: number) => Float64Array.from({ length: n }, () => random.uniform() - 0.5);

test("three outer steps of 3 ranks are theta - eta (delta + mu b), b = mu b + delta, written out for each element", () => {
	const [eta, mu, n] = [0.7, 0.9, 11];
	const theta = drawn(n);
	const b = new Float64Array(n);
	const first = theta.slice();
	const rounds = [0, 1, 2].map(() => [drawn(n), drawn(n), drawn(n)]);
	for (const w of rounds) outerStep({ theta, b, w, eta, mu });
	for (let i = 0; i < n; i++) {
		let [t, m] = [first[i]!, 0];
		for (const [w0, w1, w2] of rounds) {
			const delta = t - (w0![i]! + w1![i]! + w2![i]!) / 3;
			m = mu * m + delta;
			t -= eta * delta + eta * mu * m;
		}
		// |t| < 8 and |m| < 8 throughout; each step has at most 12 operations, whose errors the next steps carry on
		expect(Math.abs(theta[i]! - t)).toBeLessThan(3 * 12 * 8 * U);
		expect(Math.abs(b[i]! - m)).toBeLessThan(3 * 12 * 8 * U);
	}
});

test("rate 1 and momentum 0 give the mean of the ranks' weights, and one rank's own weights bit for bit in float32", () => {
	const w = [Float32Array.from(drawn(9)), Float32Array.from(drawn(9))];
	const theta = Float32Array.from(drawn(9));
	const both = { theta: theta.slice(), b: new Float32Array(9), w, eta: 1, mu: 0 };
	outerStep(both);
	expect([...both.theta]).toEqual([...both.theta].map((_, i) => Math.fround((w[0]![i]! + w[1]![i]!) / 2)));
	const one = { theta, b: new Float32Array(9), w: [w[0]!], eta: 1, mu: 0 };
	outerStep(one);
	expect([...one.theta]).toEqual([...w[0]!]);
});

test("rate 0 keeps the weights, and the momentum remembers the outer gradient", () => {
	const theta = Float64Array.of(1, -2);
	const b = Float64Array.of(0.5, 0);
	outerStep({ theta, b, w: [Float64Array.of(0, -1), Float64Array.of(0.5, -2)], eta: 0, mu: 0.5 });
	expect([[...theta], [...b]]).toEqual([
		[1, -2],
		[0.25 + 0.75, -0.5],
	]);
});
