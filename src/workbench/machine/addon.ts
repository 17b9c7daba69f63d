/**
 * Loads the addon of the native engine, prebuilds/<platform>-<arch>/sluice.node, either packaged or compiled on this
 * machine. The Linux addons work with both glibc and musl.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fail } from "../../errors/index.ts";
import { packageFile } from "./packageFile.ts";

/** @throws E_ENGINE if the addon is missing or does not load: another libc or processor, a damaged file. */
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
 * Rejects a truncated file with an error. The system's loader maps the file, reads past its end and crashes the
 * process. The section headers are the last part of an ELF file; bytes 40, 58 and 60 of the ELF header give their
 * offset, entry size and count.
 */
function checkWhole(bytes: Buffer): void {
	if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46) throw new Error("it is not an ELF file");
	const end = Number(bytes.readBigUInt64LE(40)) + bytes.readUInt16LE(58) * bytes.readUInt16LE(60);
	if (bytes.length < end) throw new Error(`it has ${bytes.length} of its ${end} bytes`);
}
