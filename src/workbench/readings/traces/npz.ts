/**
 * Writes NumPy's .npz: a ZIP (APPNOTE 6.3.10) of uncompressed .npy arrays (NEP 1). All sizes are known in advance, so
 * every array has a fixed place and all grow in parallel; checksums are written last. The ZIP64 fields are always
 * present, so 10 bytes and 10 GB have the same format.
 */
import { crc32 } from "node:zlib";
import { fail } from "../../../errors/index.ts";
import { npyHeader } from "../../../interop/npy.ts";
import type { GrowingFile } from "../../disk/publish.ts";

export interface NpzArray {
	/** Name of the array, without .npy. */
	name: string;
	/** NumPy's type, little-endian: "<f4", "<f8", "<i4", "<U3". */
	type: string;
	shape: readonly number[];
}

interface Entry {
	name: Buffer;
	/** Offsets of its local header's first byte, and of its data. */
	header: number;
	data: number;
	bytes: number;
	/** Bytes written so far. */
	done: number;
	crc: number;
}

const LOCAL_BYTES = 30;
const ZIP64_LOCAL_BYTES = 20;
const VERSION = 45; // ZIP64
const MANY = 0xffffffff; // see the ZIP64 field
const DATE = 0x0021; // 1980-01-01: the bytes do not depend on the clock

export class NpzWriter {
	readonly #file: GrowingFile;
	readonly #entries = new Map<string, Entry>();

	constructor(file: GrowingFile, arrays: readonly NpzArray[]) {
		this.#file = file;
		let at = 0;
		for (const array of arrays) {
			const head = npyHeader(array.type, array.shape);
			const name = Buffer.from(`${array.name}.npy`);
			const data = at + LOCAL_BYTES + name.length + ZIP64_LOCAL_BYTES;
			const bytes = head.length + bytesOf(array);
			const entry = { name, header: at, data, bytes, done: 0, crc: 0 };
			this.#entries.set(array.name, entry);
			this.#append(entry, head);
			at = data + bytes;
		}
	}

	/** Appends numbers to an array, in its own type. */
	append(name: string, numbers: Uint8Array): void {
		this.#append(this.#entries.get(name)!, numbers);
	}

	#append(entry: Entry, bytes: Uint8Array): void {
		this.#file.write(bytes, entry.data + entry.done);
		entry.done += bytes.length;
		entry.crc = crc32(bytes, entry.crc);
	}

	/** Writes the headers. Every array must be complete. */
	finish(): void {
		const central: Buffer[] = [];
		for (const entry of this.#entries.values()) {
			if (entry.done !== entry.bytes)
				throw fail("E_INTERNAL", { what: `npz: ${entry.name} has ${entry.done} of ${entry.bytes} bytes` });
			this.#file.write(localHeader(entry), entry.header);
			central.push(centralHeader(entry));
		}
		const start = this.#file.bytes;
		const directory = Buffer.concat(central);
		this.#file.write(Buffer.concat([directory, endOf(start, directory.length, central.length)]), start);
	}
}

function bytesOf({ type, shape }: NpzArray): number {
	const one = Number(type.slice(2)) * (type[1] === "U" ? 4 : 1);
	return shape.reduce((product, size) => product * size, one);
}

function localHeader({ name, bytes, crc }: Entry): Buffer {
	const head = Buffer.alloc(LOCAL_BYTES + ZIP64_LOCAL_BYTES);
	head.writeUInt32LE(0x04034b50, 0);
	head.writeUInt16LE(VERSION, 4);
	head.writeUInt16LE(DATE, 12);
	head.writeUInt32LE(crc, 14);
	head.writeUInt32LE(MANY, 18);
	head.writeUInt32LE(MANY, 22);
	head.writeUInt16LE(name.length, 26);
	head.writeUInt16LE(ZIP64_LOCAL_BYTES, 28);
	zip64([bytes, bytes]).copy(head, LOCAL_BYTES);
	return Buffer.concat([head.subarray(0, LOCAL_BYTES), name, head.subarray(LOCAL_BYTES)]);
}

function centralHeader({ name, header, bytes, crc }: Entry): Buffer {
	const extra = zip64([bytes, bytes, header]);
	const head = Buffer.alloc(46);
	head.writeUInt32LE(0x02014b50, 0);
	head.writeUInt16LE(VERSION, 4);
	head.writeUInt16LE(VERSION, 6);
	head.writeUInt16LE(DATE, 14);
	head.writeUInt32LE(crc, 16);
	head.writeUInt32LE(MANY, 20);
	head.writeUInt32LE(MANY, 24);
	head.writeUInt16LE(name.length, 28);
	head.writeUInt16LE(extra.length, 30);
	head.writeUInt32LE(MANY, 42);
	return Buffer.concat([head, name, extra]);
}

/** The extra field for sizes of 4 GiB and more. */
function zip64(numbers: readonly number[]): Buffer {
	const field = Buffer.alloc(4 + 8 * numbers.length);
	field.writeUInt16LE(1, 0);
	field.writeUInt16LE(8 * numbers.length, 2);
	for (const [i, number] of numbers.entries()) field.writeBigUInt64LE(BigInt(number), 4 + 8 * i);
	return field;
}

/** The end of the central directory: the ZIP64 record, its locator, and the classic record. */
function endOf(start: number, bytes: number, entries: number): Buffer {
	const end = Buffer.alloc(56 + 20 + 22);
	end.writeUInt32LE(0x06064b50, 0);
	end.writeBigUInt64LE(44n, 4);
	end.writeUInt16LE(VERSION, 12);
	end.writeUInt16LE(VERSION, 14);
	end.writeBigUInt64LE(BigInt(entries), 24);
	end.writeBigUInt64LE(BigInt(entries), 32);
	end.writeBigUInt64LE(BigInt(bytes), 40);
	end.writeBigUInt64LE(BigInt(start), 48);
	end.writeUInt32LE(0x07064b50, 56);
	end.writeBigUInt64LE(BigInt(start + bytes), 64);
	end.writeUInt32LE(1, 72);
	end.writeUInt32LE(0x06054b50, 76);
	end.writeUInt16LE(0xffff, 84);
	end.writeUInt16LE(0xffff, 86);
	end.writeUInt32LE(MANY, 88);
	end.writeUInt32LE(MANY, 92);
	return end;
}
