/**
 * Chromium for tests that need a page: one that is installed here, first the one without windows, which is a fifth faster;
 * else one that the npm client brings (bring.ts).
 * Where there is neither, such tests are skipped and the run's last line names them; with SLUICE_NEED_BROWSER=1 they fail.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import type { Browser } from "playwright-core";
import { bringChromium, type Found } from "./bring.ts";

/** The program, or why there is none. @param skipped what is skipped without one. */
export async function findChromium(skipped: string): Promise<Found> {
	const found = await findOrBring();
	if (!("missing" in found)) return found;
	if (process.env.SLUICE_NEED_BROWSER === "1") throw new Error(`${skipped}: no Chromium, ${found.missing}`);
	console.log(`${skipped}: skipped, ${found.missing}`);
	return found;
}

export async function launchChromium(found: Found, args: readonly string[] = []): Promise<Browser> {
	if ("missing" in found) throw new Error(found.missing);
	const { chromium } = await import("playwright-core");
	const { path: executablePath, env = {} } = found;
	const usual = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run"];
	return chromium.launch({ executablePath, args: [...usual, ...args], env: { ...process.env, ...env } });
}

async function findOrBring(): Promise<Found> {
	try {
		createRequire(import.meta.url).resolve("playwright-core");
	} catch {
		return { missing: "playwright-core is not installed; run npm ci" };
	}
	const given = process.env.CHROMIUM;
	if (given) return existsSync(given) ? { path: given } : { missing: `CHROMIUM=${given} is no file` };
	const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
	const folders = (process.env.PATH ?? "").split(delimiter);
	const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
	places.push("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
	const path = places.find((place) => existsSync(place));
	return path ? { path } : bringChromium();
}
