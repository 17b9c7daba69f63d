/**
 * Checks of the arguments of every kernel call. After `checkCall`, every size is a whole number, every array that a call
 * reads or writes is present, of the right type and long enough, and every symbol is in range: the call is safe to pass
 * to C. Arrays may be longer than their shape. Overlap is not checked.
 */

import { ACTIVATIONS, GRU_GATES, GRU_VARIANTS, LSTM_GATES, LSTM_VARIANTS, OPTIMIZERS } from "./callNames.ts";
import type {
	DenseBackward,
	DenseForward,
	Dropout,
	Engine,
	Floats,
	GruBackward,
	GruForward,
	Kernels,
	LayerArrays,
	LayerGradients,
	LstmBackward,
	LstmForward,
	RnnBackward,
	RnnForward,
	SoftmaxCrossEntropy,
	Update,
} from "./kernels.ts";
import { type CallArguments, type CallName, Check, type FloatsKind, MOST_COLUMNS, MOST_ROWS } from "./shapes.ts";

/** Sizes and input of a layer. */
export function layerSizes(c: Check, a: LayerArrays): void {
	const { T, B, D, H } = a;
	c.size("T", T, MOST_ROWS);
	c.size("B", B, MOST_ROWS);
	c.size("D", D, MOST_COLUMNS);
	c.size("H", H, MOST_COLUMNS);
	c.size("T x B", T * B, 2 ** 31 - 1);
	if (a.blocks !== undefined) {
		c.size("blocks", a.blocks, Math.max(1, H), 1);
		c.size("H % blocks", H % a.blocks, 0);
	}
	if (a.ids === undefined) c.floats("x", a.x, T, B, D);
	else {
		c.given("x", a.x, false);
		c.symbols("ids", a.ids, D, T, B);
	}
}

function layer(c: Check, a: LayerArrays, G: number): void {
	const { T, B, D, H } = a;
	layerSizes(c, a);
	c.floats("w_ih", a.w_ih, G, H, D);
	c.floats("w_hh", a.w_hh, G, H, H);
	c.words("w_ih16", a.w_ih16, G * H, D);
	c.words("w_hh16", a.w_hh16, G * H, H);
	c.floats("b", a.b, G, H);
	c.floats("h", a.h, T + 1, B, H);
}

/** Gradients that arrive and leave, without those of the weights. */
export function flows(c: Check, a: LayerArrays & LayerGradients): void {
	const { T, B, D, H } = a;
	c.floats("dOut", a.dOut, T, B, H);
	c.maybe("dhLast", a.dhLast, B, H);
	c.maybe("dhFirst", a.dhFirst, B, H);
	if (a.ids === undefined) c.maybe("dx", a.dx, T, B, D);
	else c.given("dx", a.dx, false);
	c.maybe("deltaH", a.deltaH, T, B, H);
}

function gradients(c: Check, a: LayerArrays & LayerGradients, G: number): void {
	const { T, B, D, H } = a;
	flows(c, a);
	c.floats("dw_ih", a.dw_ih, G, H, D);
	c.floats("dw_hh", a.dw_hh, G, H, H);
	c.floats("db", a.db, G, H);
	c.maybe("deltaGates", a.deltaGates, T, B, G, H);
}

function rnnForward(c: Check, a: RnnForward): void {
	c.oneOf("activation", a.activation, ACTIVATIONS);
	layer(c, a, 1);
}

function rnnBackward(c: Check, a: RnnBackward): void {
	rnnForward(c, a);
	gradients(c, a, 1);
}

function lstmForward(c: Check, a: LstmForward): void {
	c.oneOf("variant", a.variant, LSTM_VARIANTS);
	const G = LSTM_GATES[a.variant].length;
	layer(c, a, G);
	c.given("p", a.p, a.variant === "peephole", 3, a.H);
	c.floats("gates", a.gates, a.T, a.B, G, a.H);
	c.floats("c", a.c, a.T + 1, a.B, a.H);
}

function lstmBackward(c: Check, a: LstmBackward): void {
	lstmForward(c, a);
	gradients(c, a, LSTM_GATES[a.variant].length);
	c.maybe("dcLast", a.dcLast, a.B, a.H);
	c.maybe("dcFirst", a.dcFirst, a.B, a.H);
	c.given("dp", a.dp, a.variant === "peephole", 3, a.H);
	c.maybe("deltaC", a.deltaC, a.T, a.B, a.H);
}

function gruForward(c: Check, a: GruForward): void {
	c.oneOf("variant", a.variant, GRU_VARIANTS);
	layer(c, a, GRU_GATES.length);
	c.given("b_hn", a.b_hn, a.variant === "reset-after", a.H);
	c.floats("gates", a.gates, a.T, a.B, GRU_GATES.length, a.H);
	c.floats("aux", a.aux, a.T, a.B, a.H);
}

