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
		/^(package\.json|LICENSE|(README(\.ko)?|CHANGELOG|FEATURES|ARCHITECTURE|SECURITY)\.md)$/,
		/^docs\/((ko\/)?((reproductions|lessons)\/)?|api\/)[\w.-]+\.md$/,
		/^docs\/(cell|compare|reproductions\/[\w-]+)\/[\w-]+\.svg$/,
		/^docs\/pictures\/[\w-]+\.png$/,
		/^dist\/page\/studio\/(index\.html|manifest\.json|assets\/[\w.-]+|texts\/\w+\.txt|lessons\/(en|ko)\.json)$/,
		/^dist\/page\/(report\.(js|css)|serviceWorker\.js)$/,
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

test("the tarball, with documents, blocks and norms, is below 3.6 MiB, each addon below 500 KB", () => {
	expect(packed.size).toBeLessThan(3.6 * 2 ** 20);
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

/** Names in a document's sentences about what the package lacks. */
const repositoryOnly = (text: string) =>
	[
		...text.matchAll(
			/([^.]*(?:\.\w[^.]*)*)(?:in the repository, not in the npm package|npm 패키지가 아니라 저장소에)/g,
		),
	].flatMap(([, sentence]) => [...sentence!.matchAll(/`([\w./-]+)`/g)].map(([, name]) => name!));

/** Programs to run and the guide for contributors, which prose names from the root of the repository. */
const namedForReaders = (text: string) => [
	...new Set(text.match(/(?<=`(?:node )?)(?:examples\/[\w.-]+|CONTRIBUTING\.md)/g)),
];

/** Relative links and named programs of a document that lead neither to a shipped file nor to a name that it says is in the repository. */
function deadLinks(document: string, text: string): string[] {
	const prose = text
		.replace(/^```[\s\S]*?^```/gm, "")
		.replace(/(`+)[^`\n]*?\1(?!\])/g, (code) => (code.includes("](") ? "" : code));
	const links = [...prose.matchAll(/\]\(([^)\s]+)\)|\s(?:src|srcset|href)="([^"]+)"/g)].map(([, to, shown]) =>
		(to ?? shown)!.replace(/#.*/, ""),
	);
	const lacking = repositoryOnly(text);
	return links
		.filter((to) => to !== "" && !/^\w+:/.test(to))
		.map((to) => join(document, "..", to))
		.concat(document === "CHANGELOG.md" ? [] : namedForReaders(text))
		.filter((to) => !paths.some((path) => path === to || path.startsWith(`${to.replace(/\/$/, "")}/`)))
		.filter((to) => !lacking.some((name) => to === name || to.startsWith(`${name}/`)))
		.map((to) => `${document}: ${to}`);
}

test("every relative link of a shipped document leads to a shipped file, or to one that it says is in the repository", () => {
	const documents = paths.filter((path) => path.endsWith(".md"));
	expect(documents.length).toBeGreaterThan(45);
	expect(documents.flatMap((path) => deadLinks(path, readFileSync(join(root, path), "utf8")))).toEqual([]);
});

test.each([
	["a shipped file", "[own](own.md#x), [changes](../CHANGELOG.md), [api](api/)", []],
	["a source", "[rnn](../src/kernels/rnn.ts)", ["docs/planted.md: src/kernels/rnn.ts"]],
	[
		"a source that is said to be in the repository",
		"[rnn](../src/kernels/rnn.ts). `src` is in the repository, not in the npm package.",
		[],
	],
	["an example", "`node examples/gates.mjs` is one", ["docs/planted.md: examples/gates.mjs"]],
	["a file that nobody has", "[nobody](nobody.md)", ["docs/planted.md: docs/nobody.md"]],
	["a picture that nobody has", '<img src="nobody.svg">', ["docs/planted.md: docs/nobody.svg"]],
])("a planted link is judged: %s", (_, text, found) => {
	expect(deadLinks("docs/planted.md", text)).toEqual(found);
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
