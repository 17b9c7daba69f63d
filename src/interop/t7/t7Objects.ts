/**
 * Torch7's binary serialisation (torch7, File.lua): numbers, strings, tables, tensors and objects of classes, little-endian with
 * 8-byte longs. Objects that were written once are referred to by their index. All input is untrusted: lengths are checked
 * against the file, nesting and numbers of objects are bounded, and Lua functions are skipped, never run.
 */
import { fail, type SluiceError } from "../../errors/index.ts";
import type { T7Trouble } from "../../errors/weightFiles.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { DTYPES, type Dtype, decodeNumbers } from "../dtypes.ts";
import { isT7 } from "./t7Magic.ts";

/** A Lua string is a string of its bytes: each character is one byte. */
export type T7Value = undefined | number | boolean | string | T7Table | T7Object | T7Tensor | T7Storage;
export type T7Table = Map<T7Value, T7Value>;

/** An object of a class: its fields. */
export class T7Object {
	readonly className: string;
	fields: T7Table = new Map();

	constructor(className: string) {
		this.className = className;
	}
}

/** Numbers of a file; they are decoded when they are used. */
export interface T7Storage {
	dtype: Dtype;
	from: number;
	length: number;
}

/** A view of a storage. */
export class T7Tensor {
	shape: number[] = [];
	strides: number[] = [];
	/** Index of its first number in the storage, from 0. */
	offset = 0;
	storage: T7Storage | undefined;
}

const LIMITS = { depth: 3000, objects: 500_000, entries: 4_000_000, rank: 8, name: 256 } as const;
const TYPE = {
	none: 0,
	number: 1,
	text: 2,
	table: 3,
	torch: 4,
	boolean: 5,
	plainFunction: 6,
	oldFunction: 7,
	function: 8,
} as const;
/** Types of tensors and storages on the processor; others are named in the error. */
const NUMBERS: Readonly<Record<string, Dtype>> = {
	...{ Float: "F32", Double: "F64", Long: "I64", Int: "I32", Short: "I16", Char: "I8", Byte: "U8" },
};

/** Reads a file's object; `numbers` decodes a tensor of it. @throws E_T7. */
export function readT7(bytes: Uint8Array, where: string): { root: T7Value; numbers(tensor: T7Tensor): Floats } {
	const reader = new Reader(bytes, where);
	if (!isT7(bytes)) throw reader.trouble("magic");
	return { root: reader.object(0), numbers: (tensor) => reader.numbers(tensor) };
}

class Reader {
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	readonly #where: string;
	readonly #known = new Map<number, T7Value>();
	#at = 0;
	#objects = 0;
	#entries = 0;
	/** Numbers that all tensors may have together: shared storages are not copied without end. */
	#rest: number;