function gruBackward(c: Check, a: GruBackward): void {
	gruForward(c, a);
	gradients(c, a, GRU_GATES.length);
	c.given("db_hn", a.db_hn, a.variant === "reset-after", a.H);
}

function dense(c: Check, a: DenseForward | DenseBackward): void {
	c.size("N", a.N, MOST_ROWS);
	c.size("D", a.D, MOST_COLUMNS);
	c.size("V", a.V, MOST_COLUMNS);
	c.floats("x", a.x, a.N, a.D);
	c.floats("w", a.w, a.V, a.D);
}

function denseForward(c: Check, a: DenseForward): void {
	dense(c, a);
	c.words("w16", a.w16, a.V, a.D);
	c.floats("b", a.b, a.V);
	c.floats("y", a.y, a.N, a.V);
}

function denseBackward(c: Check, a: DenseBackward): void {
	dense(c, a);
	c.floats("dy", a.dy, a.N, a.V);
	c.maybe("dx", a.dx, a.N, a.D);
	c.floats("dw", a.dw, a.V, a.D);
	c.floats("db", a.db, a.V);
}

function softmaxCrossEntropy(c: Check, a: SoftmaxCrossEntropy): void {
	c.size("N", a.N, MOST_ROWS);
	c.size("V", a.V, MOST_COLUMNS);
	c.floats("logits", a.logits, a.N, a.V);
	c.symbols("targets", a.targets, a.V, a.N);
	c.floats("losses", a.losses, a.N);
	c.maybe("dlogits", a.dlogits, a.N, a.V);
}

function dropout(c: Check, a: Dropout): void {
	c.size("n", a.n, 2 ** 31 - 1);
	c.real("rate", a.rate, 0, 1);
	c.size("counter", a.counter, Number.MAX_SAFE_INTEGER);
	for (const i of [0, 1] as const) c.size(`key[${i}]`, a.key[i], 2 ** 32 - 1);
	c.floats("x", a.x, a.n);
	c.floats("y", a.y, a.n);
}

function update(c: Check, a: Update): void {
	c.oneOf("kind", a.kind, OPTIMIZERS);
	c.size("n", a.n, 2 ** 31 - 1);
	if (a.decayed !== undefined) c.size("decayed", a.decayed, a.n);
	c.size("step", a.step, Number.MAX_SAFE_INTEGER, 1);
	c.floats("w", a.w, a.n);
	c.floats("g", a.g, a.n);
	if (a.kind !== "sgd" && a.kind !== "rmsprop") c.floats("m", a.m, a.n);
	if (a.kind !== "sgd" && a.kind !== "momentum") c.floats("v", a.v, a.n);
}

function sumSquares(c: Check, x: Floats): void {
	c.floats("x", x, 0);
}

const checks: { [C in CallName]: (c: Check, a: CallArguments<C>) => void } = {
	rnnForward,
	rnnBackward,
	lstmForward,
	lstmBackward,
	gruForward,
	gruBackward,
	denseForward,
	denseBackward,
	softmaxCrossEntropy,
	dropout,
	update,
	sumSquares,
};

/**
 * Checks every argument of a call. `kind` is the engine's float array type.
 * @throws E_SIZE, E_SHAPE naming the call and the array.
 */
export function checkCall<C extends CallName>(call: C, a: CallArguments<C>, kind: FloatsKind): void {
	checks[call](new Check(call, kind), a);
}

/** The arguments of a call, each read once: a getter cannot give the check one array and the kernel another. */
export function ownOf<A extends object>(given: A): A {
	const own: A & { key?: readonly [number, number] } = { ...given };
	if (own.key) own.key = [own.key[0], own.key[1]];
	return own;
}

/** Returns the engine with every call checked first; for an engine that does not check. */
export function checked(engine: Engine): Engine {
	const kind = engine.precision === 64 ? Float64Array : Float32Array;
	const check = <C extends CallName>(call: C, run: Kernels[C]): Kernels[C] =>
		((given: CallArguments<C>) => {
			const a = call === "sumSquares" ? given : (ownOf(given) as CallArguments<C>);
			checkCall(call, a, kind);
			return (run as (a: CallArguments<C>) => number | undefined)(a);
		}) as Kernels[C];
	return {
		...engine,
		rnnForward: check("rnnForward", engine.rnnForward),
		rnnBackward: check("rnnBackward", engine.rnnBackward),
		lstmForward: check("lstmForward", engine.lstmForward),
		lstmBackward: check("lstmBackward", engine.lstmBackward),
		gruForward: check("gruForward", engine.gruForward),
		gruBackward: check("gruBackward", engine.gruBackward),
		denseForward: check("denseForward", engine.denseForward),
		denseBackward: check("denseBackward", engine.denseBackward),
		softmaxCrossEntropy: check("softmaxCrossEntropy", engine.softmaxCrossEntropy),
		dropout: check("dropout", engine.dropout),
		update: check("update", engine.update),
		sumSquares: check("sumSquares", engine.sumSquares),
	};
}
