/**
 * The kernel table of an engine written in C. Each call is checked, then sent as its number, its sizes and its arrays,
 * in the order that native/kernels.c reads them.
 */
import { fail } from "../errors/index.ts";
import { ACTIVATIONS, GRU_VARIANTS, LSTM_VARIANTS, OPTIMIZER_NUMBERS } from "./callNames.ts";
import { checkCall, ownOf } from "./checkCall.ts";
import type {
	Floats,
	GruForward,
	Kernels,
	LayerArrays,
	LayerGradients,
	LstmForward,
	RnnForward,
	Update,
} from "./kernels.ts";
import { type CallArguments, type CallName, Check } from "./shapes.ts";
import { bufferOf, kindOf, lengthOf } from "./typedArrays.ts";

/** Call names by number, as in native/kernels.h. */
export const CALLS = [
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
	"ownForward",
	"ownBackward",
	"attentionForward",
	"attentionBackward",
] as const;

/** Version of the calls' arguments, as CALL_ORDER of native/kernels.h. */
export const CALL_ORDER = 5;

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
	/** Copies symbols in shared memory before they are checked; for an engine whose arrays are not in shared memory. */
	copiesShared?: boolean;
}

/** Functions measured by tests: sigmoid, tanh, and exp of numbers up to 0, as the layers compute them. */
export type ApproximatedFunction = "sigmoid" | "tanh" | "exp";

export interface FastKernels extends Kernels {
	/** Computes y[j] = f(x[j]). For tests of the stated error. */
	approximate(f: ApproximatedFunction, x: Floats, y: Floats): void;
}

export function layerArrays(a: LayerArrays, extra: CallArray, gates: CallArray, state: CallArray): CallArray[] {
	return [a.x, a.ids, a.w_ih, a.w_hh, a.b, a.h, extra, gates, state, a.w_ih16, a.w_hh16];
}

export function gradientArrays(a: LayerGradients, dExtra?: CallArray): CallArray[] {
	return [a.dOut, a.dhLast, a.dhFirst, a.dx, a.dw_ih, a.dw_hh, a.db, a.deltaGates, a.deltaH, dExtra];
}

/** Returns 1 / (1 - beta^step), or 1 where beta is not used. */
function unbias(a: Update, beta: number): number {
	return a.kind === "adam" || a.kind === "adamw" ? 1 / (1 - beta ** a.step) : 1;
}

const sizes = (a: LayerArrays, variant: number) => [a.T, a.B, a.D, a.H, variant, a.blocks ?? 1];
const rnnSizes = (a: RnnForward) => sizes(a, ACTIVATIONS.indexOf(a.activation));
const rnnArrays = (a: RnnForward) => layerArrays(a, undefined, undefined, undefined);
const lstmSizes = (a: LstmForward) => sizes(a, LSTM_VARIANTS.indexOf(a.variant));
const lstmArrays = (a: LstmForward) => layerArrays(a, a.p, a.gates, a.c);
const gruSizes = (a: GruForward) => sizes(a, GRU_VARIANTS.indexOf(a.variant));
const gruArrays = (a: GruForward) => layerArrays(a, a.b_hn, a.gates, a.aux);

/** Symbols in memory that another thread may change between the check and the call are copied. */
export function unshared<A extends { ids?: Int32Array } | { targets?: Int32Array } | { first: Int32Array }>(
	a: A,
	host: Host,
): A {
	if (!host.copiesShared) return a;
	for (const [name, array] of Object.entries(a)) {
		if (kindOf(array) !== "Int32Array" || !(bufferOf(array) instanceof SharedArrayBuffer)) continue;
		if (name === "ids" || name === "targets" || name === "first")
			Object.assign(a, { [name]: Int32Array.from(array as Int32Array) });
	}
	return a;
}

/** Sends a call. @throws E_MEMORY if it found no memory. */
export function sendCall(host: Host, call: (typeof CALLS)[number], arrays: readonly CallArray[]): void {
	const result = host.send(CALLS.indexOf(call), arrays);
	if (result === 1) throw host.full();
	if (result !== 0) throw fail("E_INTERNAL", { what: `the engine answered ${result} to ${call}` });
}

export function fastKernels(host: Host): FastKernels {
	const send = (call: (typeof CALLS)[number], arrays: readonly CallArray[]) => sendCall(host, call, arrays);
	/** `numbers` may run foreign code (valueOf), so the check comes after it and nothing between check and call. */
	const run = <C extends CallName>(
		call: C,
		given: CallArguments<C>,
		numbers: (a: CallArguments<C>) => readonly number[],
		arrays: (a: CallArguments<C>) => readonly CallArray[],
	): void => {
		const a = unshared(ownOf(given as object), host) as CallArguments<C>;
		const sent = Float64Array.from(numbers(a));
		checkCall(call, a, Float32Array);
		host.numbers.set(sent);
		send(call, arrays(a));
	};
	return {
		rnnForward: (given) => run("rnnForward", given, rnnSizes, rnnArrays),
		rnnBackward: (given) => run("rnnBackward", given, rnnSizes, (a) => [...rnnArrays(a), ...gradientArrays(a)]),
		lstmForward: (given) => run("lstmForward", given, lstmSizes, lstmArrays),
		lstmBackward: (given) =>
			run("lstmBackward", given, lstmSizes, (a) => [
				...lstmArrays(a),
				...gradientArrays(a, a.dp),
				...[a.dcLast, a.dcFirst, a.deltaC],
			]),
		gruForward: (given) => run("gruForward", given, gruSizes, gruArrays),
		gruBackward: (given) =>
			run("gruBackward", given, gruSizes, (a) => [...gruArrays(a), ...gradientArrays(a, a.db_hn)]),
		denseForward: (given) =>
			run(
				"denseForward",
				given,
				(a) => [a.N, a.D, a.V],
				(a) => [a.x, a.w, a.b, a.y, a.w16],
			),
		denseBackward: (given) =>
			run(
				"denseBackward",
				given,
				(a) => [a.N, a.D, a.V],
				(a) => [a.x, a.w, a.dy, a.dx, a.dw, a.db],
			),
		softmaxCrossEntropy: (given) =>
			run(
				"softmaxCrossEntropy",
				given,
				(a) => [a.N, a.V, a.scale],
				(a) => [a.logits, a.targets, a.losses, a.dlogits],
			),
		dropout: (given) =>
			run(
				"dropout",
				given,
				(a) => [a.n, a.rate, a.key[0], a.key[1], a.counter],
				(a) => [a.x, a.y],
			),
		update: (given) => run("update", given, updateNumbers, (a) => [a.w, a.g, a.m, a.v]),
		sumSquares(x) {
			checkCall("sumSquares", x, Float32Array);
			host.numbers[0] = lengthOf(x);
			send("sumSquares", [x]);
			return host.numbers[0]!;
		},
		approximate(f, x, y) {
			const check = new Check("sumSquares", Float32Array);
			check.floats("x", x, 0);
			check.floats("y", y, lengthOf(x));
			host.numbers.set([lengthOf(x), ["sigmoid", "tanh", "exp"].indexOf(f)]);
			send("activation", [x, y]);
		},
	};
}

function updateNumbers(a: Update): number[] {
	const settings = [a.lr, a.beta1, a.beta2, a.eps, a.weightDecay, a.gradScale, a.clipValue];
	return [a.n, OPTIMIZER_NUMBERS[a.kind], a.decayed ?? a.n, ...settings, unbias(a, a.beta1), unbias(a, a.beta2)];
}
