/** What the package is made of; `npm run build` has built it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packedFiles, root } from "./packed.ts";

const packed = packedFiles();
const paths = packed.files.map(({ path }) => path);

test("the package holds built code, declarations, the page of reports, the browser's bundle, four wasm binaries, addons and documents: no test, source, map or script", () => {
	const wanted = [
		/^(package\.json|LICENSE|(README|CHANGELOG|FEATURES|ARCHITECTURE|SECURITY)\.md)$/,
		/^docs\/(ko\/)?[\w.-]+\.md$/,
		/^dist\/page\/studio\/(index\.html|favicon\.svg|assets\/[\w.-]+)$/,
		/^dist\/page\/report\.(js|css)$/,
		/^dist\/browser\/index\.js$/,
		/^dist\/(src|cli|studio)\/.*(?<!\.test)\.(js|d\.ts)$/,
		/^wasm\/sluice-(plain|relaxed)(-threads)?\.wasm$/,
		/^prebuilds\/[a-z0-9]+-[a-z0-9]+\/sluice\.node$/,
	];
	expect(paths.filter((path) => !wanted.some((pattern) => pattern.test(path)))).toEqual([]);
	const wasm = ["plain", "relaxed", "plain-threads", "relaxed-threads"].map((build) => `wasm/sluice-${build}.wasm`);
	for (const path of ["dist/cli/bin.js", "dist/src/index.js", "dist/src/index.d.ts", ...wasm])
		expect(paths).toContain(path);
});

test("the tarball is below 2 MiB, each addon below 500 KB", () => {
	expect(packed.size).toBeLessThan(2 * 2 ** 20);
	for (const { path, size } of packed.files)
		if (path.endsWith(".node")) expect([path, size < 500_000]).toEqual([path, true]);
});

test("every document that a help text or a message names is in the package", () => {
	const code = paths
		.filter((path) => /^dist\/.*\.js$/.test(path))
		.map((path) => readFileSync(join(root, path), "utf8"));
	const named = new Set(code.flatMap((text) => text.match(/\bdocs\/[\w/-]+\.md\b/g) ?? []));
	expect(named.size).toBeGreaterThan(0);
	expect([...named].filter((path) => !paths.includes(path))).toEqual([]);
});

test("npm install in the unpacked package runs prepare without an error: its scripts are not in it", () => {
	const folder = mkdtempSync(join(tmpdir(), "sluice-unpacked-"));
	cpSync(join(root, "package.json"), join(folder, "package.json"));
	for (const script of ["prepare", "prepack"]) {
		const { status, stderr } = spawnSync("npm", ["run", "--silent", script], { cwd: folder, encoding: "utf8" });
		expect([script, status, stderr]).toEqual([script, 0, ""]);
	}
	rmSync(folder, { recursive: true });
});

/** Built code by its path in the package. */
const code = new Map(
	paths
		.filter((path) => /^dist\/(src|cli)\/.*\.js$/.test(path))
		.map((path) => [path, readFileSync(join(root, path), "utf8")]),
);

test("each of the 400 and more modules of the library and the command line is shipped once", () => {
	const modules = [...code.values()].flatMap((text) => text.match(/(?<=^\/\/ )(src|cli)\/\S+\.ts$/gm) ?? []).sort();
	expect(modules.length).toBeGreaterThan(400);
	expect(modules).toEqual([...new Set(modules)]);
});

test("the entries beside the main one load nothing but built code, which a page can load too, and at most 5 files each", () => {
	const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const { ".": _, "./package.json": __, "./browser": ___, ...entries } = exports as Record<string, { default: string }>;
	expect(Object.keys(entries).length).toBeGreaterThan(6);
	for (const { default: entry } of Object.values(entries)) {
		const loaded = new Set([join(entry)]);
		for (const path of loaded) {
			const text = code.get(path);
			expect([path, text !== undefined]).toEqual([path, true]);
			for (const [, to] of text!.matchAll(/(?:^(?:import|export) [^"\n]*|\bimport\()"([^"\n]+)"/gm)) {
				expect([entry, to]).toEqual([entry, expect.stringMatching(/^\.{1,2}\//)]);
				loaded.add(join(path, "..", to!));
			}
		}
		expect([entry, loaded.size <= 5]).toEqual([entry, true]);
	}
});

test("the charts, the only code of other packages, stand under their licences in a file of their own", () => {
	const foreign = [...code].filter(([, text]) => text.includes("/*!") || text.includes("// node_modules/"));
	expect(foreign.map(([path]) => path)).toEqual(["dist/src/workbench/drawing/echarts.js"]);
	const [licences] = foreign[0]![1].split("*/\n");
	for (const text of ["Apache License", "The Apache Software Foundation", "Microsoft Corporation", "BSD 3-Clause"])
		expect(licences).toContain(text);
});
