/** What the scripts that take pictures of the studio share: the program, the studio in Chromium, and small PNGs. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { palettePng } from "./palettePng.mjs";

export const ROOT = join(import.meta.dirname, "..");
const PROGRAM = join(ROOT, "dist/cli/bin.js");
const MOST_BYTES = 60_000;

/** Files of C code that the pictures' networks are trained on: this project's own. */
export const CODE = readdirSync(join(ROOT, "native"))
	.filter((file) => file.endsWith(".c"))
	.map((file) => join(ROOT, "native", file));

/** A folder of runs, a studio that serves it, and a browser, until close(). */
export class Pictures {
	folder = mkdtempSync(join(tmpdir(), "sluice-pictures-"));
	#state;
	runs = join(this.folder, "runs");

	/** Runs a command on this folder of runs; what it printed. @param {string[]} args */
	sluice(...args) {
		return this.sluiceAlone(...args, "--runs", this.runs);
	}

	/** @param {string[]} args */
	sluiceAlone(...args) {
		const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: "utf8" });
		if (status !== 0) throw new Error(stderr);
		return stdout;
	}

	/** Starts the studio; the runs should be there. */
	async start() {
		readFileSync(join(ROOT, "dist/page/studio/index.html")); // built?
		this.studio = spawn(process.execPath, [PROGRAM, "studio", "--json", "--no-open", "--runs", this.runs]);
		const line = await new Promise((resolve) => this.studio.stdout.once("data", (first) => resolve(String(first))));
		this.url = JSON.parse(line).url;
		this.browser = await chromium.launch({ executablePath: chromiumHere(), args: ["--no-sandbox"] });
	}

	/** A page with the studio's session. @param {import("playwright-core").BrowserContextOptions & { lang: string }} look */
	async page({ lang, ...look }) {
		const context = await this.browser.newContext({
			...{ locale: lang === "ko" ? "ko-KR" : "en-GB", reducedMotion: "reduce", ...look },
			...(this.#state && { storageState: this.#state }),
		});
		const page = await context.newPage();
		await page.goto(this.#state ? new URL(this.url).origin : this.url);
		while (!(await page.evaluate(() => localStorage.getItem("sluice.secret")))) await page.waitForTimeout(50);
		this.#state ??= await context.storageState();
		return page;
	}

	async close() {
		await this.browser?.close();
		this.studio?.kill("SIGTERM");
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** Takes a picture as a PNG of few colours. @param {import("playwright-core").Page} page @param {import("playwright-core").PageScreenshotOptions["clip"]} clip */
export async function picture(page, file, clip) {
	await page.mouse.move(0, 0);
	await page.evaluate("document.activeElement?.blur()");
	await page.waitForTimeout(400);
	const shot = await page.screenshot({ animations: "disabled", caret: "hide", ...(clip && { clip }) });
	const blank = await page.context().newPage();
	const { text, width, height } = await blank.evaluate(async (base64) => {
		const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
		const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
		const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
		canvas.drawImage(bitmap, 0, 0);
		const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
		let text = "";
		for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
		return { text: btoa(text), width: bitmap.width, height: bitmap.height };
	}, shot.toString("base64"));
	await blank.close();
	const png = palettePng(Buffer.from(text, "base64"), width, height);
	writeFileSync(file, png);
	if (png.length > MOST_BYTES) throw new Error(`${file} has ${png.length} bytes, more than ${MOST_BYTES}`);
	console.log(`${file.slice(ROOT.length + 1)} ${png.length} bytes`);
}

function chromiumHere() {
	if (process.env.CHROMIUM) return process.env.CHROMIUM;
	const { stdout } = spawnSync("sh", ["-c", "command -v chromium chromium-browser google-chrome | head -1"], {
		encoding: "utf8",
	});
	return stdout.trim();
}
