/**
 * Checks gradients: backpropagation through time of any engine, compared with forward mode (tangents.ts) and with
 * central differences of the engine's own loss; every cell and variant, one row of a table per tensor.
 *
 * It checks one layer (dense input, gradients from above and from after the window, every delta), a whole network over
 * symbols (dropout, weight-drop, softmax head), and the gradient lag by lag where it has fallen to 1e-80.
 */
import { type CellSpec, VARIANTS } from "../cells/layout.ts";
import type { CellDefinition } from "../cells/own/definition.ts";
import { ownCellOf } from "../cells/own/reader.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import { INSTRUCTION } from "../kernels/ownProgram.ts";
import { D, H, lagPoint, layerPoint, networkPoint, type Size } from "./gradcheck/points.ts";
import { layerRun, networkRun, type Run } from "./gradcheck/runs.ts";
import { type Gradient, layerGradient, networkGradient } from "./tangents.ts";

export const GRADCHECK_KINDS = [
	"layer/forward-mode",
	"layer/differences",
	"network/forward-mode",
	"network/differences",
	"lags/forward-mode",
] as const;

export type GradcheckKind = (typeof GRADCHECK_KINDS)[number];

export interface GradcheckRow {
	/** Cell checked. */
	cell: CellSpec["cell"];
	/** Its variant. */
	variant: CellSpec["variant"];
	/** What is compared with what. */
	check: GradcheckKind;
	/** Steps. */
	T: number;
	/** Sequences. */
	B: number;
	/** Layers. */
	layers: number;
	/** Seed of weights and data. */
	seed: number;
	/** "loss", a parameter's layout name, an initial state (l0.h), or a field of the layer's call (x, h0, deltaGates, ...). */
	tensor: string;
	/**
	 * got - wanted| / |wanted|, norms of the whole tensor; for lags the maximum over all lags; for the loss the difference
	 * divided by the sum of its absolute terms.
	 */
	error: number;
	/** Largest `error` that rounding explains. */
	bound: number;
	/** Whether `error` is at most `bound`. */
	ok: boolean;
	/** For lags only: the smallest norm of a gradient compared. */
	smallest?: number;
}

export interface GradcheckOptions {
	/** Default: every cell and variant. */
	cells?: readonly CellSpec[];
	/** Numbers of steps T, each >= 1. Default 1, 2, 7. */
	steps?: readonly number[];
	/** Numbers of sequences B. Default 1, 3. */
	lanes?: readonly number[];
	/** Numbers of layers of the network. Default 1, 2, 3. */
	layers?: readonly number[];
	/** Seeds. Default 1. */
	seeds?: readonly number[];
	/** Checks to run. Default all, except differences for float32 engines, whose rounding hides a step of 1e-5. */
	checks?: readonly GradcheckKind[];
}

/** Relative error allowed in float64, on a tensor's norm. */
const FORWARD_MODE_BOUND = 1e-12;
const DIFFERENCES_BOUND = 1e-6;
const LAGS_BOUND = 1e-9;
/** Steps of the check by lag; the gradient falls by 1e-2 or more per step. */
const LAG_STEPS = 45;

/** Operations of a step; a norm is six: two means, a difference, a square, a root and a quotient. */
function operationsOf(equations: CellDefinition): number {
	const { forward, norms } = ownCellOf(equations).program;
	return forward.length / INSTRUCTION + 6 * norms.length;
}

/** Returns every built-in cell with each of its variants. */
export function allCells(): CellSpec[] {
	return Object.entries(VARIANTS).flatMap(([cell, variants]) =>
		variants.map((variant) => ({ cell, variant }) as CellSpec),
	);
}

/** Runs every requested check; the engine is correct if every row is `ok`. */
export function gradcheck(engine: Engine, options: GradcheckOptions = {}): GradcheckRow[] {
	return [...gradcheckInPieces(engine, options)].flat();
}

