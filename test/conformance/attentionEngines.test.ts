/** Attention on the fast engines: against the reference within derived bounds, and the same bits on any number of threads. */
import { describe, expect, test } from "vitest";
import type { AttentionBackward, AttentionScore, Engine } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { attentionReference } from "../../src/kernels/reference/attention.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";

// awkward sizes: T 5 queries, J 11 positions, B 3 sequences that begin at 0, 4 and 10, A 37 and C 22 units
const [T, J, B, A, C] = [5, 11, 3, 37, 22];
const FIRST = [0, 4, 10];
const reference = createReference(undefined, attentionReference);

/** Runs both passes on an engine, with the same numbers on each. */
function run(engine: Engine, score: AttentionScore, A = 37) {
	const random = new RandomStream(5, "weights");
	const drawn = (n: number, size: number) => {
		const x = engine.floats(n);
		for (let k = 0; k < n; k++) x[k] = Math.fround(size * random.normal());
		return x;
	};
	const first = engine.ints(B);
	first.set(FIRST);
	const call: AttentionBackward = {
		...{ T, J, B, A, C, score, first },
		...{ query: drawn(T * B * A, 0.4), keys: drawn(J * B * A, 0.4), values: drawn(J * B * C, 1) },
		...{ dcontext: drawn(T * B * C, 1), dkeys: drawn(J * B * A, 1), dvalues: drawn(J * B * C, 1) },
		...(score === "additive" && { v: drawn(A, 0.5), dv: drawn(B * A, 1) }),
		...{ weights: engine.floats(T * B * J).fill(9), context: engine.floats(T * B * C).fill(9) },
		dquery: engine.floats(T * B * A).fill(9),
	};
	engine.attention!.attentionForward(call);
	engine.attention!.attentionBackward(call);
	return call;
}

const U = 2 ** -24;
/** Largest absolute error of exp and tanh in a fast engine (native/approx.h). */
const APPROX = 2.1e-7;

/**
 * First-order bounds on the error of every result, from the reference's numbers: a sum of n products is off by at most
 * n u times the sum of their sizes, and errors of what goes in pass on through the derivatives. Doubled for what is of
 * second order.
 */
function bounds(a: AttentionBackward) {
	const { query, keys, v, values, weights, dcontext } = a;
	const zeros = (n: number) => new Float64Array(n);
	const out = { weights: zeros(T * B * J), context: zeros(T * B * C), dquery: zeros(T * B * A) };
	const added = { dkeys: zeros(J * B * A), dvalues: zeros(J * B * C), dv: zeros(B * A) };
	const size = { dkeys: zeros(J * B * A), dvalues: zeros(J * B * C), dv: zeros(B * A) };
	const abs = Math.abs;
	const slack = 2;
	for (let t = 0; t < T; t++)
		for (let b = 0; b < B; b++) {
			const row = t * B + b;
			let de = 0; // of the scores
			for (let j = FIRST[b]!; j < J; j++) {
				let own = 0;
				for (let k = 0; k < A; k++) {
					const [q, key] = [query[row * A + k]!, keys[(j * B + b) * A + k]!];
					own += v ? abs(v[k]!) * (APPROX + U * abs(q + key) + A * U) : A * U * abs(q * key);
				}
				de = Math.max(de, own);
			}
			const shares = Array.from({ length: J }, (_, j) => weights[row * J + j]!);
			const dshares = shares.map((share) => share * (2 * de + (J + 3) * U) + APPROX * (share > 0 ? 1 + J * share : 0));
			const [da, dda] = [zeros(J), zeros(J)];
			for (let j = FIRST[b]!; j < J; j++)
				for (let k = 0; k < C; k++) {
					const product = dcontext[row * C + k]! * values[(j * B + b) * C + k]!;
					da[j]! += product;
					dda[j]! += C * U * abs(product);
				}
			const mean = shares.reduce((sum, share, j) => sum + share * da[j]!, 0);
			const dmean = shares.reduce(
				(sum, share, j) => sum + dshares[j]! * abs(da[j]!) + share * (dda[j]! + J * U * abs(da[j]!)),
				0,
			);
			for (let j = FIRST[b]!; j < J; j++) {
				const share = shares[j]!;
				out.weights[row * J + j] = slack * dshares[j]!;
				const e = share * (da[j]! - mean);
				const error =
					dshares[j]! * abs(da[j]! - mean) + share * (dda[j]! + dmean + U * (abs(da[j]!) + abs(mean))) + 2 * U * abs(e);
				for (let k = 0; k < C; k++) {
					const [at, dc] = [(j * B + b) * C + k, abs(dcontext[row * C + k]!)];
					out.context[row * C + k]! += slack * (dshares[j]! + J * U * share) * abs(values[at]!);
					added.dvalues[at]! += slack * dshares[j]! * dc;
					size.dvalues[at]! += share * dc;
				}
				for (let k = 0; k < A; k++) {
					const at = (j * B + b) * A + k;
					const [q, key] = [query[row * A + k]!, keys[at]!];
					if (!v) {
						out.dquery[row * A + k]! += slack * (error + J * U * abs(e)) * abs(key);
						added.dkeys[at]! += slack * error * abs(q);
						size.dkeys[at]! += abs(e * q);
						continue;
					}
					const z = Math.tanh(q + key);
					const dz = APPROX + U * abs(q + key);
					const d = abs(e * v[k]!) * (1 - z * z);
					const dd = error * abs(v[k]!) * (1 - z * z) + abs(e * v[k]!) * (2 * dz + U) + 3 * U * d;
					out.dquery[row * A + k]! += slack * (dd + J * U * d);
					added.dkeys[at]! += slack * dd;
					size.dkeys[at]! += d;
					added.dv[b * A + k]! += slack * (error * abs(z) + abs(e) * dz);
					size.dv[b * A + k]! += abs(e * z);
				}
			}
		}
	for (const name of ["dkeys", "dvalues", "dv"] as const) {
		const terms = name === "dv" ? T * J : T;
		for (let k = 0; k < added[name].length; k++) added[name][k]! += slack * terms * U * (size[name][k]! + 4);
	}
	return { ...out, ...added };
}

