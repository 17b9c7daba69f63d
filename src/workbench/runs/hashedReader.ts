/**
 * Reads a file of tensors from its beginning to its end in pieces, and hashes all of it: a file above 2 GiB takes the
 * memory of its tensors and of one piece.
 */
import { createHash } from "node:crypto";
import { DTYPES, LITTLE_ENDIAN, swapToHost } from "../../interop/dtypes.ts";
import { readHeader, readHeaderEnd, readTensor, type TensorEntry } from "../../interop/safetensors.ts";
import type { NamedTensor } from "../../training/snapshot.ts";
import { PIECE_BYTES } from "../disk/content.ts";
import type { FilePart } from "../disk/disk.ts";

export class HashedReader {
	readonly #size: number;
	readonly #most: number;
	readonly #read: (part: FilePart) => Uint8Array;
	readonly #hash = createHash("sha256");
	#at = 0;

	/** @param size bytes of the file. @param most bytes per read. @param read reads a part of it. */
	constructor(size: number, most = PIECE_BYTES, read: (part: FilePart) => Uint8Array) {
		this.#size = size;
		this.#most = most;
		this.#read = read;
	}

	/**
	 * Reads all tensors, in the header's order. Returns what the file's format is at fault with, because the hash, known
	 * only at the file's end, says whether it is damage.
	 */
	tensors(where: string): NamedTensor[] | Error {
		try {
			const first = this.#take(Math.min(64, this.#size));
			const headerEnd = readHeaderEnd(first, this.#size, where);
			const head = new Uint8Array(Math.max(headerEnd, first.length));
			head.set(first);
			this.#fill(head.subarray(first.length));
			const { entries } = readHeader(head.subarray(0, headerEnd), this.#size, where);
			const found = new Map<TensorEntry, NamedTensor>();
			const rest = head.subarray(headerEnd); // of a short header: the first bytes of the tensors
			for (const entry of [...entries].sort((a, b) => a.begin - b.begin)) {
				found.set(entry, this.#tensor(entry, rest.subarray(entry.begin - headerEnd), where));
			}
			return entries.map((entry) => found.get(entry)!);
		} catch (error) {
			if (error instanceof Error) return error;
			throw error;
		}
	}

	/** SHA-256 of the whole file, in hex. */
	digest(): string {
		while (this.#at < this.#size) this.#take(Math.min(this.#most, this.#size - this.#at));
		return this.#hash.digest("hex");
	}

	/** @param known its first bytes, which were read with the header. */
	#tensor(entry: TensorEntry, known: Uint8Array, where: string): NamedTensor {
		const { name, dtype, shape, begin, end } = entry;
		const Kind = dtype === "F64" ? Float64Array : dtype === "F32" ? Float32Array : undefined;
		const data = Kind && new Kind((end - begin) / Kind.BYTES_PER_ELEMENT);
		const bytes = data ? new Uint8Array(data.buffer) : new Uint8Array(end - begin);
		const before = known.subarray(0, bytes.length);
		bytes.set(before);
		this.#fill(bytes.subarray(before.length));
		if (!data) return readTensor(entry, bytes, where);
		swapToHost(bytes, DTYPES[dtype], LITTLE_ENDIAN);
		return { name, shape, data };
	}

	/** Fills `bytes` with what follows. */
	#fill(bytes: Uint8Array): void {
		for (let done = 0; done < bytes.length; ) {
			const piece = this.#take(Math.min(this.#most, bytes.length - done));
			bytes.set(piece, done);
			done += piece.length;
		}
	}

	/** The next bytes. A file that has become shorter ends in zeros, which the hash finds. */
	#take(length: number): Uint8Array {
		const piece = this.#read({ at: this.#at, length });
		this.#hash.update(piece);
		this.#at += length;
		if (piece.length === length) return piece;
		const whole = new Uint8Array(length);
		whole.set(piece);
		return whole;
	}
}