/** `gradcheck` in pieces: the rows of one network at a time. */
export function* gradcheckInPieces(
	engine: Engine,
	options: GradcheckOptions = {},
): Generator<GradcheckRow[], void, void> {
	const { cells = allCells(), steps = [1, 2, 7], lanes = [1, 3], layers = [1, 2, 3], seeds = [1] } = options;
	const checks = new Set<GradcheckKind>(options.checks ?? GRADCHECK_KINDS);
	for (const spec of cells) {
		for (const seed of seeds) {
			for (const B of lanes) {
				for (const T of steps) {
					yield checkLayer(engine, spec, { T, B, layers: 1, seed }, checks);
					for (const L of layers) yield checkNetwork(engine, spec, { T, B, layers: L, seed }, checks);
				}
			}
			// The point by lag needs a gate that forgets, which is not known of a cell given by equations.
			if (checks.has("lags/forward-mode") && spec.cell !== "own")
				yield checkLags(engine, spec, { T: LAG_STEPS, B: 1, layers: 1, seed });
		}
	}
}

/**
 * Returns the worst row (largest fraction of its bound) of each cell, variant and check, and the number of its rows.
 */
export function worstRows(rows: readonly GradcheckRow[]): (GradcheckRow & { rows: number; failed: number })[] {
	const worst = new Map<string, GradcheckRow & { rows: number; failed: number }>();
	for (const row of rows) {
		const key = `${row.cell} ${row.variant} ${row.check}`;
		const before = worst.get(key);
		const count = { rows: (before?.rows ?? 0) + 1, failed: (before?.failed ?? 0) + (row.ok ? 0 : 1) };
		const kept = before && !(part(row) > part(before)) ? before : row;
		worst.set(key, { ...kept, ...count });
	}
	return [...worst.values()];
}

/** NaN counts as worst. */
const part = ({ error, bound }: GradcheckRow) => (Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / bound);

type Checks = ReadonlySet<GradcheckKind>;

function checkLayer(engine: Engine, spec: CellSpec, size: Size, checks: Checks): GradcheckRow[] {
	if (!checks.has("layer/forward-mode") && !checks.has("layer/differences")) return [];
	const point = layerPoint(spec, size);
	return checkRun(engine, "layer", spec, size, checks, layerRun(engine, point), () => layerGradient(point));
}

function checkNetwork(engine: Engine, spec: CellSpec, size: Size, checks: Checks): GradcheckRow[] {
	if (!checks.has("network/forward-mode") && !checks.has("network/differences")) return [];
	const point = networkPoint(spec, size);
	return checkRun(engine, "network", spec, size, checks, networkRun(engine, point), () => networkGradient(point));
}

function checkRun(
	engine: Engine,
	what: "layer" | "network",
	spec: CellSpec,
	size: Size,
	checks: Checks,
	run: Run,
	forwardMode: () => Gradient,
): GradcheckRow[] {
	const rows: GradcheckRow[] = [];
	const add = (check: GradcheckKind, tensor: string, error: number, bound: number) => {
		const { cell, variant } = spec;
		rows.push({ ...{ cell, variant, check, ...size }, ...{ tensor, error, bound, ok: error <= bound } });
	};
	const loss = run.terms().reduce((sum, term) => sum + term, 0);
	const found = run.gradient();
	if (checks.has(`${what}/forward-mode`)) {
		const bound = engine.precision === 64 ? FORWARD_MODE_BOUND : float32Bound(size, spec);
		const wanted = forwardMode();
		add(`${what}/forward-mode`, "loss", Math.abs(loss - wanted.loss) / wanted.magnitude, bound);
		for (const [tensor, slopes] of wanted.tensors) {
			add(`${what}/forward-mode`, tensor, relativeError(found.get(tensor)!, slopes), bound);
		}
	}
	if (checks.has(`${what}/differences`) && engine.precision === 64) {
		for (const [tensor, slopes] of differences(run)) {
			add(`${what}/differences`, tensor, relativeError(found.get(tensor)!, slopes), DIFFERENCES_BOUND);
		}
	}
	run.free();
	return rows;
}

