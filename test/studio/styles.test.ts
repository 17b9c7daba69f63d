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
/** Stylesheets by the folder of their view; that of the whole page is "". */
const styles = new Map(
	files
		.filter((path) => path.endsWith(".css"))
		.map((path) => [dirname(path) === "." ? "" : dirname(path), classesOf(read(path))]),
);

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

test("no view uses a class that only another view's stylesheet has", () => {
	const foreign: string[] = [];
	for (const path of files.filter((name) => name.endsWith(".tsx"))) {
		const view = dirname(path);
		for (const [, names] of read(path).matchAll(/className="([^"]+)"/g))
			for (const name of names!.split(" ")) {
				const homes = [...styles].filter(([, own]) => own.has(name)).map(([folder]) => folder);
				const isOwn = homes.some((home) => home === "" || home === view || view.startsWith(`${home}/`));
				if (homes.length > 0 && !isOwn) foreign.push(`${path}: ${name} of ${homes}`);
			}
	}
	expect(foreign).toEqual([]);
});
