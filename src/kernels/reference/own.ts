/**
 * A cell given by equations: its sums, and the program over them, one number after the other. docs/own-cells.md
 *
 * (1) a_q = W_q x_t + R_q h_{t-1} + b_q, each with the terms that its line has; (2) the program computes values and
 * states of each unit from the sums, the parameters and the states of t-1. Backward: (2') the backward program gives
 * dL/da_q and what goes straight to the states of t-1; (1') the products of the sums, as in every cell. A normalised sum
 * has (1n) y = (a_q - mean) / d before (2), and (1n') dL/da_q from the dL/dy of (2').
 */
import type { Floats, OwnBackward, OwnForward, OwnKernels } from "../kernels.ts";
import { INSTRUCTION, NORM_EPS, OWN_OPERATIONS, type OwnProgram, slotsOf } from "../ownProgram.ts";
import { sumsOf } from "../ownSums.ts";
import { addProduct, addProductBackToW, addProductBackToX, inputAffineBack, sigmoid } from "./affine.ts";

/** The calls of the reference engine for cells given by equations: `createReference(ownReference)`. */
export const ownReference: OwnKernels = { ownForward, ownBackward };

/** A row of a slot: the number of unit k is x[at + k]. */
interface Row {
	x: Floats;
	at: number;
}

function ownForward(a: OwnForward): void {
	const { T, B, D, H, gates, h, program } = a;
	const { inputSums: A, values: V } = program;
	const { G, GI, GR } = sumsOf(program);
	const slots = slotsOf(program, false);
	const rows = fixedRows(a, program, H);
	for (let t = 0; t < T; t++) {
		for (let b = 0; b < B; b++) {
			const row = t * B + b;
			const at = row * V * H; // the values of this row; until (2) its first G blocks hold the sums
			for (let k = 0; k < G * H; k++) gates[at + k] = a.b[k];
			if (a.x) addProduct(gates, at, a.w_ih, 0, a.x, row * D, GI * H, D); // (1) W x_t
			const id = a.ids ? a.ids[row] : -1;
			if (id >= 0) for (let k = 0; k < GI * H; k++) gates[at + k] += a.w_ih[k * D + id];
			addProduct(gates, at + A * H, a.w_hh, 0, h, row * H, GR * H, H); // (1) R h_{t-1}
			for (const { sum, value } of program.norms) normalise(gates, at + sum * H, at + value * H, H); // (1n)
			setStates(a, rows, row, slots.before, slots.after);
			for (let v = 0; v < V; v++) rows[slots.values + v] = { x: gates, at: at + v * H };
			for (let k = 0; k < H; k++) run(program.forward, rows, k); // (2)
		}
	}
}

function ownBackward(a: OwnBackward): void {
	const { T, B, D, H, gates, program, deltaC } = a;
	const { inputSums: A, values: V, states: S, parameters: P } = program;
	const { G, GI, GR } = sumsOf(program);
	const slots = slotsOf(program, true);
	const rows = fixedRows(a, program, H);
	const ds = Array.from({ length: S }, () => new Float64Array(H)); // dL/ds_t as it arrives at step t
	const handed = Array.from({ length: S }, () => new Float64Array(H)); // dL/ds_{t-1} past the sums
	const complete = Array.from({ length: S }, () => new Float64Array(H));
	const da = new Float64Array(G * H); // dL/da_t
	const sums = [...Array.from({ length: G }, (_, q) => ({ x: a.db, at: q * H }))];
	for (let p = 0; p < P; p++) sums.push({ x: a.dp!, at: p * H });
	for (let s = 0; s < S; s++) {
		rows[slots.arriving + s] = { x: ds[s]!, at: 0 };
		rows[slots.handed + s] = { x: handed[s]!, at: 0 };
		rows[slots.complete + s] = { x: complete[s]!, at: 0 };
	}
	for (let q = 0; q < G; q++) rows[slots.deltas + q] = { x: da, at: q * H };
	for (let b = 0; b < B; b++) {
		for (let s = 0; s < S; s++) {
			const last = s === 0 ? a.dhLast : a.dcLast; // from after the window
			const from = (Math.max(0, s - 1) * B + b) * H;
			for (let k = 0; k < H; k++) ds[s]![k] = last ? last[from + k] : 0;
		}
		for (let t = T - 1; t >= 0; t--) {
			const row = t * B + b;
			setStates(a, rows, row, slots.before, slots.after);
			for (let v = 0; v < V; v++) rows[slots.values + v] = { x: gates, at: (row * V + v) * H };
			for (let k = 0; k < H; k++) ds[0]![k] += a.dOut[row * H + k]; // from above
			for (let k = 0; k < H; k++) run(program.backward, rows, k, sums); // (2')
			for (const { sum, value } of program.norms) {
				const at = row * V * H;
				normBack(gates, at + sum * H, at + value * H, da.subarray(sum * H, (sum + 1) * H)); // (1n')
				for (let k = 0; k < H; k++) a.db[sum * H + k]! += da[sum * H + k]!;
			}
			a.deltaH?.set(complete[0]!, row * H);
			for (let s = 1; s < S; s++) deltaC?.set(complete[s]!, (s - 1) * (deltaC.length / (S - 1)) + row * H);
			a.deltaGates?.set(da, row * G * H);
			for (let s = 0; s < S; s++) ds[s]!.set(handed[s]!);
			addProductBackToX(ds[0]!, 0, a.w_hh, 0, da, A * H, GR * H, H); // (1') dL/dh_{t-1} += R^T dL/da_t
			addProductBackToW(a.dw_hh, 0, da, A * H, a.h, row * H, GR * H, H); // (1') dL/dR += dL/da_t h_{t-1}^T
			inputBack(a, row, da, GI * H, D);
		}
		a.dhFirst?.set(ds[0]!, b * H);
		for (let s = 1; s < S; s++) a.dcFirst?.set(ds[s]!, ((s - 1) * B + b) * H);
	}
}

