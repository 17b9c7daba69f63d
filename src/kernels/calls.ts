/**
 * The kernel table of an engine written in C. Each call is checked, then sent as its number, its sizes and its arrays,
 * in the order that native/kernels.c reads them.
 */
import { fail } from "../errors/index.ts";
import { ACTIVATIONS, GRU_VARIANTS, LSTM_VARIANTS, OPTIMIZER_NUMBERS } from "./callNames.ts";
import { checkCall } from "./checkCall.ts";
import type { Floats, Kernels, LayerArrays, LayerGradients, Update } from "./kernels.ts";

/** Call names by number, as in native/kernels.h. */
const CALLS = [
	"rnnForward",
	"rnnBackward",
	"lstmForward",
	"lstmBackward",
	"gruForward",
	"gruBackward",
	"denseForward",
	"denseBackward",
	"softmaxCrossEntropy",
	"dropout",
	"update",
	"sumSquares",
	"activation",
] as const;

/** Version of the calls' arguments, as CALL_ORDER of native/kernels.h. */
export const CALL_ORDER = 2;

/** Maximum count of numbers in one call. */
export const MOST_NUMBERS = 16;

export type CallArray = Floats | Int32Array | undefined;

/** What the host of the C kernels (native or wasm) provides. */
export interface Host {
	/** Scalar arguments of a call, at least MOST_NUMBERS long; a result may be returned in the first. */
	numbers: Float64Array;
	/** Runs a call. Returns 0 when done, 1 without memory for scratch, else not possible. */
	send(call: number, arrays: readonly CallArray[]): number;
	/** Returns the error for a call that found no memory. */
	full(): Error;
}

/** Functions measured by tests: sigmoid, tanh, and exp of numbers up to 0, as the layers compute them. */
export type ApproximatedFunction = "sigmoid" | "tanh" | "exp";

export interface FastKernels extends Kernels {
	/** Computes y[j] = f(x[j]). For tests of the stated error. */
	approximate(f: ApproximatedFunction, x: Floats, y: Floats): void;
}

function layerArrays(a: LayerArrays, extra: CallArray, gates: CallArray, state: CallArray): CallArray[] {
	return [a.x, a.ids, a.w_ih, a.w_hh, a.b, a.h, extra, gates, state, a.w_ih16, a.w_hh16];
}

function gradientArrays(a: LayerGradients, dExtra?: CallArray): CallArray[] {
	return [a.dOut, a.dhLast, a.dhFirst, a.dx, a.dw_ih, a.dw_hh, a.db, a.deltaGates, a.deltaH, dExtra];
}

/** Returns 1 / (1 - beta^step), or 1 where beta is not used. */
function unbias(a: Update, beta: number): number {
	return a.kind === "adam" || a.kind === "adamw" ? 1 / (1 - beta ** a.step) : 1;
}

export function fastKernels(host: Host): FastKernels {
	const run = (call: (typeof CALLS)[number], numbers: readonly number[], arrays: readonly CallArray[]): void => {
		host.numbers.set(numbers);
		const result = host.send(CALLS.indexOf(call), arrays);
		if (result === 1) throw host.full();
		if (result !== 0) throw fail("E_INTERNAL", { what: `the engine answered ${result} to ${call}` });
	};
	const sizes = (a: LayerArrays, variant: number) => [a.T, a.B, a.D, a.H, variant];
	return {
		rnnForward(a) {
			checkCall("rnnForward", a, Float32Array);
			run("rnnForward", sizes(a, ACTIVATIONS.indexOf(a.activation)), layerArrays(a, undefined, undefined, undefined));
		},
		rnnBackward(a) {
			checkCall("rnnBackward", a, Float32Array);
			const arrays = [...layerArrays(a, undefined, undefined, undefined), ...gradientArrays(a)];
			run("rnnBackward", sizes(a, ACTIVATIONS.indexOf(a.activation)), arrays);
		},
		lstmForward(a) {
			checkCall("lstmForward", a, Float32Array);
			run("lstmForward", sizes(a, LSTM_VARIANTS.indexOf(a.variant)), layerArrays(a, a.p, a.gates, a.c));
		},
		lstmBackward(a) {
			checkCall("lstmBackward", a, Float32Array);
			const arrays = [...layerArrays(a, a.p, a.gates, a.c), ...gradientArrays(a, a.dp), a.dcLast, a.dcFirst, a.deltaC];
			run("lstmBackward", sizes(a, LSTM_VARIANTS.indexOf(a.variant)), arrays);
		},
		gruForward(a) {
			checkCall("gruForward", a, Float32Array);
			run("gruForward", sizes(a, GRU_VARIANTS.indexOf(a.variant)), layerArrays(a, a.b_hn, a.gates, a.aux));
		},
		gruBackward(a) {
			checkCall("gruBackward", a, Float32Array);
			const arrays = [...layerArrays(a, a.b_hn, a.gates, a.aux), ...gradientArrays(a, a.db_hn)];
			run("gruBackward", sizes(a, GRU_VARIANTS.indexOf(a.variant)), arrays);
		},
		denseForward(a) {
			checkCall("denseForward", a, Float32Array);
			run("denseForward", [a.N, a.D, a.V], [a.x, a.w, a.b, a.y, a.w16]);
		},
		denseBackward(a) {
			checkCall("denseBackward", a, Float32Array);
			run("denseBackward", [a.N, a.D, a.V], [a.x, a.w, a.dy, a.dx, a.dw, a.db]);
		},
		softmaxCrossEntropy(a) {
			checkCall("softmaxCrossEntropy", a, Float32Array);
			run("softmaxCrossEntropy", [a.N, a.V, a.scale], [a.logits, a.targets, a.losses, a.dlogits]);
		},
		dropout(a) {
			checkCall("dropout", a, Float32Array);
			run("dropout", [a.n, a.rate, a.key[0], a.key[1], a.counter], [a.x, a.y]);
		},
		update(a) {
			checkCall("update", a, Float32Array);
			const kind = OPTIMIZER_NUMBERS[a.kind];
			const settings = [a.lr, a.beta1, a.beta2, a.eps, a.weightDecay, a.gradScale, a.clipValue];
			run(
				"update",
				[a.n, kind, a.decayed ?? a.n, ...settings, unbias(a, a.beta1), unbias(a, a.beta2)],
				[a.w, a.g, a.m, a.v],
			);
		},
		sumSquares(x) {
			checkCall("sumSquares", x, Float32Array);
			run("sumSquares", [x.length], [x]);
			return host.numbers[0]!;
		},
		approximate(f, x, y) {
			if (y.length < x.length)
				throw fail("E_SHAPE", { what: "y", why: { reason: "length", got: y.length, wanted: x.length } });
			run("activation", [x.length, ["sigmoid", "tanh", "exp"].indexOf(f)], [x, y]);
		},
	};
}
