/**
 * Unpacks a .gz file once into the cache, streaming and with limits against decompression bombs; then it is read like
 * any file.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { readdir, realpath, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { createGunzip } from "node:zlib";
import { fail, type SluiceError } from "../../errors/index.ts";
import type { GzipReason } from "../../errors/sources.ts";
import { errno } from "../disk/disk.ts";
import { cacheError, land, refuseCacheLinks } from "./cache.ts";
import { fileError } from "./fileErrors.ts";

export interface GunzipLimits {
	/**
	 * Maximum ratio of unpacked to packed bytes, checked after 16 MiB are unpacked. Default: 100. Text has ratios of 2
	 * to 20.
	 */
	ratio?: number;
	/** Maximum number of unpacked bytes. Default: 64 GiB. */
	sizeBytes?: number;
}

const FREE_OF_RATIO = 16 * 2 ** 20;

/**
 * Path of the unpacked file. Unpacks unless the cache has it for this path, size and modification time, and then
 * removes the versions unpacked before the file changed.
 */
export async function gunzipped(path: string, cacheDir: string, limits: GunzipLimits = {}): Promise<string> {
	const { ratio = 100, sizeBytes = 64 * 2 ** 30 } = limits;
	let source: string;
	let version: string;
	let packed: number;
	try {
		const at = await stat(path);
		packed = at.size;
		source = digest(await realpath(path));
		version = digest(JSON.stringify([at.size, at.mtimeMs]));
	} catch (error) {
		throw fileError(path, error);
	}
	const folder = join(cacheDir, "unpacked");
	const name = `${source}-${version}-${basename(path).replace(/\.gz$/i, "")}`;
	const target = join(folder, name);
	refuseCacheLinks(cacheDir, [target]);
	if (await exists(target)) return target;
	const mostByRatio = Math.max(FREE_OF_RATIO, packed * ratio);
	const unpack = async (file: FileHandle) => {
		let unpacked = 0;
		const damaged = (error: Error) =>
			fail("E_GZIP", { path, why: reason(error), message: error.message }, { cause: error });
		for await (const chunk of gunzipStream(path, damaged)) {
			unpacked += chunk.length;
			if (unpacked > mostByRatio) throw fail("E_GZIP_BOMB", { path, packed, unpacked, limit: { times: ratio } });
			if (unpacked > sizeBytes) throw fail("E_GZIP_BOMB", { path, packed, unpacked, limit: { bytes: sizeBytes } });
			await file.writeFile(chunk).catch((error: unknown) => {
				throw cacheError(target, error);
			});
		}
	};
	await land(target, unpack, { keepFirst: true });
	for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
		const other = entry.name;
		if (!entry.isFile() || !/^[0-9a-f]{16}-[0-9a-f]{16}-/.test(other)) continue;
		// not a file that another process is just unpacking; the next sweep removes that
		const older = other.startsWith(`${source}-`) && !other.startsWith(name) && !/\.tmp-\d+-[0-9a-f]{8}$/.test(other);
		if (older) await rm(join(folder, other), { force: true });
	}
	return target;
}

/** Streams the unpacked bytes of a .gz file. If the data are not gzip or are damaged, throws `damaged(error)`. */
export async function* gunzipStream(
	path: string,
	damaged: (error: Error) => SluiceError,
	onPacked?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
	const input = createReadStream(path);
	const output = createGunzip();
	input.on("error", (error) => output.destroy(error));
	if (onPacked) input.on("data", (chunk) => onPacked(chunk.length));
	try {
		yield* input.pipe(output) as AsyncIterable<Uint8Array>;
	} catch (error) {
		throw error instanceof Error && errno(error)?.startsWith("Z_") ? damaged(error) : fileError(path, error);
	} finally {
		input.destroy();
		output.destroy();
	}
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
	return stat(path).then(
		(at) => at.isFile(),
		() => false,
	);
}

function reason({ message }: Error): GzipReason {
	if (message === "unexpected end of file") return "cut";
	return message === "incorrect header check" ? "other" : "damaged";
}
