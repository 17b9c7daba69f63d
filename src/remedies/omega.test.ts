import { describe, expect, test } from "vitest";
import { engines } from "../../test/conformance/engines.ts";
import type { ModelSpec } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Engine, Floats, RnnActivation } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { addOmega, checkOmega, OMEGA_FORMS, type OmegaForm, omegaScratch, shrinkGradient } from "./omega.ts";

const reference = createReference();
const [T, B, H, D] = [29, 3, 5, 4];
const LENGTHS = [29, 13, 2];
const slopes: Record<RnnActivation, (h: number) => number> = {
	tanh: (h) => 1 - h * h,
	sigmoid: (h) => h * (1 - h),
	relu: (h) => (h > 0 ? 1 : 0),
	linear: () => 1,
};

/** States and deltas of padded sequences; scored at the last step of each, or at every step. */
function passed(activation: RnnActivation, everyStep = true, engine: Engine = reference) {
	const spec: ModelSpec = { cell: "rnn", variant: activation, symbols: D, hidden: H, layers: 1, dropout: 0 };
	const weights = new Weights(engine, spec);
	const random = new RandomStream(9, "omega");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = 0.5 * random.normal();
	const window = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
	window.ids.fill(-1);
	window.targets.fill(-1);
	for (const [b, length] of LENGTHS.entries()) {
		for (let t = 0; t < length; t++) {
			window.ids[t * B + b] = random.below(D);
			if (everyStep || t === length - 1) window.targets[t * B + b] = random.below(D);
		}
	}
	const deltas = { h: engine.floats(T * B * H), gates: engine.floats(T * B * H) };
	window.forward();
	window.backward(new Weights(engine, spec), { scale: 1 / B, deltas: [deltas] });
	const enters = Uint8Array.from(window.targets, (target) => (target >= 0 ? 1 : 0)); // [T,B]
	const { h } = window.layers[0]!;
	return { run: { h, dh: deltas.h, da: deltas.gates, w_hh: weights.layer(0).w_hh }, enters };
}

type Passed = ReturnType<typeof passed>["run"];

/** Omega from its definition: the Jacobian written out, with `w` instead of W_hh and everything else unchanged. */
function omegaOf(form: OmegaForm, activation: RnnActivation, { h, dh, da }: Passed, w: Floats): number {
	const slope = slopes[activation];
	let sum = 0;
	let counted = 0;
	for (let t = form === "paper" ? 1 : 0; t < T; t++) {
		for (let b = 0; b < B; b++) {
			const row = (t * B + b) * H; // step t of h [T+1,B,H] is the state before step t
			const gradient = form === "paper" ? da : dh;
			const before: number[] = [];
			for (let j = 0; j < H; j++) {
				let dot = 0;
				for (let k = 0; k < H; k++) {
					// dx_{k+1}/dx_k = W diag(act'(x_k));  dh_t/dh_{t-1} = diag(act'(a_t)) W
					const here = slope(form === "paper" ? h[row + j]! : h[row + B * H + k]!);
					dot += gradient[row + k]! * w[k * H + j]! * here;
				}
				before.push(dot);
			}
			const size = Math.hypot(...gradient.subarray(row, row + H));
			if (form === "paper" ? size === 0 : size * size < 1e-20) continue;
			counted++;
			const ratio = Math.hypot(...before) / size;
			sum += form === "paper" ? (ratio - 1) ** 2 : (ratio ** 2 - 1) ** 2;
		}
	}
	return form === "paper" ? sum / B : sum / counted;
}

function added(
	form: OmegaForm,
	activation: RnnActivation,
	run: Passed,
	alpha: number,
	engine: Engine = reference,
	enters?: Uint8Array,
) {
	const dw_hh = engine.floats(H * H);
	dw_hh.fill(1);
	const scratch = omegaScratch(engine, T, B, H);
	const result = addOmega({ engine, form, alpha, activation, T, B, H, ...run, enters, dw_hh, scratch });
	return { ...result, gradient: Array.from(dw_hh, (g) => g - 1) };
}

