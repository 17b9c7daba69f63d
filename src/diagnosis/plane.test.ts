import { expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { WeightPlane } from "./plane.ts";

function planeOf(seed = 1) {
	const engine = engineFor("reference");
	const weights = new Weights(engine, {
		cell: "lstm",
		variant: "forget",
		symbols: 5,
		hidden: 4,
		layers: 1,
		dropout: 0,
	});
	const random = new RandomStream(7, "plane test");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = 0.5 * random.normal();
	const ids = Int32Array.from({ length: 21 }, () => random.below(5));
	return { weights, plane: new WeightPlane(engine, weights, ids, seed) };
}

test("the slope in the plane is that of the losses by central differences, to 1e-7, at three places", () => {
	const { plane } = planeOf();
	for (const [x, y] of [
		[0, 0],
		[0.3, -0.2],
		[-1, 0.7],
	] as const) {
		const { dx, dy, loss } = plane.at(x, y);
		const h = 1e-5;
		expect(plane.lossAt(x, y)).toBe(loss);
		expect((plane.lossAt(x + h, y) - plane.lossAt(x - h, y)) / (2 * h)).toBeCloseTo(dx, 7);
		expect((plane.lossAt(x, y + h) - plane.lossAt(x, y - h)) / (2 * h)).toBeCloseTo(dy, 7);
	}
});

test("at the weights themselves the whole gradient lies along x: dy is 0, for any seed", () => {
	for (const seed of [1, 2, 3]) {
		const { dx, dy } = planeOf(seed).plane.at(0, 0);
		expect(dx).toBeGreaterThan(0);
		expect(dy).toBe(0);
	}
});

test("a clipped step is at most lr times the limit long, and the given weights stay as they are", () => {
	const { plane, weights } = planeOf();
	const before = Float64Array.from(weights.flat);
	const free = plane.walk(1, 1, { lr: 2, clip: 0, updates: 10 });
	const held = plane.walk(1, 1, { lr: 2, clip: 0.01, updates: 10 });
	const steps = (path: { x: number; y: number }[]) =>
		path.slice(1).map((to, n) => Math.hypot(to.x - path[n]!.x, to.y - path[n]!.y));
	expect(Math.max(...steps(held))).toBeLessThanOrEqual(0.02 * (1 + 1e-12));
	expect(Math.max(...steps(free))).toBeGreaterThan(0.02);
	expect([...weights.flat]).toEqual([...before]);
});
