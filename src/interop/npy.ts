/** NumPy's array files (NEP 1): a magic number, a header that is a Python dictionary, and the numbers. */
import { fail } from "../errors/index.ts";
import type { NpyTrouble } from "../errors/weightFiles.ts";
import { DTYPES, type Dtype, decodeNumbers, encodeNumbers } from "./dtypes.ts";
import { alike } from "./gateOrder.ts";
import { LIMITS, type NamedTensor } from "./safetensors.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MOST_HEADER = 10_000;

/** NumPy's types, as the header names them. */
const TYPES: Readonly<Record<string, Dtype>> = {
	...{ "<f4": "F32", "<f8": "F64", "<f2": "F16", "<i8": "I64", "<i4": "I32", "<i2": "I16", "|i1": "I8" },
	...{ "<u8": "U64", "<u4": "U32", "<u2": "U16", "|u1": "U8", "|b1": "BOOL" },
};

/** The dictionary as NumPy writes it: three keys in any order, single quotes, a trailing comma. */
const FIELD = {
	descr: /['"]descr['"]\s*:\s*(?:'([^'\\]{1,16})'|"([^"\\]{1,16})"|(\[))/,
	order: /['"]fortran_order['"]\s*:\s*(True|False)/,
	shape: /['"]shape['"]\s*:\s*\(\s*((?:\d{1,15}L?\s*,\s*)*(?:\d{1,15}L?)?)\s*,?\s*\)/,
} as const;

/** Returns the array. @throws E_NPY, E_WEIGHTS_LIMIT. */
export function readNpy(bytes: Uint8Array, where: string, name: string): NamedTensor {
	const wrong = (why: NpyTrouble, got?: string, wanted?: string) =>
		fail("E_NPY", { where, why, name, ...(got !== undefined && { got }), ...(wanted !== undefined && { wanted }) });
	if (bytes.length < 12 || MAGIC.some((byte, k) => bytes[k] !== byte)) throw wrong("magic");
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const version = bytes[6]!;
	if (version < 1 || version > 3) throw wrong("header", `version ${version}`, "1, 2, 3");
	const [length, from] = version === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
	const begin = from + length;
	if (length > MOST_HEADER || begin > bytes.length) throw wrong("header", `${length} bytes`);
	const header = new TextDecoder("latin1").decode(bytes.subarray(from, begin)).trim();
	const [, one, two, record] = FIELD.descr.exec(header) ?? [];
	const descr = one ?? two;
	const order = FIELD.order.exec(header)?.[1];
	const sizes = FIELD.shape.exec(header)?.[1];
	if (!/^\{.*\}$/s.test(header) || order === undefined || sizes === undefined) throw wrong("header");
	if (record !== undefined || descr === undefined) throw wrong("dtype", "a record");
	if (/O/.test(descr)) throw wrong("object", descr);
	const dtype = Object.hasOwn(TYPES, descr) ? TYPES[descr]! : undefined;
	if (!dtype) throw wrong("dtype", descr, Object.keys(TYPES).join(" "));
	const shape = (sizes.match(/\d+/g) ?? []).map(Number);
	if (shape.length > LIMITS.rank)
		throw fail("E_WEIGHTS_LIMIT", { where, name, limit: "rank", got: String(shape.length), max: LIMITS.rank });
	const wanted = shape.reduce((product, size) => product * BigInt(size), BigInt(DTYPES[dtype]));
	if (wanted !== BigInt(bytes.length - begin))
		throw wrong("bytes", `[${shape}], ${bytes.length - begin}`, String(wanted));
	if (!/F/.test(dtype) && (bytes.length - begin) / DTYPES[dtype] > LIMITS.integers)
		throw fail("E_LIMIT", {
			...{ where, limit: "integers", got: (bytes.length - begin) / DTYPES[dtype], max: LIMITS.integers },
		});
	const data = decodeNumbers(dtype, bytes.subarray(begin), { where, name });
	if (order === "False" || shape.length < 2) return { name, shape, data };
	if (shape.length > 2) throw wrong("order", `[${shape}]`);
	return { name, shape, data: turned(data, shape[0]!, shape[1]!) };
}

/** [M,N] in the order of columns -> rows */
function turned(data: NamedTensor["data"], rows: number, columns: number): NamedTensor["data"] {
	const out = alike(data, data.length);
	for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[r * columns + c] = data[c * rows + r]!;
	return out;
}

/** Returns the file of an array; bytes become an array of uint8. */
export function writeNpy(data: NamedTensor["data"] | Uint8Array, shape: readonly number[]): Uint8Array {
	const type = data instanceof Float64Array ? "<f8" : data instanceof Float32Array ? "<f4" : "|u1";
	const head = npyHeader(type, shape);
	const numbers = data instanceof Uint8Array ? data : encodeNumbers(data);
	const file = new Uint8Array(head.length + numbers.length);
	file.set(head);
	file.set(numbers, head.length);
	return file;
}

/**
 * Returns what precedes an array's numbers: magic, version 1.0, and a Python dictionary, padded so that the numbers begin
 * at a multiple of 64 bytes.
 * @param type NumPy's type, little-endian: "<f4", "<f8", "<i4", "<U3".
 */
export function npyHeader(type: string, shape: readonly number[]): Uint8Array {
	const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
	const words = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
	const length = Math.ceil((10 + words.length + 1) / 64) * 64;
	const head = new Uint8Array(length).fill(0x20);
	head.set([...MAGIC, 1, 0]);
	new DataView(head.buffer).setUint16(8, length - 10, true);
	head.set(new TextEncoder().encode(words), 10);
	head[length - 1] = 0x0a;
	return head;
}
