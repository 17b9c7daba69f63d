/** Traces and steps taken apart, against PyTorch in float64: every state, gate, argument and derivative of nine steps. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { gateLetters, type ModelSpec } from "../../src/cells/layout.ts";
import { Weights } from "../../src/cells/weights.ts";
import { explainStep, hooksOf, runWithHooks, textOf, windows } from "../../src/interpretation/index.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { boundOf, engines } from "./engines.ts";

interface Trace {
	name: string;
	weights: Record<string, number[]>;
	values: Record<string, number[]>[]; // [S]
	derivatives: Record<string, number[]>[]; // [S]
}
const file = new URL("../fixtures/torch/traces.json", import.meta.url);
const { size, ids, traces } = JSON.parse(readFileSync(file, "utf8")) as {
	size: { H: number; V: number; layers: number };
	ids: number[];
	traces: Trace[];
};
const { H, V, layers } = size;
const text = textOf(Int32Array.from(ids));

/** Our one bias: the sum of PyTorch's two, but for the GRU's n, whose inner bias stays apart. */
function modelOf(engine: Engine, { name, weights: torch }: Trace) {
	const [cell, variant] = name.split(" ");
	const weights = new Weights(engine, { cell, variant, symbols: V, hidden: H, layers, dropout: 0 } as ModelSpec);
	for (const { name: tensor } of weights.specs) {
		const [, l] = /^bias_l(\d)$/.exec(tensor) ?? [];
		const hh = torch[`bias_hh_l${l ?? tensor.at(-1)}`]!;
		if (l)
			weights
				.tensor(tensor)
				.set(torch[`bias_ih_l${l}`]!.map((b, k) => (cell === "gru" && k >= 2 * H ? b : b + hh[k]!)));
		else weights.tensor(tensor).set(tensor.startsWith("bias_hn") ? hh.slice(2 * H) : torch[tensor]!);
	}
	return { engine, weights };
}

function hold(found: ArrayLike<number>, wanted: readonly number[], bound: number, what: string): void {
	const worst = Math.max(...wanted.map((x, k) => Math.abs(found[k]! - x)));
	expect(worst, what).toBeLessThan(bound);
}

describe.each(engines)("%s:", (_name, engine) => {
	const exact = engine.precision === 64;
	const bound = exact ? 1e-12 : 1e-6;
	describe.each(traces)("$name", (torch) => {
		const model = modelOf(engine, torch);
		const names = hooksOf(model.weights.spec).map(({ name }) => name);

		test(`every value of every step is PyTorch's within ${bound}`, async () => {
			for await (const window of windows(model, text, { names, steps: 4 })) {
				for (let t = 0; t < window.end[0]!; t++) {
					const wanted = torch.values[window.at[0]! + t]!;
					for (const name of names.filter((name) => name !== "embed")) {
						const n = wanted[name]!.length;
						hold(window.values.get(name)!.subarray(t * n, (t + 1) * n), wanted[name]!, bound, `${name} at ${t}`);
					}
				}
			}
		});

		test("hooks on every value that change nothing give the bits of windows of one step", async () => {
			const found = runWithHooks(model, ids, Object.fromEntries(names.map((name) => [name, () => {}])), { names });
			let t = 0;
			for await (const { values } of windows(model, text, { names, steps: 1 })) {
				for (const [name, all] of found) {
					const n = all.length / ids.length;
					expect([...all.subarray(t * n, (t + 1) * n)], name).toEqual([...values.get(name)!]);
				}
				t++;
			}
		});

		// derivatives of a sum of eight losses: a few roundings more than the values
		const back = boundOf(engine);
		test.each([0, 3, 8])(`step %i taken apart: values and derivatives are PyTorch's within ${back}`, async (step) => {
			for (let layer = 0; layer < layers; layer++) {
				const { forward, backward } = await explainStep(model, text, { step, layer });
				const [values, derivatives] = [torch.values[step]!, torch.derivatives[step]!];
				const found = new Map([...forward, ...backward].map(({ name, values }) => [name, values]));
				const letters = gateLetters(model.weights.spec);
				const states = ["h", ...(torch.name.startsWith("lstm") ? ["c", "tanh_c"] : [])];
				const gates = letters.length > 0 ? letters.flatMap((k) => [`a.${k}`, `gate.${k}`]) : ["a"];
				for (const name of [...states, ...gates]) {
					hold(found.get(name)!, values[`l${layer}.${name}`]!, exact ? 1e-12 : 1e-6, name);
					hold(found.get(`d.${name}`)!, derivatives[`l${layer}.${name}`]!, back, `d.${name}`);
				}
			}
		});
	});
});
