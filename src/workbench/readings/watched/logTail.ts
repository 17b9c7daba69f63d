/**
 * Reads a growing log piece by piece. A resumed run cuts its logs and writes some lines again; that is noticed by the
 * size of the file and by the bytes just before the place that was read last.
 */
import { type Disk, onDisk } from "../../disk/disk.ts";

/** New bytes of a log, up to the last whole line. */
export interface Grown {
	bytes: Uint8Array;
	/** The log was cut: these bytes are its beginning. */
	again: boolean;
}

/** Bytes that are read at once at most, and the longest line that is read at all. */
const MOST_BYTES = 8 << 20;
/** Bytes before the last place by which a log is recognised. */
const MARK = 64;
const NONE = new Uint8Array();

export class LogTail {
	readonly path: string;
	readonly #disk: Disk;
	#at = 0;
	#mark = NONE;

	constructor(path: string, disk: Disk) {
		this.path = path;
		this.#disk = disk;
	}

	/** Reads on from the last place. Call again until it returns no bytes. */
	read(): Grown {
		const size = onDisk("read", this.path, () => this.#disk.stat(this.path)?.sizeBytes ?? 0);
		if (size === this.#at) return { bytes: NONE, again: false };
		const again = size < this.#at || !this.#recognised();
		if (again) this.#at = 0;
		const bytes = this.#part(this.#at, Math.min(size - this.#at, MOST_BYTES));
		const end = bytes.lastIndexOf(0x0a) + 1;
		if (end === 0) {
			if (bytes.length === MOST_BYTES) this.#at += bytes.length; // no line of a log is that long
			if (again) this.#mark = NONE;
			return { bytes: NONE, again };
		}
		this.#at += end;
		this.#mark = bytes.slice(Math.max(0, end - MARK), end);
		return { bytes: bytes.subarray(0, end), again };
	}

	/** Goes to the end of the log as it is now, without reading what is in it. */
	skip(): void {
		const size = onDisk("read", this.path, () => this.#disk.stat(this.path)?.sizeBytes ?? 0);
		const from = Math.max(0, size - MOST_BYTES / 8);
		const bytes = this.#part(from, size - from);
		const end = bytes.lastIndexOf(0x0a) + 1;
		if (end === 0) return;
		this.#at = from + end;
		this.#mark = bytes.slice(Math.max(0, end - MARK), end);
	}

	#recognised(): boolean {
		if (this.#mark.length === 0) return true;
		return Buffer.compare(this.#part(this.#at - this.#mark.length, this.#mark.length), this.#mark) === 0;
	}

	#part(at: number, length: number): Uint8Array {
		return onDisk("read", this.path, () => this.#disk.read(this.path, { at, length }));
	}
}

/** The lines of whole lines of bytes, without their ends. */
export function* linesIn(bytes: Uint8Array): Generator<Uint8Array> {
	for (let begin = 0; begin < bytes.length; ) {
		const end = bytes.indexOf(0x0a, begin);
		yield bytes.subarray(begin, end);
		begin = end + 1;
	}
}
