/** A .gz file unpacked once into the cache, streamed, with a guard against bombs; after that it is read like any file. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { createGunzip } from "node:zlib";
import { fail } from "../../errors/index.ts";
import { cacheError, land } from "./cache.ts";
import { errno, fileError } from "./fileErrors.ts";

export interface GunzipLimits {
	/** Unpacked bytes per packed byte; default 100, not looked at before 16 MiB are unpacked. Text packs 2 to 20 times. */
	ratio?: number;
	/** Unpacked bytes; default 64 GiB. */
	sizeBytes?: number;
}

const FREE_OF_RATIO = 16 * 2 ** 20;

/** Path of the unpacked file; unpacks unless the cache has it for this path, size and time of change. */
export async function gunzipped(path: string, cacheDir: string, limits: GunzipLimits = {}): Promise<string> {
	const { ratio = 100, sizeBytes = 64 * 2 ** 30 } = limits;
	let key: string;
	let packed: number;
	try {
		const at = await stat(path);
		packed = at.size;
		const identity = JSON.stringify([await realpath(path), at.size, at.mtimeMs]);
		key = createHash("sha256").update(identity).digest("hex").slice(0, 24);
	} catch (error) {
		throw fileError(path, error);
	}
	const target = join(cacheDir, "unpacked", `${key}-${basename(path).replace(/\.gz$/i, "")}`);
	if (await exists(target)) return target;
	const mostByRatio = Math.max(FREE_OF_RATIO, packed * ratio);
	await land(target, async (file) => {
		const input = createReadStream(path);
		const gunzip = createGunzip();
		input.on("error", (error) => gunzip.destroy(error));
		let unpacked = 0;
		try {
			for await (const chunk of input.pipe(gunzip) as AsyncIterable<Uint8Array>) {
				unpacked += chunk.length;
				if (unpacked > mostByRatio)
					throw fail("E_GZIP_BOMB", { path, packed, unpacked, limit: `${ratio} times its size` });
				if (unpacked > sizeBytes) throw fail("E_GZIP_BOMB", { path, packed, unpacked, limit: `${sizeBytes} bytes` });
				await file.writeFile(chunk).catch((error: unknown) => {
					throw cacheError(target, error);
				});
			}
		} catch (error) {
			throw errno(error)?.startsWith("Z_")
				? fail("E_GZIP", { path, why: reason(error) }, { cause: error })
				: fileError(path, error);
		} finally {
			input.destroy();
			gunzip.destroy();
		}
	});
	return target;
}

async function exists(path: string): Promise<boolean> {
	return stat(path).then(
		(at) => at.isFile(),
		() => false,
	);
}

function reason(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	if (text === "unexpected end of file") return "it is cut off (unexpected end of file)";
	if (text === "incorrect header check") return "it is not gzip data (incorrect header check)";
	return `it is damaged (${text})`;
}
