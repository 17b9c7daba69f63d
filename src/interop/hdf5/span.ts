/** The bytes of an HDF5 file, read with every place checked. */
import type { SluiceError } from "../../errors/index.ts";
import type { Hdf5Trouble } from "../../errors/weightFiles.ts";

export class Span {
	readonly bytes: Uint8Array;
	readonly #view: DataView;
	readonly #trouble: (why: Hdf5Trouble) => SluiceError;

	constructor(bytes: Uint8Array, trouble: (why: Hdf5Trouble) => SluiceError) {
		this.bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#trouble = trouble;
	}

	/** @throws E_HDF5 unless the file has these bytes. */
	need(at: number, bytes: number): void {
		if (!(at >= 0 && bytes >= 0 && at + bytes <= this.bytes.length)) throw this.#trouble("cut");
	}

	u8(at: number): number {
		this.need(at, 1);
		return this.#view.getUint8(at);
	}

	u16(at: number): number {
		this.need(at, 2);
		return this.#view.getUint16(at, true);
	}

	u32(at: number): number {
		this.need(at, 4);
		return this.#view.getUint32(at, true);
	}

	/** A number of 8 bytes; undefined for 2^64 - 1, which stands for none. */
	u64(at: number): number | undefined {
		this.need(at, 8);
		const whole = this.#view.getBigUint64(at, true);
		return whole === 2n ** 64n - 1n ? undefined : Number(whole);
	}

	/** A length or count of 8 bytes. */
	size(at: number): number {
		const size = this.u64(at);
		if (size === undefined || !Number.isSafeInteger(size)) throw this.#trouble("damaged");
		return size;
	}

	/** An address inside the file. */
	address(at: number): number {
		const address = this.size(at);
		this.need(address, 1);
		return address;
	}

	/** Whether four letters are here. */
	has(at: number, letters: string): boolean {
		this.need(at, 4);
		return [...letters].every((letter, k) => this.bytes[at + k] === letter.charCodeAt(0));
	}

	/** A name that ends with a zero byte. */
	name(at: number, most: number): string | undefined {
		this.need(at, most);
		const end = this.bytes.subarray(at, at + most).indexOf(0);
		return end < 0 ? undefined : this.text(at, end);
	}

	/** A name in UTF-8; undefined if it cannot be one of an object. */
	text(at: number, length: number): string | undefined {
		this.need(at, length);
		const text = new TextDecoder().decode(this.bytes.subarray(at, at + length));
		return length > 0 && length <= 256 && !text.includes("/") ? text : undefined;
	}
}
