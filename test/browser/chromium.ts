/** A Chromium that is installed here, for tests that need a page; without one they are skipped, and say so. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

/** The program, or why there is none. */
export function findChromium(): { path: string } | { missing: string } {
	try {
		createRequire(import.meta.url).resolve("playwright-core");
	} catch {
		return { missing: "playwright-core is not installed; run npm ci" };
	}
	const given = process.env.CHROMIUM;
	if (given) return existsSync(given) ? { path: given } : { missing: `CHROMIUM=${given} is no file` };
	const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
	const folders = ["/usr/bin", "/snap/bin", ...(process.env.PATH ?? "").split(delimiter)];
	const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
	places.push("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
	const path = places.find((place) => existsSync(place));
	return path ? { path } : { missing: `none of ${names.join(", ")} is installed; CHROMIUM=FILE names another` };
}
