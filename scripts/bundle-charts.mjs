/**
 * Bundles the parts of ECharts that draw Sluice's figures into the one module that uses them, so that an installed
 * Sluice needs no package for its figures. The licences are written at the top of the module.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Module of dist/ that imports ECharts. */
export const CHARTS = "src/workbench/figures/echarts.js";

/** @param {string} dist */
export async function bundleCharts(dist) {
	let rolldown;
	try {
		({ rolldown } = await import("rolldown"));
	} catch {
		return; // without the bundler, the module still imports the package
	}
	const file = join(dist, CHARTS);
	const bundle = await rolldown({ input: file, platform: "node", external: /^node:/ });
	const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
	await bundle.close();
	writeFileSync(file, `${licences()}${output[0].code}`);
}

/** The notices and licences of ECharts, its renderer ZRender, and tslib, as one comment. */
function licences() {
	const echarts = dirname(createRequire(import.meta.url).resolve("echarts/package.json"));
	const below = [join(echarts, "node_modules"), dirname(echarts)];
	const folder = (name) =>
		join(
			below.find((parent) => existsSync(join(parent, name))),
			name,
		);
	const texts = [
		...["NOTICE", "LICENSE"].map((name) => join(echarts, name)),
		join(folder("zrender"), "LICENSE"),
		join(folder("tslib"), "LICENSE.txt"),
	].map((path) => readFileSync(path, "utf8").trim().replaceAll("*/", "* /"));
	return `/*!\n${texts.join("\n\n----\n\n")}\n*/\n`;
}
