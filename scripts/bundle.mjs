/**
 * Bundles the command line's modules, and those of the library that it calls, into a few files in dist/cli. Node takes
 * about a millisecond to load a module, a fifth of a second for all. Packages and the library in dist/src are not
 * bundled.
 */
import { chmodSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CHARTS } from "./bundle-charts.mjs";

/** @param {string} dist */
export async function bundleCommandLine(dist) {
	let rolldown;
	try {
		({ rolldown } = await import("rolldown"));
	} catch (error) {
		console.error(
			`sluice: no bundler here (${error.code ?? error.message}), so the command line starts a little slower`,
		);
		return;
	}
	const [from, to] = [join(dist, "cli"), join(dist, "bundled")];
	const bundle = await rolldown({
		input: join(from, "bin.js"),
		platform: "node",
		external: (id) => id === join(dist, CHARTS) || (!id.startsWith(".") && !id.startsWith(dist)), // large, rarely used
	});
	const minify = true;
	await bundle.write({ dir: to, format: "esm", entryFileNames: "bin.js", chunkFileNames: "[name].js", minify });
	await bundle.close();
	rmSync(from, { recursive: true });
	renameSync(to, from);
	chmodSync(join(from, "bin.js"), 0o755);
}
