/** What the studio's page weighs, from the manifest of its build. Budgets are in thousands of bytes, gzipped. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { STUDIO } from "../browser/serve.ts";

interface Entry {
	file: string;
	isEntry?: boolean;
	imports?: string[];
	css?: string[];
}
const manifest: Record<string, Entry> = JSON.parse(readFileSync(join(STUDIO, "manifest.json"), "utf8"));
const bytesOf = (file: string) => gzipSync(readFileSync(join(STUDIO, file)), { level: 9 }).length;
const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + bytesOf(file), 0);

/** Scripts that are loaded with an entry of the manifest, itself among them. */
function scriptsOf(name: string, seen = new Set<string>()): Set<string> {
	const { file, imports = [] } = manifest[name]!;
	if (file.endsWith(".js")) seen.add(file);
	for (const next of imports) if (!seen.has(manifest[next]!.file)) scriptsOf(next, seen);
	return seen;
}
const first = scriptsOf("index.html");

test("the first load is at most 140 kB of script, all CSS at most 20 kB, and every later part at most 63 kB more", () => {
	expect(sum(first)).toBeLessThanOrEqual(140_000);
	const css = new Set(Object.values(manifest).flatMap(({ css = [], file }) => (file.endsWith(".css") ? [file] : css)));
	expect(css.size).toBeGreaterThan(0);
	expect(sum(css)).toBeLessThanOrEqual(20_000);
	const later = Object.keys(manifest).filter((name) => name !== "index.html" && manifest[name]!.file.endsWith(".js"));
	expect(later.length).toBeGreaterThan(1);
	for (const name of later) {
		const more = [...scriptsOf(name)].filter((file) => !first.has(file));
		expect([name, sum(more) <= 63_000]).toEqual([name, true]);
	}
});

/** A worker's file and those that it imports before it runs. */
function workerOf(file: string, seen = new Set<string>()): Set<string> {
	seen.add(`assets/${file}`);
	const code = readFileSync(join(STUDIO, "assets", file), "utf8");
	for (const [, next] of code.matchAll(/\bfrom"\.\/([\w.-]+\.js)"/g))
		if (!seen.has(`assets/${next}`)) workerOf(next!, seen);
	return seen;
}

const workers = ["trainWorker", "threadWorker", "trialWorker", "instrumentWorker", "findWorker", "givenWorker"];
const fileOf = (worker: string) => {
	const files = readdirSync(join(STUDIO, "assets")).filter((file) => file.startsWith(`${worker}-`));
	expect(files).toHaveLength(1);
	return files[0]!;
};
const loadedBy = (...some: string[]) => sum(new Set(some.flatMap((worker) => [...workerOf(fileOf(worker))])));

test("the worker that trains is at most 72 kB, the one that trains a trial at most 74 kB and the one that reads at most 94 kB with all that they import, a thread at most 1 kB, and all workers together at most 146 kB", () => {
	expect(loadedBy("trainWorker", "threadWorker")).toBeLessThanOrEqual(72_000);
	expect(loadedBy("trialWorker")).toBeLessThanOrEqual(74_000);
	expect(loadedBy("instrumentWorker")).toBeLessThanOrEqual(94_000);
	expect(loadedBy("threadWorker")).toBeLessThanOrEqual(1000);
	expect(loadedBy(...workers)).toBeLessThanOrEqual(146_000);
});

test("each build of the engine is at most 49.1 kB", () => {
	for (const build of ["plain", "plain-threads", "relaxed", "relaxed-threads"])
		expect(bytesOf(`../../../wasm/sluice-${build}.wasm`)).toBeLessThanOrEqual(49_100);
});

test("besides code the page brings two icons of less than 1 kB each and at most 300 kB of a stored run and a stored network, and asks for no address but its own", () => {
	const files = readdirSync(join(STUDIO, "assets"));
	const others = files.filter((file) => !/\.(js|css)$/.test(file));
	for (const file of others)
		expect(file).toMatch(/^((?:icon|lock)-[\w-]+\.svg|first-[\w-]+\.(json|safetensors)|korean-[\w-]+\.safetensors)$/);
	const icons = others.filter((file) => file.endsWith(".svg"));
	expect(icons).toHaveLength(2);
	for (const icon of icons) expect(readFileSync(join(STUDIO, "assets", icon)).length).toBeLessThan(1000);
	expect(sum(others.map((file) => `assets/${file}`))).toBeLessThanOrEqual(300_000);
	const css = files
		.filter((file) => file.endsWith(".css"))
		.map((file) => readFileSync(join(STUDIO, "assets", file), "utf8"));
	expect(css.join("")).not.toMatch(/url\((?!\.\/lock-)|@import/);
	expect(readFileSync(join(STUDIO, "index.html"), "utf8")).not.toMatch(/https?:/);
});
