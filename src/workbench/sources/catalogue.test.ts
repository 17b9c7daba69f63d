import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test, vi } from "vitest";
import { SluiceError } from "../../errors/index.ts";
import { type CatalogueEntry, catalogue, DEFAULT_CORPUS, findEntry, getCorpus, getEntry, list } from "./catalogue.ts";
import { fromDebian } from "./deb.ts";
import { npmClient } from "./tools.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-catalogue-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("every entry says source, licence and what it is in both languages, and pins hash and length together", () => {
	expect(list()).toBe(catalogue);
	expect(findEntry(DEFAULT_CORPUS).name).toBe("sqlite");
	for (const entry of catalogue) {
		expect(entry.name).toMatch(/^[a-z0-9-]{1,64}$/);
		expect(entry.file).toMatch(/^[a-z0-9.-]+$/);
		expect(entry.source).toMatch(/^(npm|deb|https):/);
		expect(entry.licence.length).toBeGreaterThan(5);
		expect(entry.description).toMatch(/\w/);
		expect(entry.descriptionKo).toMatch(/[가-힣]/);
		// Identifiers of SPDX are the same in both languages; words are not.
		if (!/^[\w.-]+$/.test(entry.licence)) expect(entry.licenceKo).toMatch(/[가-힣]/);
		expect(entry.sha256 === null).toBe(entry.bytes === null);
		if (entry.sha256 !== null) expect(entry.sha256).toMatch(/^[0-9a-f]{64}$/);
	}
	expect(new Set(catalogue.map((e) => e.name)).size).toBe(catalogue.length);
	expect(new Set(catalogue.map((e) => e.file)).size).toBe(catalogue.length);
	for (const name of ["sqlite", "moby-dick", "npm-docs", "changelog"]) expect(findEntry(name).sha256).not.toBeNull();
});

test.each([
	["sqlit", "@sqlite"],
	["@sqllite", "@sqlite"],
	["SQLite", "@sqlite"],
	["mobydick", "@moby-dick"],
	["moby", "@moby-dick"],
	["lniux", "@linux"],
	["war-and-piece", "@war-and-peace"],
	["zzzzzz", undefined],
	["../../etc/passwd", undefined],
	["__proto__", undefined],
	["", undefined],
])("the name %j is E_CORPUS_NAME and suggests %s", async (name, near) => {
	const error = await getCorpus(name, { cacheDir: root }).catch((e: unknown) => e);
	expect(error).toBeInstanceOf(SluiceError);
	expect((error as SluiceError).code).toBe("E_CORPUS_NAME");
	expect((error as SluiceError).exitCode).toBe(2);
	expect((error as SluiceError).params).toMatchObject(near ? { near } : {});
	if (near === undefined) expect((error as SluiceError).params).not.toHaveProperty("near");
});

/** A folder with programs of the names given, each a shell script. */
function programs(name: string, scripts: Record<string, string>): string {
	const at = join(root, name);
	mkdirSync(at);
	for (const [program, script] of Object.entries(scripts)) {
		writeFileSync(join(at, program), `#!/bin/sh\n${script}\n`);
		chmodSync(join(at, program), 0o755);
	}
	return at;
}

const npmEntry = (path: string): CatalogueEntry => ({
	...findEntry("npm-docs"),
	name: "local",
	sha256: null,
	bytes: null,
	file: "local.md",
	recipe: { scheme: "npm", package: path, pick: { strip: 1, prefix: "docs/", suffixes: [".md"] } },
});

test("a text is packed by the machine's own npm, its scripts not run, and read out of the package", async () => {
	const pack = join(root, "pack");
	mkdirSync(join(pack, "docs"), { recursive: true });
	const prepack = `node -e "require('fs').writeFileSync('RAN','')"`;
	writeFileSync(
		join(pack, "package.json"),
		JSON.stringify({ name: "local-text", version: "1.0.0", scripts: { prepack, prepare: prepack } }),
	);
	writeFileSync(join(pack, "docs/b.md"), "둘째");
	writeFileSync(join(pack, "docs/a.md"), "first ");
	const seen: [number, number][] = [];
	const cacheDir = join(root, "npm-a");
	const path = await getEntry(npmEntry(pack), { cacheDir, onProgress: (done, total) => void seen.push([done, total]) });
	expect(readFileSync(path, "utf8")).toBe("first 둘째");
	expect(readdirSync(pack)).not.toContain("RAN");
	expect(seen.at(-1)![0]).toBe(seen.at(-1)![1]);
	expect(readdirSync(join(cacheDir, "corpora")).sort()).toEqual(["local.md", "local.md.json"]);
});

test("an npm that fails is E_FETCH_TOOL with its words, and leaves no scratch folder", async () => {
	const cacheDir = join(root, "npm-b");
	await expect(getEntry(npmEntry(join(root, "no-such-folder")), { cacheDir })).rejects.toThrow(
		/could not be downloaded with .*: .*npm ping.*E_FETCH_TOOL/s,
	);
	expect(readdirSync(join(cacheDir, "corpora"))).toEqual([]);
});

