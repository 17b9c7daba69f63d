/**
 * Loads the native engine's addon, prebuilds/<platform>-<arch>/sluice.node: the one that the package carries or that
 * was compiled here. The linux ones serve glibc and musl alike.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fail } from "../../errors/index.ts";
import { packageFile } from "./packageFile.ts";

/** @throws E_ENGINE where there is none, or where it does not load: another libc or processor, a damaged file. */
export function loadAddon(): unknown {
	const path = packageFile("prebuilds", `${process.platform}-${process.arch}`, "sluice.node");
	if (path === undefined) {
		throw fail("E_ENGINE", {
			engine: "native",
			why: { reason: "noAddon", platform: `${process.platform}-${process.arch}` },
		});
	}
	try {
		if (process.platform === "linux") checkWhole(readFileSync(path));
		return createRequire(import.meta.url)(path);
	} catch (error) {
		const message = error instanceof Error ? error.message.split("\n")[0]! : String(error);
		throw fail("E_ENGINE", { engine: "native", why: { reason: "unloadable", message } }, { cause: error });
	}
}

/**
 * A file cut short is an error here and the end of the process in the loader, which maps it and reads beyond its end.
 * The section headers of an ELF file end it: their place, size and number stand at bytes 40, 58 and 60 of its header.
 */
function checkWhole(bytes: Buffer): void {
	if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46) throw new Error("it is not an ELF file");
	const end = Number(bytes.readBigUInt64LE(40)) + bytes.readUInt16LE(58) * bytes.readUInt16LE(60);
	if (bytes.length < end) throw new Error(`it has ${bytes.length} of its ${end} bytes`);
}
