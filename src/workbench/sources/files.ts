/** Text from disk: files, folders and .gz, joined in the given order and opened as one ByteSource. */
import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import type { ByteSource } from "../../data/source.ts";
import { fail } from "../../errors/index.ts";
import type { PathKind } from "../../errors/sources.ts";
import { cacheFolder } from "./cache.ts";
import { encodingOf, inUtf8, markedEncoding } from "./encodings.ts";
import { FileReader, type KnownFile, known, look } from "./fileSource.ts";
import { filesUnder, shuffled } from "./folder.ts";
import { type GunzipLimits, gunzipped } from "./gunzip.ts";

export { TEXT_EXTENSIONS } from "./folder.ts";

export interface OpenTextOptions {
	/** Extensions of the files read from a folder, with or without dot. Default: TEXT_EXTENSIONS. */
	extensions?: readonly string[];
	/** Order of the files in each folder: sorted by path, or shuffled with a seed. Default: path. */
	order?: "path" | { seed: number };
	/** Folder where .gz files are unpacked. Default: $XDG_CACHE_HOME/sluice or ~/.cache/sluice. */
	cacheDir?: string;
	/** Encoding of the files, such as "cp949". Default: UTF-8, or UTF-16 for a file with its byte order mark. */
	encoding?: string;
	/** Bytes as they are: no encoding is looked for. */
	raw?: boolean;
	/** Limits against decompression bombs in .gz files. Default: 100 times their size, and 64 GiB. */
	gunzip?: GunzipLimits;
}

/** Size and hash of a text, to detect that it is not the one that a run was trained on. */
export interface Fingerprint {
	bytes: number;
	files: number;
	/** SHA-256 in hex: of all bytes up to 4 MiB; for longer texts, of the first, middle and last MiB joined. */
	sha256: string;
	/** Whether sha256 covers all bytes. */
	whole: boolean;
}

/** Whether `value`, which is untrusted, is a fingerprint. */
export function isFingerprint(value: unknown): value is Fingerprint {
	const { bytes, files, sha256, whole } = (value ?? {}) as Partial<Fingerprint>;
	const count = (n: unknown) => Number.isSafeInteger(n) && (n as number) >= 0;
	return count(bytes) && count(files) && typeof sha256 === "string" && typeof whole === "boolean";
}

export interface TextSource extends ByteSource {
	readonly fingerprint: Fingerprint;
	/** Files in the order in which they are joined. */
	readonly files: readonly string[];
	/** The file that has a byte of the text, and where it starts. */
	fileAt(offset: number): { file: ByteSource; start: number };
	close(): Promise<void>;
}

/**
 * Opens one or several paths and joins their bytes without a separator. Missing, empty, unreadable and special files
 * are coded errors, and so are folders without text. A file that changes later is an error at the next read.
 */
export async function openText(paths: string | readonly string[], options: OpenTextOptions = {}): Promise<TextSource> {
	const list = typeof paths === "string" ? [paths] : paths;
	if (list.length === 0) throw fail("E_FILE_MISSING", {});
	const files: KnownFile[] = [];
	for (const path of list) files.push(...(await filesAt(path, options)));
	const name = list.length === 1 ? list[0]! : `${list[0]} and ${list.length - 1} more`;
	const reader = new FileReader(name, files);
	if (reader.length === 0) throw fail("E_FILE_EMPTY", { path: name });
	try {
		const fingerprint = await fingerprintOf(reader, files.length);
		return {
			name,
			length: reader.length,
			...(fingerprint.whole ? { sha256: fingerprint.sha256 } : {}),
			files: files.map((file) => file.path),
			fingerprint,
			fileAt: (offset) => fileAt(reader, files, offset),
			read: (offset, length) => reader.read(offset, length),
			close: () => reader.close(),
		};
	} catch (error) {
		await reader.close();
		throw error;
	}
}

function fileAt(reader: FileReader, files: readonly KnownFile[], offset: number): { file: ByteSource; start: number } {
	let start = 0;
	const { path, size } = files.find((file) => {
		if (offset < start + file.size) return true;
		start += file.size;
		return false;
	})!;
	return { file: { name: path, length: size, read: (at, length) => reader.read(start + at, length) }, start };
}

async function filesAt(path: string, options: OpenTextOptions): Promise<KnownFile[]> {
	const at = await look(path);
	if (at.isDirectory()) {
		const found = await filesUnder(path, options.extensions);
		const order = options.order ?? "path";
		const paths = order === "path" ? found : shuffled(found, order.seed);
		const files: KnownFile[] = [];
		for (const inside of paths) {
			const full = `${path.replace(/\/+$/, "")}/${inside}`;
			files.push(await utf8File(full, await look(full), options));
		}
		return files.filter((file) => file.size > 0);
	}
	if (!at.isFile()) throw fail("E_FILE_KIND", { path, got: kindOf(at) });
	if (at.size === 0) throw fail("E_FILE_EMPTY", { path });
	if (/\.(tar\.gz|tgz)$/i.test(path)) throw fail("E_FILE_KIND", { path, got: "tar" });
	if (!/\.gz$/i.test(path)) return [await utf8File(path, at, options)];
	const unpacked = await gunzipped(path, options.cacheDir ?? cacheFolder(), options.gunzip);
	const size = await look(unpacked);
	if (size.size === 0) throw fail("E_FILE_EMPTY", { path });
	return [await utf8File(unpacked, size, options)];
}

/** The file itself, or its conversion to UTF-8. */
async function utf8File(path: string, at: Stats, { encoding, raw, cacheDir }: OpenTextOptions): Promise<KnownFile> {
	if (at.size === 0 || (raw && encoding === undefined)) return known(path, at);
	const found = encoding === undefined ? await markedEncoding(path) : encodingOf(encoding);
	if (found === undefined || found === "utf-8") return known(path, at);
	const converted = await inUtf8(path, found, cacheDir ?? cacheFolder());
	return known(converted, await look(converted));
}

const WHOLE = 4 * 2 ** 20;
const BLOCK = 2 ** 20;

async function fingerprintOf(reader: FileReader, files: number): Promise<Fingerprint> {
	const bytes = reader.length;
	const whole = bytes <= WHOLE;
	const starts = whole ? [0] : [0, Math.floor((bytes - BLOCK) / 2), bytes - BLOCK];
	const hash = createHash("sha256");
	for (const start of starts) hash.update(await reader.read(start, whole ? bytes : BLOCK));
	return { bytes, files, sha256: hash.digest("hex"), whole };
}

function kindOf(at: { isFIFO(): boolean; isSocket(): boolean }): PathKind {
	return at.isFIFO() ? "pipe" : at.isSocket() ? "socket" : "device";
}
