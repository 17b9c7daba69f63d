/** The style of a class does not depend on which views were visited before: each stylesheet is loaded with its own view. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const PAGE = join(import.meta.dirname, "../../page/studio");
const files = readdirSync(PAGE, { recursive: true, encoding: "utf8" });
const read = (path: string) => readFileSync(join(PAGE, path), "utf8");

/** Classes that a selector of the stylesheet begins with, without another class beside them. */
function classesOf(css: string): Set<string> {
	const selectors = css.replace(/\/\*[\s\S]*?\*\//g, "").match(/[^{}]+(?=\{)/g) ?? [];
	const found = new Set<string>();
	for (const selector of selectors.flatMap((list) => list.split(",")))
		for (const [, name] of selector.trim().matchAll(/^\.([\w-]+)(?![\w.-])/g)) found.add(name!);
	return found;
}
const sheets = files.filter((path) => path.endsWith(".css"));
/** Classes by the folder of their view; those of the whole page are in "styles". */
const styles = new Map<string, Set<string>>();
for (const path of sheets)
	styles.set(dirname(path), new Set([...(styles.get(dirname(path)) ?? []), ...classesOf(read(path))]));

test("no two stylesheets begin a selector with the same class", () => {
	const home = new Map<string, string>();
	const twice: string[] = [];
	for (const [view, names] of styles)
		for (const name of names) {
			if (home.has(name)) twice.push(`${name}: ${home.get(name)}, ${view}`);
			home.set(name, view);
		}
	expect(styles.size).toBeGreaterThan(5);
	expect(twice.filter((line) => !/^(legend|chart): /.test(line))).toEqual([]); // of these, parts alone
});

/** Folders whose stylesheets a view's files load, by the folder of the view. */
const loaded = (view: string) =>
	files
		.filter((path) => path.startsWith(`${view}/`) && path.endsWith(".tsx"))
		.flatMap((path) =>
			[...read(path).matchAll(/^import "(\.[^"]+\.css)";/gm)].map(([, sheet]) => dirname(join(dirname(path), sheet!))),
		);

test("no view uses a class that only another view's stylesheet has", () => {
	const foreign: string[] = [];
	const views = new Map([...new Set(files.map((path) => path.split("/")[0]!))].map((view) => [view, loaded(view)]));
	for (const path of files.filter((name) => name.endsWith(".tsx"))) {
		const homesHere = ["styles", ...(views.get(path.split("/")[0]!) ?? [])];
		for (const [whole] of read(path).matchAll(/className=(?:"[^"]+"|\{[^}]+\})/g))
			for (const name of [...whole.matchAll(/"([^"]+)"/g)].flatMap(([, names]) => names!.split(" "))) {
				const homes = [...styles].filter(([, own]) => own.has(name)).map(([folder]) => folder);
				if (homes.length > 0 && !homes.some((folder) => homesHere.includes(folder)))
					foreign.push(`${path}: ${name} of ${homes}`);
			}
	}
	expect(foreign).toEqual([]);
});

test("a stylesheet is at most 350 lines", () => {
	expect(sheets.filter((path) => read(path).split("\n").length > 350)).toEqual([]);
	expect(sheets.length).toBeGreaterThan(15);
});

test("every class of a stylesheet is set somewhere in the page: by its name, or by a template that ends in one", () => {
	const folders = [join(PAGE, ".."), join(PAGE, "../../src/views")];
	const code = folders
		.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)))
		.filter((path) => /(?<!\.test)\.(tsx?|html)$/.test(path))
		.map((path) => readFileSync(path, "utf8"))
		.join("\n");
	const words = new Set(code.match(/(?<![\w-])[a-zA-Z][\w-]*/g));
	const templates = new Set([...code.matchAll(/([a-z]+-)(?=\$\{)/g)].map(([, start]) => start!));
	const isSet = (name: string) => words.has(name) || templates.has(name.slice(0, name.indexOf("-") + 1));
	const unused = sheets.flatMap((path) => {
		const selectors = read(path)
			.replace(/\/\*[\s\S]*?\*\//g, "")
			.match(/[^{};]+(?=\{)/g)!;
		const names = new Set(
			selectors.flatMap((one) => [...one.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name!)),
		);
		const ours = [...names].filter((name) => !name.startsWith("u-")); // uPlot sets its own
		return ours.filter((name) => !isSet(name)).map((name) => `${path}: ${name}`);
	});
	expect(unused).toEqual([]);
});
