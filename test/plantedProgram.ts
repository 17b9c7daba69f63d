/** A copy of the built program with one line changed, to see whether a test of whole processes notices. */
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");

/** Copies the program to the new folder `copy`. @returns its command line. @throws if `from` is not in exactly one file. */
export function plantedProgram(copy: string, from: string | RegExp, to: string): string {
	cpSync(join(ROOT, "dist"), join(copy, "dist"), { recursive: true });
	for (const entry of ["prebuilds", "wasm", "package.json", "node_modules"])
		symlinkSync(join(ROOT, entry), join(copy, entry));
	const chunks = join(copy, "dist/src/chunks");
	const changed = readdirSync(chunks).filter((name) => {
		if (!name.endsWith(".js")) return false;
		const text = readFileSync(join(chunks, name), "utf8");
		const other = text.replace(from, to);
		if (other !== text) writeFileSync(join(chunks, name), other);
		return other !== text;
	});
	if (changed.length !== 1)
		throw new Error(`the line to break is in ${changed.length} files of dist, expected 1: ${from}`);
	return join(copy, "dist/cli/bin.js");
}
