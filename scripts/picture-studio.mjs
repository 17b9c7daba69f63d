/**
 * Makes the pictures of the documents from the built page: node scripts/picture-studio.mjs
 *
 * Everything that is shown is determined: seeds, the update at which a picture is taken, no motion. A PNG is at most
 * 60 kB. Needs `npm run build` and a Chromium on the PATH, or its file in CHROMIUM.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { palettePng } from "./palettePng.mjs";

const ROOT = join(import.meta.dirname, "..");
const PROGRAM = join(ROOT, "dist/cli/bin.js");
const OUT = join(ROOT, "docs/pictures");
const MOST_BYTES = 60_000;
const SIZE = { width: 1000, height: 640 };
/** A small LSTM on this project's C code; its last update is the one that is shown. */
const TRAIN = "#/train?hidden=32&k2=16&batch=8&steps=600";

const folder = mkdtempSync(join(tmpdir(), "sluice-pictures-"));
const runs = join(folder, "runs");
const code = readdirSync(join(ROOT, "native")).filter((file) => file.endsWith(".c"));

/** @param {string[]} args */
function sluice(...args) {
	const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args, "--runs", runs], { encoding: "utf8" });
	if (status !== 0) throw new Error(stderr);
}

/** Runs that the view Runs shows: three cells on the same code, and a fork. */
function trainRuns() {
	const texts = code.map((file) => join(ROOT, "native", file));
	const same = ["--batch", "8", "--k1", "32", "--k2", "32", "--seed", "1", "--engine", "wasm-plain", "--quiet"];
	for (const cell of ["lstm", "gru", "rnn"])
		sluice("train", ...texts, "--cell", cell, "--hidden", "48", "--steps", "300", "--run", `code-${cell}`, ...same);
	sluice(
		"fork",
		"code-lstm",
		"--from-update",
		"300",
		"--steps",
		"400",
		"--lr",
		"0.02",
		"--run",
		"code-lstm-fork",
		"--quiet",
	);
}

/** @param {import("playwright-core").Page} page @param {string} name */
async function picture(page, name) {
	await page.mouse.move(0, 0);
	await page.evaluate("document.activeElement?.blur()");
	await page.waitForTimeout(400);
	const shot = await page.screenshot({ animations: "disabled", caret: "hide" });
	const blank = await page.context().newPage();
	const pixels = await blank.evaluate(async (base64) => {
		const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
		const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
		const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
		canvas.drawImage(bitmap, 0, 0);
		const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
		let text = "";
		for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
		return btoa(text);
	}, shot.toString("base64"));
	await blank.close();
	const png = palettePng(Buffer.from(pixels, "base64"), SIZE.width, SIZE.height);
	writeFileSync(join(OUT, `${name}.png`), png);
	const size = png.length;
	if (size > MOST_BYTES) throw new Error(`${name}.png has ${size} bytes, more than ${MOST_BYTES}`);
	console.log(`${name}.png ${size} bytes`);
}

async function main() {
	mkdirSync(OUT, { recursive: true });
	trainRuns();
	const studio = spawn(process.execPath, [PROGRAM, "studio", "--json", "--no-open", "--runs", runs]);
	const { url } = JSON.parse(
		await new Promise((resolve) => studio.stdout.once("data", (line) => resolve(String(line)))),
	);
	const browser = await chromium.launch({ executablePath: chromiumHere(), args: ["--no-sandbox"] });
	try {
		let state;
		for (const lang of ["en", "ko"]) {
			const context = await browser.newContext({
				...{ viewport: SIZE, locale: lang === "ko" ? "ko-KR" : "en-GB", reducedMotion: "reduce", colorScheme: "light" },
				...(state && { storageState: state }),
			});
			const page = await context.newPage();
			await page.goto(state ? new URL(url).origin : url);
			while (!(await page.evaluate(() => localStorage.getItem("sluice.secret")))) await page.waitForTimeout(50);
			state ??= await context.storageState();
			await page.evaluate((hash) => (location.hash = hash), TRAIN);
			await page.locator(".play").click();
			await page.locator(".provenance", { hasText: /600/ }).waitFor({ timeout: 300_000 });
			await picture(page, `train-${lang}`);
			await page.evaluate(() => (location.hash = "#/runs"));
			await page.locator("a", { hasText: "code-lstm" }).first().waitFor();
			if (lang === "en") await picture(page, "runs-en");
			else await replayed(page);
			await context.close();
		}
	} finally {
		await browser.close();
		studio.kill("SIGTERM");
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The time machine of a run, in Korean. @param {import("playwright-core").Page} page */
async function replayed(page) {
	await picture(page, "runs-ko");
	await page.locator("a", { hasText: /^code-lstm$/ }).click();
	await page.locator(".time input[type=range]").fill("290");
	await page.locator(".chart.powers canvas").waitFor({ timeout: 60_000 });
	await page.locator(".time").evaluate((element) => element.scrollIntoView());
	await picture(page, "time-machine-ko");
}

function chromiumHere() {
	if (process.env.CHROMIUM) return process.env.CHROMIUM;
	const { stdout } = spawnSync("sh", ["-c", "command -v chromium chromium-browser google-chrome | head -1"], {
		encoding: "utf8",
	});
	return stdout.trim();
}

readFileSync(join(ROOT, "dist/page/studio/index.html")); // built?
await main();
