/**
 * Scalars as a TensorBoard event file: a TFRecord file of `tensorflow.Event` messages.
 *
 * A record is the length of its data (8 bytes, little-endian), a masked CRC-32C of that length, the data, and a masked
 * CRC-32C of the data. The mask is a rotation by 15 bits plus a constant (TensorFlow, core/lib/hash/crc32c.h).
 */

/** One value of a curve. */
export interface Scalar {
	/** Name of the curve: "loss/train". TensorBoard groups curves by what stands before the slash. */
	tag: string;
	step: number;
	/** Written as float32. */
	value: number;
	/** Seconds since 1970. */
	time: number;
}

/** Bytes of a file with the scalars in the given order. Values that a float32 cannot hold are left out. */
export function eventFile(scalars: readonly Scalar[]): Uint8Array {
	return joined([eventStart(scalars[0]?.time ?? 0), eventRecords(scalars)]);
}

/** The record that a file begins with. `time` in seconds since 1970. */
export const eventStart = (time: number): Uint8Array => record([...double(1, time), ...text(3, "brain.Event:2")]);

/** Records to append to a file: the scalars in the given order. Values that a float32 cannot hold are left out. */
export function eventRecords(scalars: readonly Scalar[]): Uint8Array {
	const held = scalars.filter(({ value }) => Number.isFinite(Math.fround(value)));
	return joined(held.map((one) => record(written(one))));
}

/**
 * The record of a training that begins again at `step`: readers drop what they have of this step and later ones.
 * Event { session_log = 7 }; SessionLog { status = 1 }, START = 1.
 */
export const eventRestart = (step: number, time: number): Uint8Array =>
	record([...double(1, time), 2 << 3, ...varint(step), ...sized(7, [1 << 3, 1])]);

export function joined(parts: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** Event { wall_time = 1, step = 2, summary = 5 }; Summary { value = 1 }; Value { tag = 1, simple_value = 2 }. */
function written({ tag, step, value, time }: Scalar): number[] {
	const one = [...text(1, tag), (2 << 3) | 5, ...new Uint8Array(Float32Array.of(value).buffer)];
	return [...double(1, time), 2 << 3, ...varint(step), ...sized(5, sized(1, one))];
}

const double = (field: number, value: number) => [(field << 3) | 1, ...new Uint8Array(Float64Array.of(value).buffer)];
const text = (field: number, value: string) => sized(field, [...new TextEncoder().encode(value)]);
const sized = (field: number, data: readonly number[]) => [(field << 3) | 2, ...varint(data.length), ...data];

function varint(value: number): number[] {
	const rest = Math.floor(value / 128);
	return rest === 0 ? [value] : [(value % 128) | 128, ...varint(rest)];
}

function record(content: readonly number[]): Uint8Array {
	const data = Uint8Array.from(content);
	const bytes = new Uint8Array(16 + data.length);
	const view = new DataView(bytes.buffer);
	view.setBigUint64(0, BigInt(data.length), true);
	view.setUint32(8, masked(bytes.subarray(0, 8)), true);
	bytes.set(data, 12);
	view.setUint32(12 + data.length, masked(data), true);
	return bytes;
}

/** The checksum of a record's length, and of its data. */
export function masked(bytes: Uint8Array): number {
	const crc = crc32c(bytes);
	return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Reflected polynomial of Castagnoli. */
const POLYNOMIAL = 0x82f63b78;
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
	let crc = n;
	for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
	return crc;
});

/** CRC-32C (Castagnoli) of the bytes. Of "123456789" it is 0xe3069283. */
export function crc32c(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
	return (crc ^ 0xffffffff) >>> 0;
}
