/** Hooks compared with the equations written out once more, unit by unit, with the changed values inserted. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import { type Dual, ownByHand, plain } from "../../test/conformance/ownByHand.ts";
import { everything, explained } from "../../test/conformance/ownTwins.ts";
import { CELLS, cellNamed, H, ids, modelOf, V } from "../../test/conformance/smallModels.ts";
import { type CellSpec, gateBlocks, statesOf } from "../cells/layout.ts";
import { Weights } from "../cells/weights.ts";
import { hookOf, hooksOf } from "./hookNames.ts";
import { runWithHooks } from "./hooks.ts";
import { textOf, windows } from "./stream.ts";
import type { Hooks } from "./visit.ts";

const S = ids.length;

type Put = (name: string, computed: number[]) => number[];

/** Logits of every step; `put` returns each named value as it is to be used. */
function byHand({ weights }: ReturnType<typeof modelOf>, put: (t: number) => Put): number[][] {
	const { spec } = weights;
	if (spec.cell === "own") return equationsByHand(weights, put);
	const s = (a: number) => 1 / (1 + Math.exp(-a));
	const zeros = () => new Array<number>(H).fill(0);
	const h = [zeros(), zeros()];
	const c = [zeros(), zeros()];
	return [...ids].map((id, t) => {
		const use = put(t);
		for (const l of [0, 1]) {
			const { w_ih, w_hh, b, p, b_hn } = weights.layer(l);
			const rows = gateBlocks(spec) * H;
			const column = (k: number) => (id < 0 ? 0 : w_ih[k * V + id]!);
			const product = (k: number) => h[0]!.reduce((sum, x, j) => sum + w_ih[k * H + j]! * x, 0);
			let wx = Array.from({ length: rows }, (_, k) => (l === 0 ? column(k) : product(k)));
			if (l === 0) wx = use("embed", wx);
			const u = (k: number, x = h[l]!) => x.reduce((sum, y, j) => sum + w_hh[k * H + j]! * y, 0);
			const over = (f: (k: number) => number) => Array.from({ length: H }, (_, k) => f(k));
			const named = (name: string, f: (k: number) => number) => use(`l${l}.${name}`, over(f));
			const a = (block: number) => (k: number) => wx[block * H + k]! + b[block * H + k]! + u(block * H + k);
			if (spec.cell === "rnn") {
				const act = { tanh: Math.tanh, sigmoid: s, relu: (x: number) => Math.max(x, 0), linear: (x: number) => x };
				h[l] = named("h", (k) => act[spec.variant](a(0)(k)));
			} else if (spec.cell === "gru") {
				const r = named("gate.r", (k) => s(a(0)(k)));
				const z = named("gate.z", (k) => s(a(1)(k)));
				const rh = r.map((x, k) => x * h[l]![k]!);
				const n = named("gate.n", (k) => {
					const from = wx[2 * H + k]! + b[2 * H + k]!;
					return Math.tanh(from + (b_hn ? r[k]! * (u(2 * H + k) + b_hn[k]!) : u(2 * H + k, rh)));
				});
				h[l] = named("h", (k) => (1 - z[k]!) * n[k]! + z[k]! * h[l]![k]!);
			} else {
				const before = c[l]!;
				const [F, G, O] = spec.variant === "forget" || spec.variant === "peephole" ? [1, 2, 3] : [-1, 1, 2];
				const i = named("gate.i", (k) => s(a(0)(k) + (p ? p[k]! * before[k]! : 0)));
				const f =
					F > 0
						? named("gate.f", (k) => s(a(F)(k) + (p ? p[H + k]! * before[k]! : 0)))
						: over((k) => (spec.variant === "coupled" ? 1 - i[k]! : 1));
				const g = named("gate.g", (k) => Math.tanh(a(G)(k)));
				c[l] = named("c", (k) => f[k]! * before[k]! + i[k]! * g[k]!);
				const o = named("gate.o", (k) => s(a(O)(k) + (p ? p[2 * H + k]! * c[l]![k]! : 0)));
				const y = named("tanh_c", (k) => Math.tanh(c[l]![k]!));
				h[l] = named("h", (k) => o[k]! * y[k]!);
			}
		}
		const [w, b] = [weights.tensor("head.weight"), weights.tensor("head.bias")];
		const logits = Array.from(b, (bias, v) => h[1]!.reduce((sum, x, j) => sum + w[v * H + j]! * x, bias));
		return use("logits", logits);
	});
}

/** A state that no equation of its own step reads. */
const isReadLater = (cell: CellSpec, name: string) => cell === everything && name.endsWith(".v");

function equationsByHand(weights: Weights, put: (t: number) => Put): number[][] {
	const use = (t: number) => (name: string, x: Dual[]) =>
		put(t)(
			name,
			x.map(({ v }) => v),
		).map(plain);
	return ownByHand(weights, ids, use).map((logits) => logits.map(({ v }) => v));
}

