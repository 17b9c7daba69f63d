/**
 * Puts the command line's modules, and the library's that it calls, into a few files in place of dist/cli: Node spends
 * about a millisecond on each module it loads, a fifth of a second on all. Packages and the library of dist/src stay as
 * they are.
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
		external: (id) => id === join(dist, CHARTS) || (!id.startsWith(".") && !id.startsWith(dist)), // the charts are large, and rarely asked for
	});
	await bundle.write({
		...{ dir: to, format: "esm", entryFileNames: "bin.js", chunkFileNames: "[name].js", minify: true },
		codeSplitting: { groups: [{ name: "start", test: /[\\/]cli[\\/]program\.js$/ }] }, // with all that it imports
	});
	await bundle.close();
	rmSync(from, { recursive: true });
	renameSync(to, from);
	chmodSync(join(from, "bin.js"), 0o755);
}
