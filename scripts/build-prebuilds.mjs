/**
 * Compiles the addons in the package: linux-x64 and linux-arm64, each with the compiler of this machine or Debian's
 * cross compiler (packages gcc-aarch64-linux-gnu, gcc-x86-64-linux-gnu). For each it prints the size and the newest
 * glibc version it needs; for a missing compiler it prints one line. Exits with 1 only if --strict is given and one is
 * missing.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildAddon, keepAddon, localCompilers, prebuildFolder } from "./nativeBuild.mjs";

const CROSS = { "linux-x64": "x86_64-linux-gnu-gcc", "linux-arm64": "aarch64-linux-gnu-gcc" };

/** Returns the newest GLIBC_x.y among the version names in an ELF file. */
function newestGlibc(bytes) {
	const versions = [...bytes.toString("latin1").matchAll(/\bGLIBC_(\d+)\.(\d+)/g)].map((m) => [+m[1], +m[2]]);
	const [major, minor] = versions.sort((a, b) => b[0] - a[0] || b[1] - a[1])[0] ?? [0, 0];
	return `${major}.${minor}`;
}

const missing = [];
for (const [target, cross] of Object.entries(CROSS)) {
	const here = target === `${process.platform}-${process.arch}`;
	const why = await buildAddon({
		target,
		compilers: here ? localCompilers() : [cross],
		force: process.argv.includes("--force"),
		verbose: process.argv.includes("--verbose"),
	});
	if (why) missing.push(`${target} (${why}${here ? "" : `: ${cross}`})`);
	if (!keepAddon(prebuildFolder(target))) continue;
	const bytes = readFileSync(join(prebuildFolder(target), "sluice.node"));
	console.error(`${target}: ${Math.round(bytes.length / 1024)} KiB, needs glibc ${newestGlibc(bytes)}`);
}
if (missing.length > 0) console.error(`not built for the package: ${missing.join(", ")}`);
process.exit(missing.length > 0 && process.argv.includes("--strict") ? 1 : 0);
