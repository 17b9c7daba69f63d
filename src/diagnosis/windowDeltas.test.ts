import { expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import { type CellSpec, type ModelSpec, VARIANTS } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { windowDeltas } from "./windowDeltas.ts";

const [V, H, T, B] = [5, 4, 9, 3];
const allCells = Object.entries(VARIANTS).flatMap(([cell, variants]) =>
	variants.map((variant) => ({ cell, variant }) as CellSpec),
);

function windowOf(
	name: "reference" | "fast",
	spec: Partial<ModelSpec> & CellSpec,
	steps = T,
	set = (_: Weights) => {},
) {
	const engine = engineFor(name);
	const weights = new Weights(engine, { symbols: V, hidden: H, layers: 1, dropout: 0, ...spec } as ModelSpec);
	const random = new RandomStream(2, "deltas");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = Math.fround(0.6 * random.normal());
	set(weights);
	const window = new Unrolled(engine, weights, { steps, lanes: B, training: true });
	for (let j = 0; j < steps * B; j++) [window.ids[j], window.targets[j]] = [random.below(V), random.below(V)];
	return { engine, weights, window, gradients: new Weights(engine, weights.spec) };
}

/** The backward pass's own deltas, which the gradient check compares with forward mode. */
test.each(allCells)(
	"$cell $variant: dL/dh and dL/dc of 7 of 9 steps are the backward pass's to 1e-12, 2 layers, dropout 0.3",
	(spec) => {
		const { engine, window, gradients } = windowOf("reference", { ...spec, layers: 2, dropout: 0.3 });
		const steps = 7;
		window.targets[4] = -1;
		window.forward({ steps, dropout: { rate: 0.3, key: [3, 4], counter: 0 } });
		const array = () => engine.floats(T * B * H);
		const own = [0, 1].map(() => ({ h: array(), ...(spec.cell === "lstm" && { c: array() }) }));
		window.backward(gradients, { steps, scale: 1 / 17, deltas: own });
		const found = windowDeltas(window, steps);
		for (const [l, { dh, dc, log10H, log10C }] of found.entries()) {
			for (const [got, want, logs] of [
				[dh, own[l]!.h, log10H],
				[dc, own[l]!.c, log10C],
			] as const) {
				expect(got === undefined).toBe(want === undefined);
				if (!got || !want) continue;
				for (let t = 0; t < steps; t++) {
					const rows = [got, want].map((x) => Array.from(x.subarray(t * B * H, (t + 1) * B * H)));
					const size = Math.hypot(...rows[1]!);
					expect(Math.hypot(...rows[0]!.map((x, k) => x - rows[1]![k]!))).toBeLessThanOrEqual(1e-12 * size);
					expect(Math.abs(10 ** logs![t]! / size - 1)).toBeLessThan(1e-12);
				}
			}
		}
	},
);

test("of a linear cell of w = 0.01 in float32, 30 steps back |dL/dh| is 1e-60 of the last one, where a float has 0", () => {
	const steps = 31;
	const { window, gradients } = windowOf("fast", { cell: "rnn", variant: "linear" }, steps, (weights) => {
		const w_hh = weights.layer(0).w_hh.fill(0);
		for (let i = 0; i < H; i++) w_hh[i * H + i] = 0.01;
	});
	window.targets.fill(-1, 0, (steps - 1) * B);
	window.forward();
	window.backward(gradients, { scale: 1 });
	const [{ log10H, dh }] = windowDeltas(window) as [ReturnType<typeof windowDeltas>[number]];
	// 0.01 as a float32 is off by 2.2e-8 of itself, and each step rounds once: 30 steps are within 30 (2.2e-8 + 6e-8).
	expect(Math.abs(log10H[0]! - log10H[30]! + 60)).toBeLessThan(30 * 8.2e-8);
	expect(Math.abs(Math.fround(dh[0]!))).toBe(0);
	expect(Math.abs(dh[0]!)).toBeGreaterThan(1e-64);
});

test("a step after which nothing is scored has the gradient 0, whose power is -Infinity", () => {
	const { window, gradients } = windowOf("reference", { cell: "lstm", variant: "forget" });
	window.targets.fill(-1, 4 * B);
	window.forward();
	window.backward(gradients, { scale: 1 });
	const [{ log10H, log10C }] = windowDeltas(window) as [ReturnType<typeof windowDeltas>[number]];
	expect(Array.from(log10H.subarray(4), String)).toEqual(Array(5).fill("-Infinity"));
	expect(log10H[3]).toBeGreaterThan(-3);
	expect(log10C![3]).toBeGreaterThan(-3);
});
