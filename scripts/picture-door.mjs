/**
 * Makes the pictures of the README from the built page: node scripts/picture-door.mjs [NAME...]
 *
 * Each in English and Korean, light and dark, into docs/door: narrow cuts of the instruments, to be shown 440 pixels
 * wide. Everything is determined: seeds, updates, engine, no motion. What they show is the command next to them.
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CODE, Pictures, picture, ROOT } from "./pictures.mjs";

const OUT = join(ROOT, "docs/door");
const SIZE = { width: 680, height: 1200 };
const COMPARISON = [
	...["compare", "temporal-order", "--length", "50", "--remedies", "none", "clip", "orthogonal", "lstm"],
	...["--rates", "0.003", "--seeds", "2", "--steps", "600", "--engine", "wasm-plain", "--quiet"],
];
const SAME = ["--seed", "1", "--engine", "wasm-plain", "--quiet"];

/** @typedef {import("playwright-core").Page} Page */

/** The part of a page from one element to another, at most `high` pixels. @param {Page} page */
async function cut(page, from, to, high, above = 8) {
	const [first, last] = [await page.locator(from).first().boundingBox(), await page.locator(to).first().boundingBox()];
	const y = Math.max(0, first.y - above);
	return { x: 0, y, width: SIZE.width, height: Math.min(high, last.y + last.height + 10 - y) };
}

/** Goes to an address of the studio. @param {Page} page */
const go = (page, hash) => page.evaluate((to) => (location.hash = to), hash);

/** Each picture: how it comes about, and what part of the page it is. */
const SHOTS = {
	async train(page) {
		await go(page, "#/train?hidden=32&k2=16&batch=8&steps=600&show=loss");
		await page.locator(".play").click();
		await page.locator(".provenance", { hasText: /600/ }).waitFor({ timeout: 300_000 });
		return cut(page, ".sentence", ".over-time canvas", 720);
	},
	async lab(page) {
		await go(page, "#/lab?at=radius=0.6");
		await page.locator(".lab canvas").first().waitFor();
		await page.waitForTimeout(1500);
		return cut(page, ".lab input[type=range]", ".lab canvas", 520, 4);
	},
	async cell(page, { run, unit }) {
		await page.setViewportSize({ width: 1180, height: 1200 });
		await go(page, `#/cell?run=${run}&at=402&u=${unit.split(".").at(-1)}`);
		await page.locator(".cell-picture svg").waitFor();
		await page.waitForTimeout(2500);
		return page.locator(".cell-picture").boundingBox();
	},
	async text(page, { run, unit }) {
		await go(page, `#/text?run=${run}&part=train&u=${unit}&next=off&at=1180`);
		await page.locator(".text-box canvas").first().waitFor();
		await page.waitForTimeout(9000);
		return cut(page, ".text-box", ".text-box", 460);
	},
	async compare(page, _, lang) {
		await page.goto(pathToFileURL(join(pictures.folder, `compare-${lang}.svg`)).href);
		return { x: 0, y: 0, width: 540, height: 496 };
	},
	async wall(page) {
		await go(page, "#/lab?lab=wall&at=w=4.81929026,b=-2.5,lr=0.1&lesson=3.2");
		await page.locator(".lab canvas").first().waitFor();
		await page.waitForTimeout(2500);
		return cut(page, ".lab-surface", ".lab-surface canvas", 560, 36);
	},
};

/** A network on this project's C code, and the memory cell that tracks comments best in it. */
function trained() {
	const size = ["--hidden", "128", "--batch", "16", "--k1", "64", "--k2", "64", "--steps", "3000"];
	pictures.sluice("train", ...CODE, ...size, "--run", "code", ...SAME);
	const find = ["--part", "train", "--names", "l0.c", "--pattern", "c.comment", "--engine", "wasm-plain", "--json"];
	const { patterns } = JSON.parse(pictures.sluice("cells", "find", "code", ...find));
	const run = createHash("sha256").update("code").digest("hex").slice(0, 16);
	return { run, unit: patterns[0].best[0].unit };
}

/** The comparison of the README, as the command draws it. */
function compared() {
	for (const lang of ["en", "ko"]) {
		const out = join(pictures.folder, "compared");
		pictures.sluiceAlone(...COMPARISON, "--out", out, "--lang", lang);
		copyFileSync(join(out, "compare.svg"), join(pictures.folder, `compare-${lang}.svg`));
		rmSync(out, { recursive: true });
	}
}

const wanted = process.argv.slice(2);
const names = Object.keys(SHOTS).filter((name) => wanted.length === 0 || wanted.includes(name));
mkdirSync(OUT, { recursive: true });
const pictures = new Pictures();
try {
	const made = names.some((name) => name === "cell" || name === "text") ? trained() : {};
	if (names.includes("compare")) compared();
	await pictures.start();
	for (const lang of ["en", "ko"])
		for (const colorScheme of ["light", "dark"])
			for (const name of names) {
				const page = await pictures.page({ lang, colorScheme, viewport: SIZE });
				const clip = await SHOTS[name](page, made, lang);
				const theme = colorScheme === "dark" ? "-dark" : "";
				await picture(page, join(OUT, `${name}-${lang}${theme}.png`), clip);
				await page.context().close();
			}
} finally {
	await pictures.close();
}
