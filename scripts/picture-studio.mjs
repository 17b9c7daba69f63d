/**
 * Makes the pictures of the documents from the built page: node scripts/picture-studio.mjs
 *
 * Everything that is shown is determined: seeds, the update at which a picture is taken, no motion. A PNG is at most
 * 60 kB. Needs `npm run build` and a Chromium on the PATH, or its file in CHROMIUM.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CODE, Pictures, picture, ROOT } from "./pictures.mjs";

const OUT = join(ROOT, "docs/pictures");
const LOOK = { viewport: { width: 1000, height: 640 }, colorScheme: "light" };
/** A small LSTM on this project's C code; its last update is the one that is shown. */
const TRAIN = "#/train?hidden=32&k2=16&batch=8&steps=600";

const png = (name) => join(OUT, `${name}.png`);

/** Runs that the view Runs shows: three cells on the same code, and a fork. @param {Pictures} pictures */
function trainRuns(pictures) {
	const same = ["--batch", "8", "--k1", "32", "--k2", "32", "--seed", "1", "--engine", "wasm-plain", "--quiet"];
	for (const cell of ["lstm", "gru", "rnn"])
		pictures.sluice(
			"train",
			...CODE,
			"--cell",
			cell,
			"--hidden",
			"48",
			"--steps",
			"300",
			"--run",
			`code-${cell}`,
			...same,
		);
	const fork = ["--from-update", "300", "--steps", "400", "--lr", "0.02", "--run", "code-lstm-fork", "--quiet"];
	pictures.sluice("fork", "code-lstm", ...fork);
}

async function main() {
	mkdirSync(OUT, { recursive: true });
	const pictures = new Pictures();
	try {
		trainRuns(pictures);
		await pictures.start();
		for (const lang of ["en", "ko"]) {
			const page = await pictures.page({ lang, ...LOOK });
			await page.evaluate((hash) => (location.hash = hash), TRAIN);
			await page.locator(".play").click();
			await page.locator(".provenance", { hasText: /600/ }).waitFor({ timeout: 300_000 });
			await picture(page, png(`train-${lang}`));
			await page.evaluate(() => (location.hash = "#/runs"));
			await page.locator("a", { hasText: "code-lstm" }).first().waitFor();
			if (lang === "en") await picture(page, png("runs-en"));
			else await replayed(page);
			await page.context().close();
		}
	} finally {
		await pictures.close();
	}
}

/** The time machine of a run, in Korean. @param {import("playwright-core").Page} page */
async function replayed(page) {
	await picture(page, png("runs-ko"));
	await page.locator("a", { hasText: /^code-lstm$/ }).click();
	await page.locator(".time input[type=range]").fill("290");
	await page.locator(".chart.powers canvas").waitFor({ timeout: 60_000 });
	await page.locator(".time").evaluate((element) => element.scrollIntoView());
	await picture(page, png("time-machine-ko"));
}

await main();
