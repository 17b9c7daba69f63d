/** Bundles the script of a report's page (page/report) and minifies its style sheet, to dist/page. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** @param {string} root folder of package.json */
export async function bundlePage(root) {
	let rolldown;
	try {
		({ rolldown } = await import("rolldown"));
	} catch {
		return; // reports then state what is missing
	}
	const [from, to] = [join(root, "page", "report"), join(root, "dist", "page")];
	const bundle = await rolldown({ input: join(from, "main.ts"), platform: "browser" });
	const { output } = await bundle.generate({ format: "iife", minify: true, codeSplitting: false });
	await bundle.close();
	const script = output[0].code.trim();
	if (/<\/script|<!--|\r/i.test(script)) throw new Error("the page's script cannot stand in a page");
	mkdirSync(to, { recursive: true });
	writeFileSync(join(to, "report.js"), script);
	writeFileSync(join(to, "report.css"), packCss(readFileSync(join(from, "report.css"), "utf8")));
}

function packCss(css) {
	return css
		.replace(/\/\*[\s\S]*?\*\//g, "")
		.replace(/\s+/g, " ")
		.replace(/ ?([{};,>]) ?/g, "$1")
		.replace(/: /g, ":")
		.trim();
}
