/** Times of the views Text and Cell: frames while a text of 1 MB scrolls, a valve that follows the pointer, another unit painted. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const LINE = "void f(int x) { return x; }\n";
const SYMBOLS = 1 << 20;
/** The two texts: lines, and one line without an end. */
const TEXTS = { lines: LINE, one: LINE.replace("\n", " ") };

/** Runs before the page's script: when something asked was on the screen. */
const WATCH = `
seen.letters = []; seen.valve = []; seen.pressed = undefined; seen.moved = undefined;
const afterPaint = (then) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = then; port2.postMessage(0); };
addEventListener("pointerdown", ({ timeStamp }) => (seen.pressed = timeStamp), true);
addEventListener("pointermove", ({ timeStamp, buttons }) => buttons && (seen.moved ??= timeStamp), true);
const { fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.fillText = function (...what) {
	if (seen.pressed !== undefined && !this.canvas.isConnected) {
		const { pressed } = seen;
		seen.pressed = undefined;
		afterPaint(() => seen.letters.push(performance.now() - pressed));
	}
	return fillText.apply(this, what);
};
addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
	if (seen.moved === undefined || !changes.some(({ target }) => target.closest?.(".cell-figure svg"))) return;
	const { moved } = seen;
	seen.moved = undefined;
	afterPaint(() => seen.valve.push(performance.now() - moved));
}).observe(document, { subtree: true, attributes: true, childList: true }));`;

/** Trains a small run on each text, by the command line. */
export function trainOnTexts(bin, folder, runs) {
	for (const [run, text] of Object.entries(TEXTS)) {
		const file = join(folder, `${run}.txt`);
		writeFileSync(file, text.repeat(Math.ceil((SYMBOLS * 1.2) / text.length)));
		const options = ["--run", run, "--runs", runs, "--hidden", "64", "--steps", "20", "--quiet"];
		execFileSync(process.execPath, [bin, "train", file, ...options], { stdio: "ignore" });
	}
}

/** One visit to both views. @returns milliseconds, a list each */
export async function visitInstruments(browser, observe, { address, storageState, seconds, presses }) {
	const context = await browser.newContext({ storageState, viewport: { width: 1280, height: 900 }, locale: "en-GB" });
	await context.addInitScript(observe + WATCH);
	const page = await context.newPage();
	await page.goto(`${address}#/runs`);
	await page.waitForTimeout(1000);
	const idOf = (run) => createHash("sha256").update(run).digest("hex").slice(0, 16);
	const ids = Object.fromEntries(Object.keys(TEXTS).map((run) => [run, idOf(run)]));
	const found = {
		scrollLines: await scrolled(page, ids.lines, seconds),
		scrollOne: await scrolled(page, ids.one, seconds),
	};
	found.unit = await otherUnits(page, presses);
	found.valve = await draggedValve(page, ids.lines, presses);
	await page.evaluate("location.hash = '#/train?steps=1000000'");
	await until(page, "seen.step > 0");
	found.scrollTraining = await scrolled(page, ids.lines, seconds);
	found.trained = await page.evaluate("seen.step");
	await context.close();
	return found;
}

async function until(page, code) {
	while (!(await page.evaluate(code))) await page.waitForTimeout(100);
}

/** Scrolls the text for some seconds, once all of it has been read. */
async function scrolled(page, run, seconds) {
	await page.evaluate(`location.hash = '#/text?run=${run}&part=train'`);
	await page.getByText(/1,048,576 symbols read/).waitFor({ timeout: 300_000 });
	await page.locator(".text-box").hover();
	await page.evaluate("seen.frames.length = 0");
	const end = performance.now() + 1000 * seconds;
	for (let n = 0; performance.now() < end; n++) {
		await page.mouse.wheel(0, n % 50 === 49 ? 40_000 : 120);
		await page.waitForTimeout(16);
	}
	return page.evaluate("seen.frames.map(([, took]) => took)");
}

async function otherUnits(page, times) {
	await page.evaluate("seen.letters.length = 0");
	for (let n = 0; n < times; n++) {
		await page.getByRole("button", { name: "Next unit" }).click();
		await page.waitForTimeout(250);
	}
	return page.evaluate("seen.letters");
}

/** Drags the slider of the first valve back and forth. */
async function draggedValve(page, run, times) {
	await page.evaluate(`location.hash = '#/cell?run=${run}&at=50&u=3'`);
	const slider = page.locator(".valves input").first();
	await slider.waitFor();
	const { x, y, width, height } = await slider.boundingBox();
	await page.mouse.move(x + width / 2, y + height / 2);
	await page.mouse.down();
	await page.evaluate("seen.valve.length = 0; seen.moved = undefined");
	for (let n = 0; n < times; n++) {
		await page.mouse.move(x + width * (0.2 + 0.6 * ((n % 10) / 10)), y + height / 2);
		await page.waitForTimeout(120);
	}
	await page.mouse.up();
	return page.evaluate("seen.valve");
}
