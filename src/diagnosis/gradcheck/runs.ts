/** The same points run by an engine: its loss by forward pass, its gradients by backpropagation through time. */
import type { Deltas } from "../../cells/cell.ts";
import { statesOf } from "../../cells/layout.ts";
import { cellOf, Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import type { LayerPoint, NetworkPoint } from "../tangents.ts";

/** A point on an engine. `inputs` are the arrays to differentiate by: change them, then call `terms` again. */
export interface Run {
	inputs: Map<string, Float64Array>;
	/** Returns the terms whose sum is the loss; overwritten by the next call. */
	terms(): Float64Array;
	gradient(): Map<string, Floats>;
	free(): void;
}

export function layerRun(engine: Engine, point: LayerPoint): Run {
	const { spec, T, B, D, H, weights } = point;
	const cell = cellOf(spec);
	const size = { T, B, D, H };
	const { owned, copy, unwritten } = ownedArrays(engine);
	const copies = () => ({
		w_ih: copy(weights.w_ih),
		w_hh: copy(weights.w_hh),
		b: copy(weights.b),
		p: weights.p && copy(weights.p),
		b_hn: weights.b_hn && copy(weights.b_hn),
	});
	const state = cell.allocate(engine, size);
	const w = copies();
	const gradients = copies();
	const input = { x: copy(point.x) };
	const call = { engine, size, input, weights: w, state };

	const inputs = new Map<string, Float64Array>(
		Object.entries({ ...weights, x: point.x, h0: point.h0 }).filter((entry) => entry[1] !== undefined),
	);
	if (state.c) inputs.set("c0", point.c0);
	const BH = B * H;
	const more = statesOf(spec).length - 1; // states in c, [S-1,T+1,B,H]
	const cAt = (t: number) =>
		Array.from({ length: more }, (_, k) => state.c!.subarray((k * (T + 1) + t) * BH, (k * (T + 1) + t + 1) * BH));

	const forward = () => {
		for (const [name, target] of Object.entries({ ...w, ...input })) target?.set(inputs.get(name)!);
		state.h.set(point.h0);
		for (const [k, c] of (state.c ? cAt(0) : []).entries()) c.set(point.c0.subarray(k * BH, (k + 1) * BH));
		cell.forward(call);
	};
	const r = [point.dOut, point.dhLast, ...(state.c ? [point.dcLast] : [])];
	const terms = new Float64Array(r.reduce((n, { length }) => n + length, 0));
	return {
		inputs,
		terms() {
			forward();
			const last = T * B * H;
			const x = [state.h.subarray(B * H), state.h.subarray(last), ...(state.c ? [joined(cAt(T))] : [])];
			let n = 0;
			for (const [part, values] of r.entries()) for (const [j, rj] of values.entries()) terms[n++] = rj * x[part][j];
			return terms;
		},
		gradient() {
			forward();
			for (const g of Object.values(gradients)) g?.fill(0);
			const dx = unwritten(T * B * D);
			const deltas: Deltas = {
				gates: unwritten(T * B * w.b.length),
				h: unwritten(T * B * H),
				c: unwritten(T * Math.max(1, more) * BH),
			};
			const ends = { dhLast: copy(point.dhLast), dhFirst: unwritten(B * H) };
			const cEnds = state.c ? { dcLast: copy(point.dcLast), dcFirst: unwritten(more * BH) } : {};
			const dOut = copy(point.dOut);
			if (more === 0) delete deltas.c;
			// Run twice and halve: weight gradients are added to the arrays, all others overwrite them.
			const back = { ...call, dOut, dx, gradients, deltas, ends: { ...ends, ...cEnds } };
			cell.backward(back);
			cell.backward(back);
			for (const g of Object.values(gradients)) g?.set(g.map((v) => v / 2));
			const found = new Map<string, Floats>();
			for (const [name, g] of Object.entries(gradients)) if (g) found.set(name, g);
			found.set("x", dx).set("h0", ends.dhFirst).set("deltaGates", deltas.gates!).set("deltaH", deltas.h!);
			if (cEnds.dcFirst) found.set("c0", cEnds.dcFirst).set("deltaC", byStep(deltas.c!, more, BH));
			return found;
		},
		free() {
			const { h, c, gates, aux } = state;
			engine.free(...owned, ...[h, c, gates, aux].filter((a) => a !== undefined));
		},
	};
}

/** Arrays of the engine, and a list of them to free. */
function ownedArrays(engine: Engine) {
	const owned: Floats[] = [];
	const floats = (length: number) => {
		const array = engine.floats(length);
		owned.push(array);
		return array;
	};
	const copy = (v: Float64Array) => {
		const array = floats(v.length);
		array.set(v);
		return array;
	};
	return { owned, floats, copy, unwritten: (length: number) => floats(length).fill(Number.NaN) };
}

/** Arrays one after the other. */
const joined = (parts: readonly Floats[]) => Float64Array.from(parts.flatMap((part) => [...part]));

/** [S,T,n] as [T,S,n]. */
function byStep(x: Floats, S: number, n: number): Floats {
	const T = x.length / (S * n);
	return x.map((_, at) => x[(Math.floor(at / n) % S) * T * n + Math.floor(at / (S * n)) * n + (at % n)]!);
}

export function networkRun(engine: Engine, point: NetworkPoint): Run {
	const { spec, T, B, ids, targets, scale, dropout, weightDrop } = point;
	const weights = new Weights(engine, spec);
	const gradients = new Weights(engine, spec);
	const window = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
	window.ids.set(ids);
	window.targets.set(targets);
	const ends = point.h0.map((h, l) => {
		const dhFirst = engine.floats(h.length);
		return statesOf(spec).length > 1 ? { dhFirst, dcFirst: engine.floats(point.c0[l].length) } : { dhFirst };
	});

	const inputs = new Map<string, Float64Array>();
	for (const { name, offset, length } of weights.specs) {
		inputs.set(name, point.weights.subarray(offset, offset + length));
	}
	for (const [l, h] of point.h0.entries()) inputs.set(`l${l}.h`, h);
	const [, ...others] = statesOf(spec);
	if (others.length > 0) for (const [l, c] of point.c0.entries()) inputs.set(`l${l}.c`, c);

	const forward = () => {
		weights.flat.set(point.weights);
		for (const { name, data } of window.carried()) {
			const [layer, state] = name.split(".") as [string, string];
			const k = others.indexOf(state); // -1 for h
			const from = inputs.get(k < 0 ? name : `${layer}.c`)!;
			data.set(k < 0 ? from : from.subarray(k * data.length, (k + 1) * data.length));
		}
		window.forward({ dropout, weightDrop });
	};
	return {
		inputs,
		terms() {
			forward();
			window.loss();
			return Float64Array.from(window.losses, (nats) => scale * nats); // 0 where not scored
		},
		gradient() {
			forward();
			gradients.flat.fill(0);
			window.backward(gradients, { scale, ends });
			const found = new Map<string, Floats>();
			for (const { name } of weights.specs) found.set(name, gradients.tensor(name));
			for (const [l, { dhFirst, dcFirst }] of ends.entries()) {
				found.set(`l${l}.h`, dhFirst);
				if (dcFirst) found.set(`l${l}.c`, dcFirst);
			}
			return found;
		},
		free() {
			window.free();
			engine.free(weights.flat, gradients.flat, ...ends.flatMap((end) => Object.values(end)));
		},
	};
}