	constructor(bytes: Uint8Array, where: string) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#where = where;
		this.#rest = bytes.length;
	}

	trouble(why: T7Trouble, name?: string, got?: string): SluiceError {
		const facts = { ...(name !== undefined && { name }), ...(got !== undefined && { got }) };
		return fail("E_T7", { where: this.#where, why, ...facts });
	}

	object(depth: number): T7Value {
		if (depth > LIMITS.depth) throw this.trouble("limit", undefined, `${depth} deep`);
		const type = this.#int();
		if (type === TYPE.none) return undefined;
		if (type === TYPE.number) return this.#double();
		if (type === TYPE.text) return this.#text(this.#int());
		if (type === TYPE.boolean) return this.#int() === 1;
		if (type === TYPE.plainFunction) return this.#skipFunction(depth);
		if (type < TYPE.table || type > TYPE.function) throw this.trouble("damaged", undefined, `type ${type}`);
		const index = this.#int();
		if (this.#known.has(index)) return this.#known.get(index);
		if (++this.#objects > LIMITS.objects) throw this.trouble("limit", undefined, `${this.#objects} objects`);
		if (type === TYPE.function || type === TYPE.oldFunction) {
			this.#known.set(index, undefined);
			return this.#skipFunction(depth);
		}
		if (type === TYPE.torch) return this.#torch(index, depth);
		const table: T7Table = new Map();
		this.#known.set(index, table);
		this.#fill(table, depth);
		return table;
	}

	/** A function's bytecode and its values are read past. */
	#skipFunction(depth: number): undefined {
		this.#skip(this.#int());
		this.object(depth + 1);
	}

	#fill(table: T7Table, depth: number): void {
		const size = this.#int();
		this.#entries += size;
		if (size < 0 || this.#entries > LIMITS.entries) throw this.trouble("limit", undefined, `${this.#entries} entries`);
		for (let k = 0; k < size; k++) {
			const key = this.object(depth + 1);
			if (key === undefined) throw this.trouble("damaged", undefined, "a key of nil");
			table.set(key, this.object(depth + 1));
		}
	}

	#torch(index: number, depth: number): T7Value {
		const version = this.#name();
		const className = /^V \d+$/.test(version) ? this.#name() : version;
		const [, kind, form] = /^torch\.(\w+?)(Tensor|Storage)$/.exec(className) ?? [];
		if (kind === undefined) {
			const object = new T7Object(className);
			this.#known.set(index, object);
			const fields = this.object(depth + 1);
			if (!(fields instanceof Map)) throw this.trouble("damaged", className);
			object.fields = fields;
			return object;
		}
		const dtype = Object.hasOwn(NUMBERS, kind) ? NUMBERS[kind]! : undefined;
		if (!dtype) throw this.trouble(/^(Cuda|Cl)/.test(kind) ? "cuda" : "damaged", className);
		if (form === "Storage") {
			const length = this.#long();
			const storage: T7Storage = { dtype, from: this.#at, length };
			this.#skip(length * DTYPES[dtype]);
			this.#known.set(index, storage);
			return storage;
		}
		const tensor = new T7Tensor();
		this.#known.set(index, tensor);
		const rank = this.#int();
		if (rank < 0 || rank > LIMITS.rank) throw this.trouble("damaged", className, `${rank} axes`);
		tensor.shape = Array.from({ length: rank }, () => this.#long());
		tensor.strides = Array.from({ length: rank }, () => this.#long());
		tensor.offset = this.#long() - 1;
		const storage = this.object(depth + 1);
		if (storage === undefined) return tensor;
		if (typeof storage !== "object" || !("dtype" in storage)) throw this.trouble("damaged", className, "no storage");
		tensor.storage = storage;
		return tensor;
	}

	/** Returns a tensor's numbers in the order of its rows. */
	numbers({ shape, strides, offset, storage }: T7Tensor): Floats {
		const size = shape.reduce((product, length) => product * length, shape.length === 0 ? 0 : 1);
		if (!storage || !(size <= storage.length)) throw this.trouble("damaged", undefined, `[${shape}]`);
		this.#rest -= size;
		const last = shape.reduce((sum, length, k) => sum + (length - 1) * strides[k]!, offset);
		if (this.#rest < 0 || size === 0 || offset < 0 || strides.some((stride) => stride < 0) || last >= storage.length)
			throw this.trouble("damaged", undefined, `[${shape}] from ${offset} of ${storage.length}`);
		const width = DTYPES[storage.dtype];
		const bytes = this.#bytes.subarray(storage.from + offset * width, storage.from + (last + 1) * width);
		const flat = decodeNumbers(storage.dtype, bytes, { where: this.#where, name: "a tensor" });
		if (flat.length === size && strides.at(-1) === 1) return flat;
		const out = flat.slice(0, size);
		for (let n = 0; n < size; n++) {
			let rest = n;
			let at = 0;
			for (let k = shape.length - 1; k >= 0; k--) {
				at += (rest % shape[k]!) * strides[k]!;
				rest = Math.floor(rest / shape[k]!);
			}
			out[n] = flat[at]!;
		}
		return out;
	}

	#skip(bytes: number): void {
		if (!(bytes >= 0 && this.#at + bytes <= this.#bytes.length)) throw this.trouble("cut");
		this.#at += bytes;
	}

	#int(): number {
		this.#skip(4);
		return this.#view.getInt32(this.#at - 4, true);
	}

	#long(): number {
		this.#skip(8);
		const whole = Number(this.#view.getBigInt64(this.#at - 8, true));
		if (!Number.isSafeInteger(whole) || whole < 0) throw this.trouble("damaged", undefined, String(whole));
		return whole;
	}

	#double(): number {
		this.#skip(8);
		return this.#view.getFloat64(this.#at - 8, true);
	}

	#text(length: number): string {
		this.#skip(length);
		const bytes = this.#bytes.subarray(this.#at - length, this.#at);
		let text = "";
		for (let from = 0; from < length; from += 8192) text += String.fromCharCode(...bytes.subarray(from, from + 8192));
		return text;
	}

	#name(): string {
		const length = this.#int();
		if (length > LIMITS.name) throw this.trouble("damaged", undefined, `a name of ${length} bytes`);
		return this.#text(length);
	}
}
