/**
 * Texts in other encodings than UTF-8. A file is converted to UTF-8 once, into the cache, and then read like any other;
 * fingerprints are those of the converted text.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ByteSource } from "../../data/source.ts";
import { fail, SluiceError } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import { land, refuseCacheLinks } from "./cache.ts";
import { Cp949Decoder } from "./cp949.ts";
import { fileError } from "./fileErrors.ts";

/** Names of the field that the Encoding Standard lacks. */
const ALIASES: Readonly<Record<string, string>> = {
	...{ cp949: "euc-kr", ms949: "euc-kr", uhc: "euc-kr", cp932: "shift_jis", cp936: "gbk", cp950: "big5" },
	...{ cp1252: "windows-1252", "utf-16": "utf-16le", utf16: "utf-16le" },
};

/** Returns the name that the Encoding Standard gives an encoding. @throws E_OPTION for one that it does not know. */
export function encodingOf(label: unknown, where = "text()"): string {
	try {
		if (typeof label !== "string") throw new RangeError();
		return new TextDecoder(ALIASES[label.trim().toLowerCase()] ?? label).encoding;
	} catch {
		throw fail("E_OPTION", { option: "encoding", why: { reason: "encoding", got: shown(label) }, where });
	}
}

/** Bytes in which zeros are counted, and how many of them, at every second place, only UTF-16 has. */
const ZEROS = { bytes: 2 ** 16, least: 8, count: 4, share: 0.02 };

/**
 * Returns the encoding that a file's byte order mark names; undefined for UTF-8 and for a file without one.
 * @throws E_UTF16 for a file without one whose zeros are those of UTF-16: at every second place, and nowhere else.
 */
export async function markedEncoding(path: string): Promise<string | undefined> {
	try {
		const file = await open(path, "r");
		try {
			const { buffer, bytesRead } = await file.read(Buffer.alloc(ZEROS.bytes), 0, ZEROS.bytes, 0);
			if (buffer[0] === 0xff && buffer[1] === 0xfe) return "utf-16le";
			if (buffer[0] === 0xfe && buffer[1] === 0xff) return "utf-16be";
			refuseUtf16(path, buffer.subarray(0, bytesRead));
			return undefined;
		} finally {
			await file.close();
		}
	} catch (error) {
		throw fileError(path, error);
	}
}

/** Spaces and line ends of any script have a byte of 0, which comes second in UTF-16LE and first in UTF-16BE. */
function refuseUtf16(path: string, bytes: Uint8Array): void {
	if (bytes.length < ZEROS.least) return;
	const zeros = [0, 0]; // at even and at odd places
	for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2]!++;
	const [even, odd] = zeros.map((count) => (2 * count) / bytes.length) as [number, number];
	if (Math.min(even, odd) > 0 || Math.max(even, odd) < ZEROS.share || Math.max(...zeros) < ZEROS.count) return;
	throw fail("E_UTF16", { path, encoding: odd > 0 ? "utf-16le" : "utf-16be", share: Math.max(even, odd) });
}

/** Decodes a text piece by piece; without bytes, the text has ended. */
function decoderOf(encoding: string): { decode(bytes?: Uint8Array): string } {
	if (encoding === "euc-kr") return new Cp949Decoder();
	const decoder = new TextDecoder(encoding, { fatal: true });
	return { decode: (bytes) => (bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()) };
}

/** Path of the file in UTF-8, without its byte order mark. @throws E_ENCODING if its bytes are not of that encoding. */
export async function inUtf8(path: string, encoding: string, cacheDir: string): Promise<string> {
	const at = await stat(path);
	const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
	const version = digest(JSON.stringify([at.size, at.mtimeMs, encoding]));
	const target = join(cacheDir, "converted", `${digest(await realpath(path))}-${version}-${basename(path)}`);
	refuseCacheLinks(cacheDir, [target]);
	const isThere = await stat(target).then(
		(info) => info.isFile(),
		() => false,
	);
	if (isThere) return target;
	const decoder = decoderOf(encoding);
	await land(
		target,
		async (file) => {
			const decode = (bytes?: Uint8Array) => {
				try {
					return decoder.decode(bytes);
				} catch (error) {
					throw fail("E_ENCODING", { path, encoding }, { cause: error });
				}
			};
			for await (const bytes of createReadStream(path) as AsyncIterable<Uint8Array>)
				await file.writeFile(decode(bytes));
			await file.writeFile(decode());
		},
		{ keepFirst: true },
	);
	return target;
}

/** Bytes of a text from which its encoding is guessed. */
const GUESS_BYTES = 2 ** 24;

/** A text of one or several files. */
type Joined = ByteSource & { fileAt?(offset: number): { file: ByteSource; start: number } };

/** Names the file of E_UTF8, and adds that it is Korean in CP949 if its beginning decodes so. Other errors are unchanged. */
export async function withGuess(error: unknown, joined: Joined): Promise<unknown> {
	if (!(error instanceof SluiceError) || error.code !== "E_UTF8") return error;
	const params = error.params as Parameters<typeof fail<"E_UTF8">>[1];
	if (!joined.fileAt) return guessed(error, params, joined);
	const { file, start } = joined.fileAt(params.offset);
	if (start === 0 && file.length === joined.length) return guessed(error, params, joined);
	const offset = params.offset - start;
	let line = 1;
	for (let at = 0; at < offset; at += 2 ** 20) {
		const bytes = await file.read(at, Math.min(2 ** 20, offset - at));
		for (const byte of bytes) if (byte === 0x0a) line++;
	}
	const own = { ...params, name: file.name, offset, line };
	return guessed(fail("E_UTF8", own, { cause: error }), own, file);
}

async function guessed(
	error: SluiceError,
	params: Parameters<typeof fail<"E_UTF8">>[1],
	source: ByteSource,
): Promise<SluiceError> {
	const decoder = new Cp949Decoder();
	const end = Math.min(source.length, GUESS_BYTES);
	let isKorean = false;
	try {
		for (let at = 0; at < end; at += 2 ** 20) {
			const bytes = await source.read(at, Math.min(2 ** 20, end - at));
			isKorean ||= /[가-힣]/.test(decoder.decode(bytes));
		}
		if (end === source.length) decoder.decode();
	} catch {
		return error;
	}
	if (!isKorean) return error;
	return fail("E_UTF8", { ...params, guess: "cp949" }, { cause: error });
}
