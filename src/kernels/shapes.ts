/** The checks of one call by kind of argument: sizes, numbers, names, arrays by shape. checkCall.ts applies them. */
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import { notOneOf } from "../errors/request.ts";
import { bfloat16Words } from "./bfloat16.ts";
import type { AttentionKernels, Floats, Kernels, OwnKernels } from "./kernels.ts";
import { kindOf, lengthOf } from "./typedArrays.ts";

/** Maximum number of steps, sequences or rows. */
export const MOST_ROWS = 2 ** 24;
/** Maximum number of inputs, units or symbols. */
export const MOST_COLUMNS = 2 ** 24;

export type CallName = keyof Kernels;
type AnyCall = CallName | keyof OwnKernels | keyof AttentionKernels;
export type CallArguments<C extends CallName> = Parameters<Kernels[C]>[0];
export type FloatsKind = Float32ArrayConstructor | Float64ArrayConstructor;

/** Checks of one call. Every error names the call and the array. */
export class Check {
	readonly call: AnyCall;
	readonly kind: FloatsKind;

	constructor(call: AnyCall, kind: FloatsKind) {
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
		if (kindOf(array) !== this.kind.name) this.#wrongKind(name, array, this.kind.name);
		this.#length(name, lengthOf(array), shape);
	}

	/** Requires an Int32Array of any length. */
	ints(name: string, array: Int32Array): void {
		if (kindOf(array) !== "Int32Array") this.#wrongKind(name, array, "Int32Array");
	}

	/** Requires the words of a bfloat16 matrix. */
	words(name: string, array: Int32Array | undefined, rows: number, columns: number): void {
		if (array === undefined) return;
		if (kindOf(array) !== "Int32Array") this.#wrongKind(name, array, "Int32Array");
		this.#length(name, lengthOf(array), [bfloat16Words(rows, columns)]);
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
		if (kindOf(ids) !== "Int32Array") this.#wrongKind(name, ids, "Int32Array");
		this.#length(name, lengthOf(ids), shape);
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
		const kind = kindOf(got) ?? typeof got;
		throw fail("E_SHAPE", {
			what: this.#name(name),
			why: { reason: "engineArray", got: kind, wanted },
		});
	}
}
