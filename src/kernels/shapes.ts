/**
 * Shape checks shared by the engines. After `checkCall`, every size is a whole number, every array that a call reads or
 * writes is present, of the right type and long enough, and every symbol is in range: the call is safe to pass to C.
 * Arrays may be longer than their shape. Overlap is not checked.
 */
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import { notOneOf } from "../errors/request.ts";
import { bfloat16Words } from "./bfloat16.ts";
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

/** Maximum number of steps, sequences or rows. */
const MOST_ROWS = 2 ** 24;
/** Maximum number of inputs, units or symbols. */
const MOST_COLUMNS = 2 ** 24;

export type CallName = keyof Kernels;
export type CallArguments<C extends CallName> = Parameters<Kernels[C]>[0];
export type FloatsKind = Float32ArrayConstructor | Float64ArrayConstructor;

export const ACTIVATIONS = ["tanh", "relu", "sigmoid", "linear"] as const;
export const LSTM_VARIANTS = ["forget", "1997", "peephole", "coupled"] as const;
export const GRU_VARIANTS = ["reset-after", "reset-before"] as const;
export const OPTIMIZERS = ["sgd", "momentum", "rmsprop", "adam", "adamw"] as const;

/** Checks of one call. Every error names the call and the array. */
class Check {
	readonly call: CallName;
	readonly kind: FloatsKind;

	constructor(call: CallName, kind: FloatsKind) {
		this.call = call;
		this.kind = kind;
	}