/** Compares dL/dh_t, dL/dc_t and dL/da_t step by step, so that small ones count as much as large ones. */
function checkLags(engine: Engine, spec: CellSpec, size: Size): GradcheckRow[] {
	const { T } = size;
	const point = lagPoint(spec, size);
	const run = layerRun(engine, point);
	const found = run.gradient();
	const bound = engine.precision === 64 ? LAGS_BOUND : float32LagsBound(size);
	const floor = engine.precision === 64 ? 0 : 1e-30; // float32 underflows near 1e-38
	const rows: GradcheckRow[] = [];
	for (const [tensor, want] of layerGradient(point).tensors) {
		if (!tensor.startsWith("delta")) continue;
		const width = want.length / T;
		let error = 0;
		let smallest = Number.POSITIVE_INFINITY;
		for (let t = 0; t < T; t++) {
			const at = want.subarray(t * width, (t + 1) * width);
			if (norm(at) <= floor) continue;
			smallest = Math.min(smallest, norm(at));
			const stepError = relativeError(found.get(tensor)!.subarray(t * width, (t + 1) * width), at);
			error = Math.max(error, stepError); // NaN stays NaN
		}
		const { cell, variant } = spec;
		const check = "lags/forward-mode";
		const ok = error <= bound;
		rows.push({ ...{ cell, variant, check, ...size }, ...{ tensor, error, bound, ok, smallest } });
	}
	run.free();
	return rows;
}

/**
 * (L(w + s) - L(w - s)) / 2s for every element of every input, s = 1e-5 max(1, |w|). The difference is taken term by
 * term of the loss, so that terms that do not change leave no rounding error.
 */
function differences(run: Run): Map<string, Float64Array> {
	const found = new Map<string, Float64Array>();
	for (const [name, input] of run.inputs) {
		const slopes = new Float64Array(input.length);
		for (const [j, w] of input.entries()) {
			const s = 1e-5 * Math.max(1, Math.abs(w));
			input[j] = w + s;
			const above = run.terms().slice();
			input[j] = w - s;
			const below = run.terms();
			input[j] = w;
			slopes[j] = above.reduce((sum, term, n) => sum + (term - below[n]), 0) / (2 * s);
		}
		found.set(name, slopes);
	}
	return found;
}

/**
 * Error allowed in float32, to first order in the unit roundoff u = 2^-24: a pre-activation sums K = D + H + 2 terms (K
 * u) and its nonlinearity is within 5 u; a gradient passes T + 1 such steps in each layer, forward and back. Of a cell
 * given by equations, every operation of its program counts like a nonlinearity.
 */
function float32Bound({ T, layers }: Size, spec: CellSpec): number {
	const operations = spec.cell === "own" ? operationsOf(spec.equations) : 1;
	return 2 * layers * (T + 1) * (D + H + 2 + 5 * operations) * 2 ** -24;
}

/**
 * Error allowed in float32 lag by lag: a step multiplies by a factor near 1e-3, which may be a difference (coupled:
 * f = 1 - i) and then has a relative error of u / 1e-3.
 */
function float32LagsBound({ T }: Size): number {
	return T * 1e3 * 2 ** -24;
}

/** |got - wanted| / |wanted|; 0 where both are zero. */
function relativeError(got: Floats, wanted: Float64Array): number {
	const gap = norm(wanted.map((v, j) => got[j] - v));
	return gap === 0 ? 0 : gap / norm(wanted);
}

/** Scaled by the largest element, so that squares of 1e-200 do not underflow. */
function norm(x: Float64Array): number {
	let most = 0;
	for (const v of x) most = Math.max(most, Math.abs(v)); // NaN stays NaN
	if (most === 0 || !Number.isFinite(most)) return most;
	let sum = 0;
	for (const v of x) sum += (v / most) ** 2;
	return most * Math.sqrt(sum);
}