test("npm is started by its own script under this Node where it can be found", () => {
	const { command, args } = npmClient({});
	if (args.length > 0) expect([command, args[0]!.endsWith("npm-cli.js")]).toEqual([process.execPath, true]);
	const script = join(root, "npm-cli.js");
	writeFileSync(script, "");
	expect(npmClient({ npm_execpath: script })).toEqual({ command: process.execPath, args: [script] });
	expect(npmClient({ npm_execpath: "/usr/bin/yarn.js" }).args[0]).not.toBe("/usr/bin/yarn.js");
});

const noXz = spawnSync("xz", ["--version"]).status !== 0;

const debRecipe = {
	package: "linux-source-9.9",
	archive: /^\.\/usr\/src\/linux-source-[\d.]+\.tar\.xz$/,
	pick: { strip: 1, prefix: "kernel/", suffixes: [".c", ".h"], seed: 1 },
};

/** Runs with `folder` first on the PATH, or alone on it. */
async function withPath<T>(folder: string, alone: boolean, work: () => Promise<T>): Promise<T> {
	vi.stubEnv("PATH", alone ? folder : `${folder}${delimiter}${process.env.PATH}`);
	try {
		return await work();
	} finally {
		vi.unstubAllEnvs();
	}
}

test("without apt the Linux corpus is E_FETCH_TOOL and names the https one instead", async () => {
	const get = withPath(programs("empty-path", {}), true, () => getCorpus("linux", { cacheDir: join(root, "deb-a") }));
	await expect(get).rejects.toThrow(
		/apt-cache: it is not installed\. .*use the released kernel \(E_FETCH_TOOL\): sluice data get linux-tarball$/,
	);
	expect(findEntry("linux-tarball").recipe.scheme).toBe("https");
});

test("a package that apt does not know is E_FETCH_TOOL with apt's words", async () => {
	const folder = programs("no-package", { "apt-cache": 'echo "E: No packages found" >&2; exit 100' });
	const get = withPath(folder, false, () => fromDebian("linux", debRecipe, root));
	await expect(get).rejects.toThrow(/apt-cache: E: No packages found/);
});

test.skipIf(noXz)(
	"kernel/**/*.[ch] comes out of a tar.xz inside a package's tar, in the seed's order, fed through xz in pieces",
	async () => {
		const at = join(root, "kernel");
		const files: Record<string, string> = { "init/main.c": "no", "kernel/Makefile": "no", "kernel/notes.txt": "no" };
		for (let i = 0; i < 20; i++)
			files[`kernel/${i % 2 ? "sched/" : ""}f${i}.${i % 3 ? "c" : "h"}`] = `/* ${i} */ ${"x".repeat(50_000)}\n`;
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(join(at, "linux-source-9.9", path, ".."), { recursive: true });
			writeFileSync(join(at, "linux-source-9.9", path), text);
		}
		mkdirSync(join(at, "usr/src"), { recursive: true });
		spawnSync("tar", ["-cJf", "usr/src/linux-source-9.9.tar.xz", "linux-source-9.9"], { cwd: at });
		spawnSync("tar", ["-cf", "fs.tar", "./usr"], { cwd: at });
		const folder = programs("fake-apt", {
			"apt-cache": "echo 'Size: 100'",
			"apt-get": "echo deb > linux-source-9.9_1_all.deb",
			"dpkg-deb": `cat ${join(at, "fs.tar")}`,
		});
		const scratch = join(root, "scratch");
		mkdirSync(scratch);
		const text = await withPath(folder, false, () => fromDebian("linux", debRecipe, scratch));
		expect([text.files, text.bytes]).toEqual([20, 1_000_190]);
		const order = [
			...Buffer.concat(text.pieces)
				.toString()
				.matchAll(/\/\* (\d+) \*\//g),
		].map((match) => Number(match[1]));
		expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
		expect(order).not.toEqual([...order].sort((a, b) => a - b));
	},
);

test("a package with a damaged inner archive, or without one, is a coded error and ends", async () => {
	const at = join(root, "damaged");
	mkdirSync(join(at, "usr/src"), { recursive: true });
	writeFileSync(join(at, "usr/src/linux-source-9.9.tar.xz"), gzipSync("this is no xz"));
	spawnSync("tar", ["-cf", "fs.tar", "./usr"], { cwd: at });
	spawnSync("tar", ["-cf", "none.tar", "-T", "/dev/null"], { cwd: at });
	for (const [tar, code] of [
		["fs.tar", /E_FETCH_TOOL|E_ARCHIVE/],
		["none.tar", /no source archive.*E_ARCHIVE/],
	] as const) {
		const folder = programs(`fake-${tar}`, {
			"apt-cache": "true",
			"apt-get": "echo deb > x.deb",
			"dpkg-deb": `cat ${join(at, tar)}`,
		});
		const scratch = join(root, `scratch-${tar}`);
		mkdirSync(scratch);
		await expect(withPath(folder, false, () => fromDebian("linux", debRecipe, scratch))).rejects.toThrow(code);
	}
});