	size(name: string, got: number, max: number, min = 0): void {
		if (!Number.isInteger(got) || got < min || got > max)
			throw fail("E_SIZE", { what: this.#name(name), got, min, max });
	}

	/** Requires a number from `from` to below `below`; never NaN. */
	real(name: string, got: number, from: number, below: number): void {
		if (typeof got !== "number" || !(got >= from && got < below)) {
			throw fail("E_SHAPE", {
				what: this.#name(name),
				why: { reason: "below", min: from, max: below, got: shown(got) },
			});
		}
	}

	oneOf(name: string, got: string, names: readonly string[]): void {
		if (!names.includes(got)) throw fail("E_SHAPE", { what: this.#name(name), why: notOneOf(names, got) });
	}

	floats(name: string, array: Floats | undefined, ...shape: number[]): void {
		if (!(array instanceof this.kind)) this.#wrongKind(name, array, this.kind.name);
		this.#length(name, array!.length, shape);
	}

	/** Requires the words of a bfloat16 matrix. */
	words(name: string, array: Int32Array | undefined, rows: number, columns: number): void {
		if (array === undefined) return;
		if (!(array instanceof Int32Array)) this.#wrongKind(name, array, "Int32Array");
		this.#length(name, array.length, [bfloat16Words(rows, columns)]);
	}

	maybe(name: string, array: Floats | undefined, ...shape: number[]): void {
		if (array !== undefined) this.floats(name, array, ...shape);
	}

	/** Requires an array exactly when `wanted`. */
	given(name: string, array: Floats | undefined, wanted: boolean, ...shape: number[]): void {
		if (wanted) this.floats(name, array, ...shape);
		else if (array !== undefined) {
			throw fail("E_SHAPE", {
				what: this.#name(name),
				why: { reason: "unused" },
			});
		}
	}

	/** Requires whole numbers from -1 to below `limit`. */
	symbols(name: string, ids: Int32Array | undefined, limit: number, ...shape: number[]): void {
		if (!(ids instanceof Int32Array)) this.#wrongKind(name, ids, "Int32Array");
		this.#length(name, ids!.length, shape);
		const n = shape.reduce((product, size) => product * size, 1);
		for (let j = 0; j < n; j++) {
			const id = ids![j]!;
			if (id < -1 || id >= limit) {
				throw fail("E_SHAPE", {
					what: `${this.#name(name)}[${j}]`,
					why: { reason: "whole", min: -1, max: limit - 1, got: String(id) },
				});
			}
		}
	}

	#name(name: string): string {
		return `${this.call}.${name}`;
	}

	#length(name: string, got: number, shape: number[]): void {
		const wanted = shape.reduce((product, size) => product * size, 1);
		if (!(got >= wanted)) {
			throw fail("E_SHAPE", {
				what: this.#name(name),
				why: { reason: "length", got, wanted, shape: shape.join(" x ") },
			});
		}
	}

	#wrongKind(name: string, got: unknown, wanted: string): never {
		const kind = ArrayBuffer.isView(got) ? Object.prototype.toString.call(got).slice(8, -1) : typeof got;
		throw fail("E_SHAPE", {
			what: this.#name(name),
			why: { reason: "engineArray", got: kind, wanted },
		});
	}
}

function layer(c: Check, a: LayerArrays, G: number): void {
	const { T, B, D, H } = a;
	c.size("T", T, MOST_ROWS);
	c.size("B", B, MOST_ROWS);
	c.size("D", D, MOST_COLUMNS);
	c.size("H", H, MOST_COLUMNS);
	c.size("T x B", T * B, 2 ** 31 - 1);
	if (a.ids === undefined) c.floats("x", a.x, T, B, D);
	else {
		c.given("x", a.x, false);
		c.symbols("ids", a.ids, D, T, B);
	}
	c.floats("w_ih", a.w_ih, G, H, D);
	c.floats("w_hh", a.w_hh, G, H, H);
	c.words("w_ih16", a.w_ih16, G * H, D);
	c.words("w_hh16", a.w_hh16, G * H, H);
	c.floats("b", a.b, G, H);
	c.floats("h", a.h, T + 1, B, H);
}

function gradients(c: Check, a: LayerArrays & LayerGradients, G: number): void {
	const { T, B, D, H } = a;
	c.floats("dOut", a.dOut, T, B, H);
	c.maybe("dhLast", a.dhLast, B, H);
	c.maybe("dhFirst", a.dhFirst, B, H);
	if (a.ids === undefined) c.maybe("dx", a.dx, T, B, D);
	else c.given("dx", a.dx, false);
	c.floats("dw_ih", a.dw_ih, G, H, D);
	c.floats("dw_hh", a.dw_hh, G, H, H);
	c.floats("db", a.db, G, H);
	c.maybe("deltaGates", a.deltaGates, T, B, G, H);
	c.maybe("deltaH", a.deltaH, T, B, H);
}

function rnnForward(c: Check, a: RnnForward): void {
	c.oneOf("activation", a.activation, ACTIVATIONS);
	layer(c, a, 1);
}

function rnnBackward(c: Check, a: RnnBackward): void {
	rnnForward(c, a);
	gradients(c, a, 1);
}

/** Returns the number of gate blocks of an LSTM. */
export function lstmBlocks(variant: LstmForward["variant"]): number {
	return variant === "1997" || variant === "coupled" ? 3 : 4;
}

function lstmForward(c: Check, a: LstmForward): void {
	c.oneOf("variant", a.variant, LSTM_VARIANTS);
	const G = lstmBlocks(a.variant);
	layer(c, a, G);
	c.given("p", a.p, a.variant === "peephole", 3, a.H);
	c.floats("gates", a.gates, a.T, a.B, G, a.H);
	c.floats("c", a.c, a.T + 1, a.B, a.H);
}

function lstmBackward(c: Check, a: LstmBackward): void {
	lstmForward(c, a);
	gradients(c, a, lstmBlocks(a.variant));
	c.maybe("dcLast", a.dcLast, a.B, a.H);
	c.maybe("dcFirst", a.dcFirst, a.B, a.H);
	c.given("dp", a.dp, a.variant === "peephole", 3, a.H);
	c.maybe("deltaC", a.deltaC, a.T, a.B, a.H);
}

function gruForward(c: Check, a: GruForward): void {
	c.oneOf("variant", a.variant, GRU_VARIANTS);
	layer(c, a, 3);
	c.given("b_hn", a.b_hn, a.variant === "reset-after", a.H);
	c.floats("gates", a.gates, a.T, a.B, 3, a.H);
	c.floats("aux", a.aux, a.T, a.B, a.H);
}

function gruBackward(c: Check, a: GruBackward): void {
	gruForward(c, a);
	gradients(c, a, 3);
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

/** Returns the engine with every call checked first; for an engine that does not check. */
export function checked(engine: Engine): Engine {
	const kind = engine.precision === 64 ? Float64Array : Float32Array;
	const check = <C extends CallName>(call: C, run: Kernels[C]): Kernels[C] =>
		((a: CallArguments<C>) => {
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
