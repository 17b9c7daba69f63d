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
		const why = { reason: "form", forms: ["ENCODING"], such: ["cp949", "utf-16le", "shift_jis"], got: shown(label) };
		throw fail("E_OPTION", { option: "encoding", why: why as never, where });
	}
}

/** Returns the encoding that a file's byte order mark names; undefined for UTF-8 and for a file without one. */
export async function markedEncoding(path: string): Promise<string | undefined> {
	try {
		const file = await open(path, "r");
		try {
			const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
			if (buffer[0] === 0xff && buffer[1] === 0xfe) return "utf-16le";
			return buffer[0] === 0xfe && buffer[1] === 0xff ? "utf-16be" : undefined;
		} finally {
			await file.close();
		}
	} catch (error) {
		throw fileError(path, error);
	}
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

/** Adds to E_UTF8 that the text is Korean in CP949, if all of its beginning decodes so. Other errors are unchanged. */
export async function withGuess(error: unknown, source: ByteSource): Promise<unknown> {
	if (!(error instanceof SluiceError) || error.code !== "E_UTF8") return error;
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
	return fail(
		"E_UTF8",
		{ ...(error.params as Parameters<typeof fail<"E_UTF8">>[1]), guess: "cp949" },
		{ cause: error },
	);
}