describe.each([...CELLS, ...explained])("$cell $variant:", (cell) => {
	const model = modelOf(cell);
	const hooks = hooksOf(model.weights.spec);

	test("hooks on every value that change nothing change no bit of any value", async () => {
		const names = hooks.map(({ name }) => name);
		const seen: string[] = [];
		const nothing: Hooks = Object.fromEntries(
			names.map((name) => [name, (values, { step }) => step === 1 && seen.push(`${name} ${values.length}`)]),
		);
		const found = runWithHooks(model, ids, nothing, { names });
		for await (const window of windows(model, textOf(ids), { names, steps: S }))
			for (const name of names) expect(found.get(name), name).toEqual(Float64Array.from(window.values.get(name)!));
		expect(seen.toSorted()).toEqual(hooks.map(({ name, width }) => `${name} ${width}`).toSorted());
	});

	test.each(hooks.map(({ name }) => name))(
		"%s changed in steps 1 and 4 acts as the equations say, to 1e-12",
		(name) => {
			const n = hookOf(model.weights.spec, name).width;
			const changed = (t: number, k: number, x: number) => ((t === 1 || t === 4) && k % 2 === 0 ? 0.7 * x - 0.3 : x);
			const found = runWithHooks(model, ids, {
				[name]: (values, { step, id }) => {
					expect(id).toBe(ids[step]);
					for (let k = 0; k < n; k++) values[k] = changed(step, k, values[k]!);
				},
			}).get("logits")!;
			const wanted = byHand(model, (t) => (at, x) => (at === name ? x.map((value, k) => changed(t, k, value)) : x));
			const plain = byHand(model, () => (_, x) => x);
			for (let t = 0; t < S; t++) {
				for (let v = 0; v < V; v++) expect(Math.abs(found[t * V + v]! - wanted[t]![v]!)).toBeLessThan(1e-12);
				const acts = t >= (isReadLater(cell, name) ? 2 : 1);
				if (t === 1 ? acts : acts && name !== "logits") expect(wanted[t]).not.toEqual(plain[t]);
			}
		},
	);

	test("in three lanes, each warmed up by all that came before, hooks give the bits of one pass", async () => {
		for (const { name, width: n } of hooks) {
			const change: Hooks = {
				[name](values, { ids: read, at }) {
					for (const [b, step] of at.entries()) {
						if (read[b] !== -1) expect(read[b]).toBe(ids[step]);
						if (step % 3 !== 1) continue;
						for (let k = 0; k < n; k += 2) values[b * n + k] = 0.7 * values[b * n + k]! - 0.3;
					}
				},
			};
			const names = hooks.map((hook) => hook.name);
			const wanted = runWithHooks(model, ids, change, { names });
			const how = { names, hooks: change, lanes: 3, steps: 2, warmup: S };
			for await (const { lanes: B, at, first, end, values } of windows(model, textOf(ids), how)) {
				for (const value of hooks) {
					for (let b = 0; b < B; b++) {
						for (let t = first[b]!; t < end[b]!; t++) {
							const row = (array: ArrayLike<number>, r: number) =>
								Array.from({ length: value.width }, (_, k) => array[r * value.width + k]);
							const found = row(values.get(value.name)!, t * B + b);
							expect(found, `${value.name}, ${name} changed`).toEqual(row(wanted.get(value.name)!, at[b]! + t));
						}
					}
				}
			}
		}
	});

	test("two changes in one step: the later sees what follows from the earlier", () => {
		const later = `l0.${cell.cell === "gru" ? "gate.n" : (statesOf(cell)[1] ?? "h")}`;
		const change = (name: string, x: number, k: number) =>
			name === "embed" ? x + 0.2 * k : name === later ? 0.5 * x : x;
		const visit = (name: string) => (values: Float64Array | Float32Array) =>
			values.set(values.map((x, k) => change(name, x, k)));
		const found = runWithHooks(model, ids, { [later]: visit(later), embed: visit("embed") }).get("logits")!;
		const wanted = byHand(model, () => (name, x) => x.map((value, k) => change(name, value, k)));
		for (const [j, x] of wanted.flat().entries()) expect(Math.abs(found[j]! - x)).toBeLessThan(1e-12);
	});
});

test("on the fast engine too, five lanes with hooks that change nothing have the bits of five lanes without", async () => {
	const engine = engineFor("fast");
	for (const cell of [...CELLS, ...explained]) {
		const { spec, flat } = modelOf(cell).weights;
		const weights = new Weights(engine, spec);
		weights.flat.set(flat);
		const names = hooksOf(spec).map(({ name }) => name);
		const long = Int32Array.from({ length: 60 }, (_, t) => (t * t + 3 * t) % V);
		const read = async (hooks?: Hooks) => {
			const all: number[][] = [];
			const how = { names, hooks, lanes: 5, steps: 4, warmup: 3 };
			for await (const { values } of windows({ engine, weights }, textOf(long), how))
				all.push(names.flatMap((name) => [...values.get(name)!]));
			return all;
		};
		const nothing: Hooks = Object.fromEntries(names.map((name) => [name, () => {}]));
		expect(await read(nothing), `${cell.cell} ${cell.variant}`).toEqual(await read());
	}
	engine.close();
});

test("hooks live for one call: the next one has the bits of a call before", () => {
	const model = modelOf(cellNamed("lstm forget"));
	const before = runWithHooks(model, ids, {});
	runWithHooks(model, ids, { "l0.c": (values) => values.fill(3) });
	expect(runWithHooks(model, ids, {})).toEqual(before);
});

test("a hook on a value that the model lacks is an error that lists those it has", () => {
	expect(() => runWithHooks(modelOf(cellNamed("rnn tanh")), ids, { "l0.c": () => {} })).toThrow(
		/no value "l0.c".*l\{n\}.h/,
	);
	expect(() => runWithHooks(modelOf(cellNamed("rnn tanh")), ids, {}, { names: ["l2.h"] })).toThrow("E_HOOK_NAME");
});