describe.each(["native", "wasm-plain", "wasm-relaxed"] as const)("%s", (choice) => {
	const open = (threads: number) => openEngine({ engine: choice, threads, alwaysThreads: true, memoryBytes: 2 ** 26 });

	test.each(["dot", "additive"] as const)(
		"%s: weights, contexts and all gradients are within the derived bounds of the reference",
		(score) => {
			const engine = open(1);
			const [got, wanted] = [run(engine, score), run(reference, score)];
			const bound = bounds(wanted);
			for (const name of [
				"weights",
				"context",
				"dquery",
				"dkeys",
				"dvalues",
				...(score === "additive" ? (["dv"] as const) : []),
			] as const) {
				const over = [...wanted[name]!].findIndex((value, k) => !(Math.abs(got[name]![k]! - value) <= bound[name][k]!));
				expect([name, over]).toEqual([name, -1]);
			}
			for (const [b, from] of FIRST.entries())
				for (let t = 0; t < T; t++)
					expect([...got.weights.subarray((t * B + b) * J, (t * B + b) * J + from)]).toEqual(new Array(from).fill(0));
			engine.close();
		},
	);

	test("1, 2 and 3 threads give the same bits at widths of 37, 16 and 3", () => {
		for (const score of ["dot", "additive"] as const)
			for (const width of [37, 16, 3]) {
				const [one, ...more] = [1, 2, 3].map((threads) => {
					const engine = open(threads);
					expect(engine.threads).toBe(threads);
					const { weights, context, dquery, dkeys, dvalues, dv } = run(engine, score, width);
					const copies = [weights, context, dquery, dkeys, dvalues, dv].map((array) => array && [...array]);
					engine.close();
					return copies;
				});
				for (const other of more) expect(other).toEqual(one);
			}
	});

	test("a position out of range, a missing v and an array too short are refused before the engine is called", () => {
		const engine = open(1);
		const call = run(engine, "additive");
		const { attentionForward, attentionBackward } = engine.attention!;
		expect(() => attentionForward({ ...call, first: Object.assign(engine.ints(B), { 1: J }) })).toThrow(
			/first.*E_SHAPE/,
		);
		expect(() => attentionForward({ ...call, first: Object.assign(engine.ints(B), { 1: -1 }) })).toThrow(
			/first.*E_SIZE/,
		);
		expect(() => attentionForward({ ...call, v: undefined })).toThrow(/v.*E_SHAPE/);
		expect(() => attentionForward({ ...call, score: "cosine" as "dot" })).toThrow(/score.*E_SHAPE/);
		expect(() => attentionBackward({ ...call, dkeys: engine.floats(J * B * A - 1) })).toThrow(/dkeys.*E_SHAPE/);
		engine.close();
	});
});
