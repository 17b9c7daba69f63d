/**
 * docs/api is written from the types, and stays true: this test writes it again and compares. `npm run docs:api` puts
 * the new text in its place.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Page, renderIndex, renderPage } from "./api/render.ts";
import { type Entry, entriesOf, openSurface, ROOT } from "./api/surface.ts";

const surfaceOf = openSurface();
const main = surfaceOf("src/index.ts");

/** Pages of the main entry: the rooms whose names it exports. The first that fits takes a name. */
const ROOMS: [file: string, title: string, about: string, folders: RegExp][] = [
	[
		"train.md",
		"Train",
		"Train, resume, and save a run of your own loop.",
		/^src\/(workbench\/sessions|training)\/|^src\/index/,
	],
	[
		"data.md",
		"Data",
		"Say what to train on: texts, tasks, series, the catalogue of corpora.",
		/^src\/(workbench\/(datasets|sources)|data)\//,
	],
	[
		"read.md",
		"Read",
		"Evaluate, sample, diagnose and forecast with a trained run.",
		/^src\/(workbench\/(readings\/(?!cells\/|report\/)|models\/)|diagnosis\/)/,
	],
	[
		"cells.md",
		"Cells",
		"Find, show, name and change single units of a trained run.",
		/^src\/(workbench\/readings\/(cells|report)|interpretation|interop)\//,
	],
	["compare.md", "Compare", "Compare remedies on one task, series or text.", /^src\/workbench\/comparisons\//],
	["reproduce.md", "Reproduce", "Rerun published experiments.", /^src\/workbench\/reproductions\//],
	["runs.md", "Runs", "List runs, export and import weights.", /^src\/workbench\/(runs|exchange|disk)\//],
	["machine.md", "Machine", "Engines, errors, version.", /./],
];
const pages: Page[] = ROOMS.map(([file, title, about]) => ({ file, title, about, entries: [] }));
for (const entry of main) pages[ROOMS.findIndex(([, , , folders]) => folders.test(entry.file))]!.entries.push(entry);

const PARTS: Record<string, string> = {
	"sluice/kernels": "The engines' contract, arrays and seeded random numbers.",
	"sluice/cells": "Weights, the unrolled stack, heads and the reservoir: what a loop of your own is made of.",
	"sluice/data": "Bytes to symbols and lanes, series, tasks and their rules of success.",
	"sluice/remedies": "Initialisation, clipping, Omega and penalties.",
	"sluice/training": "Options, trainers, the loop, evaluation and sampling, without files and clocks.",
	"sluice/diagnosis": "Gradient by lag, Jacobians, saturation, findings.",
	"sluice/interpretation": "Values by name, hooks, cell search, interventions.",
	"sluice/browser": "Training in a page.",
};
for (const { name, source } of entriesOf().slice(1)) {
	const about = `\`import { ... } from "${name}"\`. ${PARTS[name]}`;
	pages.push({ file: `${name.replace("/", "-")}.md`, title: name, about, entries: surfaceOf(source) });
}

const places = new Map<string, string>();
for (const { file, entries } of [...pages].reverse()) for (const { name } of entries) places.set(name, file);
const at = (file: string) => join(ROOT, "docs/api", file);

describe("docs/api is what the types say", () => {
	test("README.md", async () => {
		await expect(renderIndex(pages)).toMatchFileSnapshot(at("README.md"));
	});

	test.each(pages.map((page) => [page.file, page] as const))("%s", async (file, page) => {
		const own = new Map([...places, ...page.entries.map(({ name }) => [name, file] as const)]);
		await expect(renderPage(page, own, file)).toMatchFileSnapshot(at(file));
	});

	test("each of its links to another name or page arrives at a heading", () => {
		const headings = new Set(
			pages.flatMap(({ file, entries }) => entries.map(({ name }) => `${file}#${name.toLowerCase()}`)),
		);
		const files = [...pages.map(({ file }) => file), "README.md"];
		const links = files.flatMap((file) =>
			[...readFileSync(at(file), "utf8").matchAll(/\]\(([\w-]*\.md)?(#[\w-]+)\)/g)].map(
				([, to = file, anchor]) => to + anchor,
			),
		);
		expect(links.length).toBeGreaterThan(1000);
		expect(links.filter((link) => !headings.has(link))).toEqual([]);
	});

	test("it has a page for each entry of package.json and no other file", () => {
		expect(
			entriesOf()
				.map(({ name }) => name)
				.slice(1),
		).toEqual(Object.keys(PARTS));
		expect(readdirSync(at("")).sort()).toEqual(["README.md", ...pages.map(({ file }) => file)].sort());
	});
});

test("every function and class that a program can import is documented", () => {
	const bare = pages.flatMap(({ file, entries }) =>
		entries
			.filter(({ kind, doc }) => (kind === "function" || kind === "class") && doc === "")
			.map(({ name }) => `${file} ${name}`),
	);
	expect(bare).toEqual([]);
});

test("every member of a request or a result of the main entry is documented", () => {
	const bare = main.flatMap(({ name, members }: Entry) =>
		members.filter(({ doc }) => doc === "").map((member) => `${name}.${member.name}`),
	);
	expect(bare).toEqual([]);
});