describe("Omega", () => {
	test.each(
		OMEGA_FORMS.flatMap((form) => (["tanh", "sigmoid", "relu", "linear"] as const).map((act) => ({ form, act }))),
	)("$form, $act: value to 1e-13 and derivative by W_hh to 1e-8 of its definition, states and gradients held", (c) => {
		const { form, act } = c;
		const { run } = passed(act);
		const { omega, gradient } = added(form, act, run, 3);
		expect(Math.abs(omega - omegaOf(form, act, run, run.w_hh))).toBeLessThan(1e-13 * omega);
		const w = Float64Array.from(run.w_hh);
		let size = 0;
		for (let j = 0; j < w.length; j++) {
			const was = w[j]!;
			w[j] = was + 1e-5;
			const above = omegaOf(form, act, run, w);
			w[j] = was - 1e-5;
			const slope = (above - omegaOf(form, act, run, w)) / 2e-5;
			w[j] = was;
			expect(Math.abs(gradient[j]! - 3 * slope)).toBeLessThan(1e-8 * (1 + Math.abs(slope)));
			size += Math.abs(gradient[j]!);
		}
		expect(size).toBeGreaterThan(0.01);
	});

	test("paper: scored at the last step only, the ratios are those of successive gradients of back-propagation itself", () => {
		const { run } = passed("tanh", false);
		const size = (t: number, b: number) => Math.hypot(...run.da.subarray((t * B + b) * H, (t * B + b + 1) * H));
		let sum = 0;
		for (const [b, length] of LENGTHS.entries()) {
			for (let t = 1; t < length; t++) sum += (size(t - 1, b) / size(t, b) - 1) ** 2;
		}
		const { omega, counted } = added("paper", "tanh", run, 1);
		expect(counted).toBe(28 + 12 + 1); // pairs of steps within each sequence; the padding has none
		expect(Math.abs(omega - sum / B)).toBeLessThan(1e-13);
	});

	test.each(
		OMEGA_FORMS.flatMap((form) => (["tanh", "sigmoid", "relu", "linear"] as const).map((act) => ({ form, act }))),
	)("$form, $act: told where errors enter (the last steps, and one between), it answers the same to 1e-12", (c) => {
		const { form, act } = c;
		const sparse = passed(act, false);
		const dense = passed(act);
		for (const { run, enters } of [sparse, dense]) {
			for (const size of [1, 1e-30]) {
				const scaled = { ...run, dh: run.dh.map((g) => size * g), da: run.da.map((g) => size * g) };
				const [wanted, got] = [added(form, act, scaled, 3), added(form, act, scaled, 3, reference, enters)];
				expect(got.counted).toBe(wanted.counted);
				expect(Math.abs(got.omega - wanted.omega)).toBeLessThan(1e-12 * (1 + wanted.omega));
				for (const [j, g] of got.gradient.entries()) {
					expect(Math.abs(g - wanted.gradient[j]!)).toBeLessThan(1e-12 * (1 + Math.abs(g)));
				}
			}
		}
		expect(sparse.enters.reduce((a, b) => a + b)).toBe(B);
	});

	test.each([1e-150, 1e-158, 1e-200, 1e-290])(
		"paper: float64 deltas of %d, whose squares underflow, give Omega and its gradient to 1e-12, told where errors enter or not",
		(size) => {
			const { run, enters } = passed("tanh", false);
			const plain = added("paper", "tanh", run, 3);
			const small = { ...run, dh: run.dh.map((g) => size * g), da: run.da.map((g) => size * g) };
			const wanted = omegaOf("paper", "tanh", small, run.w_hh); // by hypot, which scales
			for (const told of [undefined, enters]) {
				const { omega, counted, gradient } = added("paper", "tanh", small, 3, reference, told);
				expect(counted).toBe(plain.counted);
				expect(Math.abs(omega - wanted)).toBeLessThan(1e-12 * wanted);
				for (const [j, g] of gradient.entries())
					expect(Math.abs(g - plain.gradient[j]!)).toBeLessThan(1e-12 * (1 + Math.abs(g)));
			}
		},
	);

	test("authors: steps whose squared gradient is below 1e-20 leave sum and number; the paper's form keeps gradients of 1e-30", () => {
		const { run } = passed("tanh");
		const scaled = { ...run, dh: run.dh.map((g) => 1e-30 * g), da: run.da.map((g) => 1e-30 * g) };
		expect(added("authors", "tanh", scaled, 1)).toMatchObject({ omega: 0, counted: 0 });
		const [small, plain] = [added("paper", "tanh", scaled, 1), added("paper", "tanh", run, 1)];
		expect(small.counted).toBe(plain.counted);
		expect(Math.abs(small.omega - plain.omega)).toBeLessThan(1e-13 * plain.omega);
		for (const [j, g] of small.gradient.entries()) expect(Math.abs(g - plain.gradient[j]!)).toBeLessThan(1e-12);
	});

	test.each(engines)("%s agrees with the reference to 1e-4 of the largest entry", (_, engine) => {
		const { run: slow } = passed("tanh");
		for (const form of OMEGA_FORMS) {
			const [wanted, got] = [
				added(form, "tanh", slow, 1),
				added(form, "tanh", passed("tanh", true, engine).run, 1, engine),
			];
			expect(Math.abs(got.omega - wanted.omega)).toBeLessThan(1e-4 * wanted.omega);
			const largest = Math.max(...wanted.gradient.map(Math.abs));
			for (const [j, g] of got.gradient.entries()) {
				expect(Math.abs(g - wanted.gradient[j]!)).toBeLessThan(1e-4 * Math.max(1, largest));
			}
		}
	});

	test("is refused for cells with gates, saying why", () => {
		for (const cell of ["lstm", "gru"]) {
			expect(() => checkOmega(cell)).toThrow(expect.objectContaining({ code: "E_REMEDY", exitCode: 2 }));
		}
		expect(() => checkOmega("lstm")).toThrow(/also passes through gates/);
		expect(checkOmega("rnn")).toBeUndefined();
	});
});

describe("the authors' shrink rule", () => {
	const spec: ModelSpec = { cell: "rnn", variant: "tanh", symbols: D, hidden: H, layers: 2, dropout: 0 };
	const filled = (value: number) => {
		const weights = new Weights(reference, spec);
		weights.flat.fill(value);
		return weights;
	};

	test.each([Number.NaN, Infinity, -1, 1.1e10])("norm %s: W_hh's gradient becomes 0.02 W_hh, all others 0", (norm) => {
		const [weights, gradients] = [filled(0.5), filled(Number.NaN)];
		expect(shrinkGradient(weights, gradients, norm)).toBe(true);
		for (const { name } of weights.specs) {
			const wanted = name.startsWith("weight_hh") ? 0.01 : 0;
			expect(gradients.tensor(name).every((g) => g === wanted)).toBe(true);
		}
	});

	test("a norm up to 1e10 leaves the gradient as it is", () => {
		const gradients = filled(7);
		expect(shrinkGradient(filled(1), gradients, 1e10)).toBe(false);
		expect(gradients.flat.every((g) => g === 7)).toBe(true);
	});
});