/** Mean of the H numbers from `at`, and 1 / sqrt(their variance + NORM_EPS). */
function spreadOf(x: Floats, at: number, H: number): { mean: number; inverse: number } {
	let [mean, rest, variance] = [0, 0, 0];
	for (let k = 0; k < H; k++) mean += x[at + k]! / H;
	for (let k = 0; k < H; k++) rest += (x[at + k]! - mean) / H;
	mean += rest; // also of large numbers that differ little
	for (let k = 0; k < H; k++) variance += (x[at + k]! - mean) ** 2 / H;
	return { mean, inverse: 1 / Math.sqrt(variance + NORM_EPS) };
}

/** (1n) y = (u - mean(u)) / sqrt(variance(u) + eps) over the units of a row: u from `from`, y from `to`. */
function normalise(values: Floats, from: number, to: number, H: number): void {
	const { mean, inverse } = spreadOf(values, from, H);
	for (let k = 0; k < H; k++) values[to + k] = (values[from + k]! - mean) * inverse;
}

/** (1n') d holds dL/dy [H] and becomes dL/du = (dL/dy - mean(dL/dy) - y mean(dL/dy y)) / sqrt(variance(u) + eps). */
function normBack(values: Floats, from: number, to: number, d: Float64Array): void {
	const H = d.length;
	const { inverse } = spreadOf(values, from, H);
	let [mean, along] = [0, 0];
	for (let k = 0; k < H; k++) mean += d[k]! / H;
	for (let k = 0; k < H; k++) along += (d[k]! * values[to + k]!) / H;
	for (let k = 0; k < H; k++) d[k] = inverse * (d[k]! - mean - along * values[to + k]!);
}

/** (1') dL/dW += dL/da_t x_t^T, dL/dx_t = W^T dL/da_t. The program adds dL/db. */
function inputBack(a: OwnBackward, row: number, da: Float64Array, K: number, D: number): void {
	inputAffineBack({ ...a, D, db: new Float64Array(K) }, row, da, 0, K);
}

/** The rows that are the same at every step: registers, parameters and constants. */
function fixedRows(a: OwnForward, program: OwnProgram, H: number): Row[] {
	const { registers, parameters, constants } = program;
	const rows: Row[] = [];
	for (let r = 0; r < registers; r++) rows.push({ x: new Float64Array(H), at: 0 });
	for (let p = 0; p < parameters; p++) rows.push({ x: a.p!, at: p * H });
	for (const c of constants) rows.push({ x: new Float64Array(H).fill(c), at: 0 });
	return rows;
}

/** The states of t-1 and t of a row: h, then the others, which follow each other in c. */
function setStates({ B, H, h, c, program }: OwnForward, rows: Row[], row: number, before: number, after: number): void {
	for (let s = 0; s < program.states; s++) {
		const x = s === 0 ? h : c!;
		const at = (s === 0 ? 0 : ((s - 1) * c!.length) / (program.states - 1)) + row * H;
		rows[before + s] = { x, at };
		rows[after + s] = { x, at: at + B * H };
	}
}

/** Runs the program for unit k. */
function run(code: Int32Array, rows: readonly Row[], k: number, sums: readonly Row[] = []): void {
	const get = (slot: number) => rows[slot]!.x[rows[slot]!.at + k]!;
	for (let at = 0; at < code.length; at += INSTRUCTION) {
		const operation = OWN_OPERATIONS[code[at]!]!;
		const a = get(code[at + 2]!);
		if (operation === "sum") {
			const { x, at: from } = sums[code[at + 1]!]!;
			x[from + k]! += a;
			continue;
		}
		const { x, at: to } = rows[code[at + 1]!]!;
		x[to + k] = compute(operation, a, get(code[at + 3]!), get(code[at + 4]!));
	}
}

function compute(operation: Exclude<(typeof OWN_OPERATIONS)[number], "sum">, a: number, b: number, c: number): number {
	switch (operation) {
		case "copy":
			return a;
		case "add":
			return a + b;
		case "sub":
			return a - b;
		case "mul":
			return a * b;
		case "div":
			return a / b;
		case "fma":
			return a * b + c;
		case "sigmoid":
			return sigmoid(a);
		case "tanh":
			return Math.tanh(a);
		case "relu":
			return a > 0 || Number.isNaN(a) ? a : 0;
		case "exp":
			return Math.exp(a);
		case "softplus":
			return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
		case "sigmoidBack":
			return a * (b * (1 - b));
		case "tanhBack":
			return a * (1 - b * b);
		case "reluBack":
			return b > 0 ? a : 0;
		case "softplusBack":
			return -a * Math.expm1(-b);
	}
}
