/**
 * Number types of weights files. F32 and F64 keep their type; F16 and BF16 widen to float32, and integers to float64,
 * all without rounding. A 64-bit integer beyond 2^53 is E_TENSOR_VALUE.
 */
import { fail } from "../errors/index.ts";
import type { Floats } from "../kernels/kernels.ts";

/** Bytes per number. */
export const DTYPES = {
	F64: 8,
	F32: 4,
	F16: 2,
	BF16: 2,
	I64: 8,
	I32: 4,
	I16: 2,
	I8: 1,
	U64: 8,
	U32: 4,
	U16: 2,
	U8: 1,
	BOOL: 1,
} as const;
export type Dtype = keyof typeof DTYPES;

/** Whether this machine stores the lowest byte first, as the files do. */
export const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Decodes little-endian bytes, of any alignment, into a new array of numbers.
 * @param inPlace allows a view of `bytes` instead, which is made if their type and alignment fit.
 */
export function decodeNumbers(
	dtype: Dtype,
	bytes: Uint8Array,
	at: { where: string; name: string },
	inPlace = false,
): Floats {
	const n = bytes.length / DTYPES[dtype];
	if (inPlace && LITTLE_ENDIAN && bytes.byteOffset % DTYPES[dtype] === 0) {
		if (dtype === "F32") return new Float32Array(bytes.buffer, bytes.byteOffset, n);
		if (dtype === "F64") return new Float64Array(bytes.buffer, bytes.byteOffset, n);
	}
	if (dtype === "F32" || dtype === "F64") {
		const copy = swapToHost(Uint8Array.from(bytes), DTYPES[dtype], LITTLE_ENDIAN);
		return dtype === "F32" ? new Float32Array(copy.buffer) : new Float64Array(copy.buffer);
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (dtype === "F16") return Float32Array.from({ length: n }, (_, i) => widenHalf(view.getUint16(2 * i, true)));
	if (dtype === "BF16") {
		const bits = Uint32Array.from({ length: n }, (_, i) => view.getUint16(2 * i, true) << 16);
		return new Float32Array(bits.buffer);
	}
	return Float64Array.from({ length: n }, (_, i) => wholeNumber(dtype, view, i, at));
}

/** Encodes numbers as little-endian bytes; on a little-endian machine a view of the same memory. */
export function encodeNumbers(data: Floats): Uint8Array {
	const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	return LITTLE_ENDIAN ? bytes : swapToHost(Uint8Array.from(bytes), data.BYTES_PER_ELEMENT, false);
}

/** Reverses the bytes of each number in place, unless `littleEndian`. */
export function swapToHost(
	bytes: Uint8Array<ArrayBuffer>,
	width: number,
	littleEndian: boolean,
): Uint8Array<ArrayBuffer> {
	if (!littleEndian) for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
	return bytes;
}

/** Encodes numbers as bfloat16, each rounded to the nearest, ties to even. The numbers are finite in float32. */
export function encodeBfloat16(data: Floats): Uint8Array {
	const bits = new Uint32Array(Float32Array.from(data).buffer);
	const bytes = new Uint8Array(2 * bits.length);
	const view = new DataView(bytes.buffer);
	for (const [i, word] of bits.entries()) view.setUint16(2 * i, (word + 0x7fff + ((word >>> 16) & 1)) >>> 16, true);
	return bytes;
}

/** IEEE 754 binary16: sign, 5 bits of exponent (bias 15), 10 of fraction. */
function widenHalf(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >> 10) & 0x1f;
	const fraction = bits & 0x3ff;
	if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	if (exponent === 0) return sign * fraction * 2 ** -24;
	return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function wholeNumber(
	dtype: Exclude<Dtype, "F16" | "BF16" | "F32" | "F64">,
	view: DataView,
	i: number,
	at: { where: string; name: string },
): number {
	switch (dtype) {
		case "I64":
		case "U64": {
			const whole = dtype === "I64" ? view.getBigInt64(8 * i, true) : view.getBigUint64(8 * i, true);
			const number = Number(whole);
			if (!Number.isSafeInteger(number))
				throw fail("E_TENSOR_VALUE", { ...at, index: i, got: String(whole), wanted: "|x| < 2^53" });
			return number;
		}
		case "I32":
			return view.getInt32(4 * i, true);
		case "U32":
			return view.getUint32(4 * i, true);
		case "I16":
			return view.getInt16(2 * i, true);
		case "U16":
			return view.getUint16(2 * i, true);
		case "I8":
			return view.getInt8(i);
		case "U8":
			return view.getUint8(i);
		case "BOOL":
			return view.getUint8(i) === 0 ? 0 : 1;
	}
}
