/** What the package is made of; `npm run build` has built it. */
import { expect, test } from "vitest";
import { packedFiles } from "./packed.ts";

const packed = packedFiles();
const paths = packed.files.map(({ path }) => path);

test("the package holds built code, declarations, the page of reports, four wasm binaries, addons and documents: no test, source, map or script", () => {
	const wanted = [
		/^(package\.json|LICENSE|(README|CHANGELOG|FEATURES|ARCHITECTURE)\.md)$/,
		/^dist\/page\/report\.(js|css)$/,
		/^dist\/(src|cli)\/.*(?<!\.test)\.(js|d\.ts)$/,
		/^wasm\/sluice-(plain|relaxed)(-threads)?\.wasm$/,
		/^prebuilds\/[a-z0-9]+-[a-z0-9]+\/sluice\.node$/,
	];
	expect(paths.filter((path) => !wanted.some((pattern) => pattern.test(path)))).toEqual([]);
	const wasm = ["plain", "relaxed", "plain-threads", "relaxed-threads"].map((build) => `wasm/sluice-${build}.wasm`);
	for (const path of ["dist/cli/bin.js", "dist/src/index.js", "dist/src/index.d.ts", ...wasm])
		expect(paths).toContain(path);
});

test("the tarball is below 1.25 MiB, each addon below 500 KB", () => {
	expect(packed.size).toBeLessThan(1.25 * 2 ** 20);
	for (const { path, size } of packed.files)
		if (path.endsWith(".node")) expect([path, size < 500_000]).toEqual([path, true]);
});
