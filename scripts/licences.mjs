/** The notices and licences of the packages whose modules a bundle holds. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One comment with all of them; undefined where no module is a package's. @param {string[]} modules paths */
export function licencesOf(modules) {
	const folders = new Set(
		modules.flatMap((path) => path.match(/^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/) ?? []),
	);
	if (folders.size === 0) return undefined;
	const texts = [...folders].sort().flatMap(textsIn);
	return `/*!\n${texts.join("\n\n----\n\n")}\n*/\n`;
}

/** @throws where a package has no licence to write */
function textsIn(folder) {
	const names = readdirSync(folder).filter((name) => /^(licen[cs]e|notice)(\.(txt|md))?$/i.test(name));
	if (names.length === 0) throw new Error(`no licence in ${folder}`);
	return names.map((name) => readFileSync(join(folder, name), "utf8").trim().replaceAll("*/", "* /"));
}
