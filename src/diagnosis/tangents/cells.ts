/**
 * One step of every cell in dual numbers, written from docs/equations.md: only the forward equations; the derivatives
 * come from the algebra in dual.ts.
 */
import { type CellSpec, gateLetters } from "../../cells/layout.ts";
import { type Dual, type ForwardMode, type Leaf, part } from "./dual.ts";
import { ownStep } from "./equationStep.ts";
import type { LayerLeaves, Shifts, State } from "./stepTypes.ts";

// B sequences, D inputs, H units, G gate blocks; row-major, the last letter moves fastest

const oneMinusOf = (v: number) => 1 - v;
const minusOne = () => -1;
const reluOf = (a: number) => Math.max(a, 0);
const reluSlope = (a: number) => (a > 0 ? 1 : 0);
const sigmoidOf = (a: number) => (a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a)));
/** 1 / (e^{a/2} + e^{-a/2})^2 */
const sigmoidSlope = (a: number) => (2 * Math.cosh(a / 2)) ** -2;
/** 1 / cosh(a)^2 */
const tanhSlope = (a: number) => Math.cosh(a) ** -2;

/** One step of any cell on B rows. */
export function cellStep(
	mode: ForwardMode,
	spec: CellSpec,
	w: LayerLeaves,
	x: Dual,
	{ h: hPrev, c: cPrev }: State,
	B: number,
	shifts?: Shifts,
): { state: State; margin: number } {
	const H = hPrev.v.length / B;
	if (spec.cell === "own") return ownStep(mode, spec.equations, w, x, { h: hPrev, c: cPrev }, B, shifts);
	const blocks = gateLetters(spec);
	const shifted = (q: Dual, leaf: Leaf | undefined) => (leaf ? mode.add(q, mode.variable(leaf)) : q);
	const sigmoid = (q: Dual) => mode.map(q, sigmoidOf, sigmoidSlope);
	const tanh = (q: Dual) => mode.map(q, Math.tanh, tanhSlope);
	const oneMinus = (q: Dual) => mode.map(q, oneMinusOf, minusOne);
	/** W_ih x + b of every block, with the shifts of the pre-activations */
	const fromX = shifted(mode.add(mode.product(w.w_ih, x, B), mode.repeat(w.b, B)), shifts?.a);
	const block = (q: Dual, letter: string) =>
		mode.columns(q, B, blocks.indexOf(letter) * H, (blocks.indexOf(letter) + 1) * H);

	if (spec.cell === "rnn") {
		const a = mode.add(fromX, mode.product(w.w_hh, hPrev, B));
		const margin = a.v.reduce((least, v) => Math.min(least, Math.abs(v)), Number.POSITIVE_INFINITY);
		let h = a;
		if (spec.variant === "tanh") h = tanh(a);
		if (spec.variant === "sigmoid") h = sigmoid(a);
		if (spec.variant === "relu") h = mode.map(a, reluOf, reluSlope);
		return { state: { h: shifted(h, shifts?.h), c: cPrev }, margin };
	}

	if (spec.cell === "gru") {
		const rows = (letter: string) => part(w.w_hh, blocks.indexOf(letter) * H * H, (blocks.indexOf(letter) + 1) * H * H);
		const r = sigmoid(mode.add(block(fromX, "r"), mode.product(rows("r"), hPrev, B)));
		const z = sigmoid(mode.add(block(fromX, "z"), mode.product(rows("z"), hPrev, B)));
		const inner = w.b_hn
			? mode.multiply(r, mode.add(mode.product(rows("n"), hPrev, B), mode.repeat(w.b_hn, B))) // r (W_hn h + b_hn)
			: mode.product(rows("n"), mode.multiply(r, hPrev), B); // W_hn (r h)
		const n = tanh(mode.add(block(fromX, "n"), inner));
		const h = mode.add(mode.multiply(oneMinus(z), n), mode.multiply(z, hPrev)); // (1 - z) n + z h
		return { state: { h: shifted(h, shifts?.h), c: cPrev }, margin: Number.POSITIVE_INFINITY };
	}

	const a = mode.add(fromX, mode.product(w.w_hh, hPrev, B));
	const peep = (q: Dual, at: number, c: Dual) =>
		w.p ? mode.add(q, mode.multiply(mode.repeat(part(w.p, at * H, (at + 1) * H), B), c)) : q;
	const i = sigmoid(peep(block(a, "i"), 0, cPrev));
	const g = tanh(block(a, "g"));
	const gain = mode.multiply(i, g);
	let kept = cPrev; // 1997: c_{t-1} unchanged
	if (spec.variant === "coupled") kept = mode.multiply(oneMinus(i), cPrev);
	else if (spec.variant !== "1997") kept = mode.multiply(sigmoid(peep(block(a, "f"), 1, cPrev)), cPrev);
	const c = shifted(mode.add(kept, gain), shifts?.c);
	const o = sigmoid(peep(block(a, "o"), 2, c));
	const h = shifted(mode.multiply(o, tanh(c)), shifts?.h);
	return { state: { h, c }, margin: Number.POSITIVE_INFINITY };
}
