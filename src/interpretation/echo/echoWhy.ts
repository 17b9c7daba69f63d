/**
 * "Why this number?" for an echo state network: one number of an explained step as its equation with the numbers that it is
 * made of, down to weights and inputs. The terms of a number add up to it.
 */
import { asSet } from "../changedWhy.ts";
import type { StepValue } from "../stepValues.ts";
import type { Origin, Place, WhyNumber } from "../why.ts";
import type { WhyTerm } from "../whyTerms.ts";
import type { EchoChange } from "./changedEcho.ts";
import { echoEquations } from "./echoEquations.ts";
import type { EchoModel } from "./echoModel.ts";
import type { EchoStep } from "./explainEcho.ts";

// N units, D inputs, V outputs, M = D + N + 1

/** Returns where number `index` of the value `name` comes from; undefined if there is none. */
export function whyEcho(model: EchoModel, step: EchoStep, { name, index }: Place, most = 12): WhyNumber | undefined {
	const found = new Map([...step.forward, ...step.backward].map((one) => [one.name, one]));
	const one = found.get(name);
	const value = one?.values[index];
	if (!one || value === undefined) return undefined;
	const sum = new EchoSum(model, step, (of, k) => found.get(of)!.values[k]!);
	const terms = sum.termsOf(name, index);
	const sorted = [...terms].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
	const left = sorted.slice(most);
	const operands = terms.length > 0 ? [] : operandsOf(model, name).filter((of) => found.has(of));
	return {
		...{ name, index, value, text: one.text, terms: sorted.slice(0, most), origin: originOf(step, { name, index }) },
		operands: operands.map((of) => ({ name: of, index, value: found.get(of)!.values[index]! })),
		rest: { count: left.length, value: left.reduce((total, term) => total + term.value, 0) },
	};
}

/** The same in a step with changes, which has no derivatives; a number that was set has no terms. */
export function whyChangedEcho(
	model: EchoModel,
	step: EchoStep,
	{ changes, forward }: { changes: readonly EchoChange[]; forward: StepValue[] },
	place: Place,
	most?: number,
): WhyNumber | undefined {
	const dense = changes.some(({ name }) => name === "x") ? { ...model, input: "values" as const } : model; // no longer one symbol
	const found = whyEcho(dense, { ...step, forward, backward: [] }, place, most);
	const isSet = changes.some(({ name, index }) => name === place.name && index === place.index);
	return isSet && found ? asSet(found) : found;
}

/** Values of the same unit that the equation of a value reads, if it is no sum over weights. */
function operandsOf(model: EchoModel, name: string): readonly string[] {
	const backward: Readonly<Record<string, readonly string[]>> = {
		"d.y.own": [model.head === "regression" ? "y" : "logits", "target"],
		"d.y": model.feedback ? ["d.y.own", "d.y.later"] : [model.head === "regression" ? "y" : "logits", "target"],
		"d.h": ["d.h.above", "d.h.later"],
		"d.a": ["C", "tanh_a", "d.h"],
	};
	return backward[name] ?? echoEquations(model).find((one) => one.name === name)?.own ?? [];
}

/** The step whose value this one is. */
function originOf({ step, ahead, isFed }: EchoStep, { name, index }: Place): Origin | null {
	const [layer, at] = [0, { step: step - 1, ahead: ahead + 1 }];
	if (name === "h_prev" || name === "y_prev") return step === 0 ? null : { ...at, layer, name: name[0]!, index };
	const later = name === "d.h.later" ? "d.h_prev" : name === "d.y.later" && isFed ? "d.y_prev" : undefined;
	return later && ahead > 0 ? { step: step + 1, ahead: ahead - 1, layer, name: later, index } : null;
}

type Tensor = "reservoir.w_in" | "reservoir.w" | "reservoir.b" | "readout";

class EchoSum {
	readonly #model: EchoModel;
	readonly #step: EchoStep;
	readonly #read: (name: string, k: number) => number;
	#terms: WhyTerm[] = [];

	constructor(model: EchoModel, step: EchoStep, read: (name: string, k: number) => number) {
		[this.#model, this.#step, this.#read] = [model, step, read];
	}

	/** Terms of the sum over inputs, units or outputs; none for a value that is no such sum. */
	termsOf(name: string, k: number): WhyTerm[] {
		const { units: N, inputs: D, outputs: V, feedback, gain, leak } = this.#model;
		const [W, M] = [feedback ? D + V : D, D + N + 1];
		this.#terms = [];
		const rows = (tensor: Tensor, count: number, of: string, at: (j: number) => number) => {
			for (let j = 0; j < count; j++) this.#weighted(tensor, at(j), of, j);
		};
		if (name === "a" || name === "wx") this.#inputs("reservoir.w_in", k * W);
		if (name === "a") {
			this.#alone("reservoir.b", k);
			rows("reservoir.w", N, "h_prev", (j) => k * N + j);
			if (feedback) rows("reservoir.w_in", V, "y_prev", (v) => k * W + D + v);
		}
		if (name === "y") {
			this.#inputs("readout", k * M);
			rows("readout", N, "h", (j) => k * M + D + j);
			this.#alone("readout", k * M + D + N);
		}
		if (name === "d.h.above") rows("readout", V, "d.y", (v) => v * M + D + k);
		if (name === "d.h_prev") {
			const dh = this.#read("d.h", k);
			const factors = ["keep", "d.h"].map((of) => ({ name: of, index: k, value: this.#read(of, k) }));
			this.#terms.push({ value: (1 - gain * leak) * dh, factors });
			rows("reservoir.w", N, "d.a", (j) => j * N + k);
		}
		if (name === "d.y_prev") rows("reservoir.w_in", N, "d.a", (j) => j * W + D + k);
		if (name === "d.x") {
			rows("reservoir.w_in", N, "d.a", (j) => j * W + k);
			rows("readout", V, "d.y", (v) => v * M + k);
		}
		return this.#terms;
	}

	/** One row of W x_t from weight `at` on: the symbol read alone, or each input. */
	#inputs(tensor: Tensor, at: number): void {
		const { id } = this.#step;
		const { input, inputs: D } = this.#model;
		if (input === "values") for (let d = 0; d < D; d++) this.#weighted(tensor, at + d, "x", d);
		else if (id >= 0) this.#alone(tensor, at + id, id);
	}

	#weighted(tensor: Tensor, index: number, of: string, j: number): void {
		const [weight, factor] = [this.#data(tensor)[index]!, this.#read(of, j)];
		if (weight === 0 && tensor === "reservoir.w") return; // a connection that the sparse reservoir does not have
		this.#terms.push({
			...{ value: weight * factor, weight: { tensor, index, value: weight } },
			factors: [{ name: of, index: j, value: factor }],
		});
	}

	#alone(tensor: Tensor, index: number, id?: number): void {
		const value = this.#data(tensor)[index]!;
		this.#terms.push({ value, weight: { tensor, index, value }, factors: [], ...(id !== undefined && { id }) });
	}

	#data(tensor: Tensor): Float64Array {
		const { w_in, w, b, readout } = this.#model;
		return { "reservoir.w_in": w_in, "reservoir.w": w, "reservoir.b": b, readout }[tensor];
	}
}
