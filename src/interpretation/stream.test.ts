/** The stream of windows compared with one pass over the whole text. */
import { describe, expect, test } from "vitest";
import { CELLS, cellNamed, H, modelOf, V } from "../../test/conformance/smallModels.ts";
import { Unrolled } from "../cells/unroll.ts";
import { hookOf, hooksOf, parseUnit } from "./hookNames.ts";
import { textOf, windows } from "./stream.ts";

const S = 53;
const ids = Int32Array.from({ length: S }, (_, t) => (t === 9 ? -1 : (t * t + 3 * t) % V));

/** Every value of every counted symbol, by name, [S][n]; each symbol must come once. */
async function collect(model: ReturnType<typeof modelOf>, options: { steps: number; lanes?: number; warmup?: number }) {
	const names = hooksOf(model.weights.spec).map(({ name }) => name);
	const found = new Map(names.map((name) => [name, [] as number[][]]));
	const read: number[] = [];
	for await (const window of windows(model, textOf(ids), { names, ...options })) {
		const { lanes: B, at, first, end, values } = window;
		for (let b = 0; b < B; b++) {
			for (let t = first[b]!; t < end[b]!; t++) {
				const symbol = at[b]! + t;
				expect(read[symbol]).toBeUndefined();
				read[symbol] = window.ids[t * B + b]!;
				for (const name of names) {
					const n = hookOf(model.weights.spec, name).width;
					const row = (t * B + b) * n;
					found.get(name)![symbol] = [...values.get(name)!.subarray(row, row + n)];
				}
			}
		}
	}
	expect(read).toEqual([...ids]);
	return found;
}

describe.each(CELLS)("$cell $variant:", (cell) => {
	const model = modelOf(cell);
	test("windows of 8 steps give every value of one window of 53, bit for bit", async () => {
		const whole = new Unrolled(model.engine, model.weights, { steps: S, lanes: 1 });
		whole.ids.set(ids);
		whole.forward();
		const found = await collect(model, { steps: 8 });
		for (const { name, kind, layer, block, width } of hooksOf(model.weights.spec)) {
			const { h, c, gates } = whole.layers[layer] ?? whole.layers[0]!;
			const G = kind === "gate" ? gates!.length / (S * H) : 0;
			const w = model.weights.layer(0).w_ih;
			for (let t = 0; t < S; t++) {
				const wanted = Array.from({ length: width }, (_, k) => {
					if (kind === "logits") return whole.logits[t * V + k];
					if (kind === "h") return h[(t + 1) * H + k];
					if (kind === "c") return c![(t + 1) * H + k];
					if (kind === "tanh_c") return Math.tanh(c![(t + 1) * H + k]!);
					if (kind === "gate") return gates![(t * G + block) * H + k];
					return ids[t]! < 0 ? 0 : w[k * V + ids[t]!];
				});
				expect(found.get(name)![t], `${name} at ${t}`).toEqual(wanted);
			}
		}
	});
	test("three lanes with a warm-up as long as the text give the same bits", async () => {
		expect(await collect(model, { steps: 8, lanes: 3, warmup: S })).toEqual(await collect(model, { steps: 11 }));
	});
});

test("a lane without warm-up begins from a zero state; more lanes than symbols still give each symbol once", async () => {
	const model = modelOf(cellNamed("lstm forget"));
	const cut = await collect(model, { steps: 8, lanes: 3, warmup: 0 });
	const exact = await collect(model, { steps: 8 });
	expect(cut.get("l1.c")![17]).toEqual(exact.get("l1.c")![17]); // the last symbol of lane 0
	expect(cut.get("l1.c")![18]).not.toEqual(exact.get("l1.c")![18]);
	await collect(model, { steps: 2, lanes: 70, warmup: 1 });
});

test("a name or unit that the model lacks is answered with those it has", () => {
	const { spec } = modelOf(cellNamed("lstm forget")).weights;
	expect(() => hookOf(spec, "l1.gate.r")).toThrow(
		/no value "l1.gate.r".*l\{n\}.gate.i, .*l\{n\}.h \(n from 0 to 1\), logits/,
	);
	expect(() => hookOf(spec, "l1.cc")).toThrow(/Did you mean l1.c\?/);
	expect(() => hookOf(modelOf(cellNamed("rnn tanh")).weights.spec, "l0.c")).toThrow("E_HOOK_NAME");
	expect(parseUnit(spec, "l0.gate.f.4")).toMatchObject({ index: 4, hook: { kind: "gate", layer: 0, block: 1 } });
	expect(() => parseUnit(spec, "l0.gate.f.5")).toThrow(/index 5: l0.gate.f has 0 to 4/);
	expect(() => parseUnit(spec, "l0.h")).toThrow(/no index/);
	expect(() => parseUnit(spec, "l0.h.1.5")).toThrow("E_HOOK_NAME");
});
