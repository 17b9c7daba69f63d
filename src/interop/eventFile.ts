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

type Wire = typeof import("@bufbuild/protobuf/wire");

/** Bytes of a file with the scalars in the given order. Values that a float32 cannot hold are left out. */
export async function eventFile(scalars: readonly Scalar[]): Promise<Uint8Array> {
	const wire = await import("@bufbuild/protobuf/wire");
	const begin = event(wire, scalars[0]?.time ?? 0)
		.tag(3, wire.WireType.LengthDelimited)
		.string("brain.Event:2");
	const held = scalars.filter(({ value }) => Number.isFinite(Math.fround(value)));
	const records = [begin, ...held.map((scalar) => written(wire, scalar))].map((writer) => record(writer.finish()));
	const bytes = new Uint8Array(records.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const one of records) {
		bytes.set(one, at);
		at += one.length;
	}
	return bytes;
}

const event = ({ BinaryWriter, WireType }: Wire, seconds: number) =>
	new BinaryWriter().tag(1, WireType.Bit64).double(seconds);

/** Event { wall_time = 1, step = 2, summary = 5 }; Summary { value = 1 }; Value { tag = 1, simple_value = 2 }. */
function written(wire: Wire, { tag, step, value, time }: Scalar) {
	const { Varint, LengthDelimited, Bit32 } = wire.WireType;
	const writer = event(wire, time).tag(2, Varint).int64(step);
	writer.tag(5, LengthDelimited).fork();
	writer.tag(1, LengthDelimited).fork();
	writer.tag(1, LengthDelimited).string(tag);
	writer.tag(2, Bit32).float(value);
	return writer.join().join();
}

function record(data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(16 + data.length);
	const view = new DataView(bytes.buffer);
	view.setBigUint64(0, BigInt(data.length), true);
	view.setUint32(8, masked(bytes.subarray(0, 8)), true);
	bytes.set(data, 12);
	view.setUint32(12 + data.length, masked(data), true);
	return bytes;
}

function masked(bytes: Uint8Array): number {
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
