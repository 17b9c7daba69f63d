/** The time machine before the studio's own server: each number it shows is one that the command it copies prints. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fork } from "../../cli/verbs/fork/spec.ts";
import { loss, small } from "../../page/kit/numbers.ts";
import { FORK_FIRST, FORK_OTHERS } from "../../page/studio/runs/forkable.ts";
import { type ReplayedUpdate, replay, train } from "../../src/index.ts";
import { freshFolder, openStudio, PROGRAM, type TestStudio } from "./client.ts";
import { idOf } from "./fakeServer.ts";
import { chromium, goTo, launch, type Opened, openRuns, violations } from "./studioPage.ts";

const TEXT = "The sluice opens, the water runs;\n물이 흐릅니다.\n".repeat(200);
const UPDATE = 37;

test("the form for forks offers every option that sluice fork takes, rate, clipping and dropout first", () => {
	const {
		fromUpdate: _,
		run: _run,
		runs: _runs,
		engine: _engine,
		threads: _threads,
		quiet: _quiet,
		...flags
	} = fork.flags;
	expect([...FORK_FIRST, ...FORK_OTHERS].toSorted()).toEqual(Object.keys(flags).toSorted());
	expect(FORK_FIRST).toEqual(["lr", "clipNorm", "dropout"]);
});

describe.skipIf("missing" in chromium)("the time machine", { timeout: 120_000 }, () => {
	const folder = freshFolder("timemachine");
	const runs = join(folder, "runs");
	let browser: Browser;
	let studio: TestStudio;
	let opened: Opened;
	let page: Page;
	let own: ReplayedUpdate;

	beforeAll(async () => {
		writeFileSync(join(folder, "book.txt"), TEXT);
		const options = {
			cell: "lstm",
			layers: 2,
			hidden: 6,
			batch: 3,
			k1: 7,
			k2: 7,
			steps: 60,
			clipValue: 0.004,
		} as const;
		const data = { texts: [join(folder, "book.txt")] };
		await train({ data, options: { ...options, clipNorm: 0.2 }, run: "it.나", runs, engine: "reference" });
		own = await replay({ run: "it.나", runs, update: UPDATE });
		browser = await launch();
		studio = await openStudio({ runs });
		opened = await openRuns(browser, studio.newLink());
		page = opened.page;
		await opened.context.grantPermissions(["clipboard-read", "clipboard-write"]);
	}, 60_000);
	afterAll(async () => {
		await browser?.close();
		await studio?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const textOf = async (selector: string) =>
		(await page.locator(selector).allTextContents()).map((text) => text.trim());
	/** The content of a file that the dialog of a panel saves. */
	async function saved(panel: string, button: string): Promise<string> {
		await page.locator(`.panel-${panel} .take`).click();
		const download = page.waitForEvent("download");
		await page.locator("dialog[open]").getByRole("button", { name: button }).click();
		const file = readFileSync(await (await download).path(), "utf8");
		await page.locator("dialog[open]").getByRole("button", { name: "Close" }).click();
		return file;
	}
	const cellsOf = (csv: string) =>
		csv
			.trim()
			.split("\n")
			.slice(1)
			.map((line) => line.split(","));

	test("the slider shows the log's mean of updates 31 to 40 at once, and update 37 itself when it is computed", async () => {
		await page.locator(".rows tr a").first().click();
		const slider = page.locator(".time input[type=range]");
		await slider.waitFor();
		await expect.poll(() => slider.getAttribute("max")).toBe("60");
		await slider.fill(String(UPDATE));
		const lines = readFileSync(join(runs, "it.나/metrics.jsonl"), "utf8").trim().split("\n");
		const line = lines.map((text) => JSON.parse(text)).find(({ step, gradNorm }) => step === 40 && gradNorm);
		const [logged] = await textOf(".moment tbody tr:first-child");
		expect(logged).toContain("mean of updates 31 to 40");
		expect(logged).toContain(`${loss(line.lossNats)} nats${small(line.gradNorm)}${small(line.lr)}`);
		await page.locator(".moment .itself", { hasText: "Update 37 itself, replayed" }).waitFor();
		expect(line.gradNorm).not.toBe(own.gradNorm);
	});

	test("the command that it copies prints the digits that it shows and saves: loss, norms, largest elements, shares clipped, powers", async () => {
		await page.locator(".panel-powers .take").click();
		await page.locator("dialog[open]").getByRole("button", { name: "Copy" }).first().click();
		const command = await page.evaluate(() => navigator.clipboard.readText());
		await page.locator("dialog[open]").getByRole("button", { name: "Close" }).click();
		expect(command).toBe(`npx sluice replay 'it.나' --update ${UPDATE} --json`);
		const shell = command.replace("npx sluice", `"${process.execPath}" "${PROGRAM}"`);
		const { stdout } = spawnSync("sh", ["-c", shell], { cwd: folder, encoding: "utf8" });
		const said = JSON.parse(stdout);
		expect(said.weightsSha256).toBe(own.weightsSha256);
		const [itself] = await textOf(".moment .itself");
		const digest = said.weightsSha256.slice(0, 8);
		expect(itself).toContain(`${loss(said.loss)} nats${small(said.gradNorm)}, clipped${small(said.lr)}${digest}`);
		const table = await page
			.locator(".tensors tbody tr")
			.evaluateAll((rows) =>
				rows.map((row) =>
					[...(row as HTMLTableRowElement).cells].map((cell) => cell.textContent).filter((text) => text !== ""),
				),
			);
		expect(said.tensors.some(({ clippedShare }: { clippedShare: number }) => clippedShare > 0)).toBe(true);
		expect(table.map((row) => row.slice(0, 4))).toEqual(
			said.tensors.map(({ name, norm, largest }: ReplayedUpdate["tensors"][0]) => [
				...[name, small(norm), small(largest.value), `[${largest.index.join(",")}]`],
			]),
		);
		const tensors = cellsOf(await saved("tensors", "Numbers (CSV)"));
		expect(
			tensors.map(([name, , norm, largest, , share]) => [name, Number(norm), Number(largest), Number(share)]),
		).toEqual(
			said.tensors.map(({ name, norm, largest, clippedShare }: ReplayedUpdate["tensors"][0]) => [
				...[name, norm, largest.value, clippedShare],
			]),
		);
		const powers = cellsOf(await saved("powers", "Numbers (CSV)"));
		const columns = said.layers.flatMap(({ log10Dh, log10Dc }: { log10Dh: number[]; log10Dc: number[] }) => [
			log10Dh,
			log10Dc,
		]);
		expect(powers).toHaveLength(7);
		for (const [t, [step, ...values]] of powers.entries())
			expect([Number(step), ...values.map(Number)]).toEqual([t + 1, ...columns.map((column: number[]) => column[t])]);
	});

	test("batch and gates are those of the library: each symbol and loss of 3 sequences, and each value of gate f of layer 1", async () => {
		const [{ steps, lanes, losses, layers }] = own.values.windows as [ReplayedUpdate["values"]["windows"][0]];
		const batch = cellsOf((await saved("batch", "Numbers (CSV)")).replaceAll('"\n"', "↵").replaceAll('","', "comma"));
		expect(batch).toHaveLength(steps * lanes);
		for (const [n, row] of batch.entries()) {
			const [b, t] = [Math.floor(n / steps), n % steps];
			expect([Number(row[0]), Number(row[1]), Number(row[4])]).toEqual([b + 1, t + 1, losses[t * lanes + b]]);
		}
		const read = batch.slice(0, steps).map((row) => row[2]!.replace("comma", ",").replace("↵", "\n"));
		expect(own.batch[0]).toBe(read.join(""));
		await page.locator(".panel-states select").first().selectOption("f");
		await page.locator(".panel-states select").nth(1).selectOption("1");
		await page.locator(".panel-states .numbers", { hasText: "layer l1" }).waitFor();
		await page.locator('.chart.states[aria-label^="f of 6 units"]').waitFor();
		await expect.poll(async () => cellsOf(await saved("states", "Numbers (CSV)")).length).toBe(6 * steps);
		const gates = layers[1]!.gates!; // [T,B,4*H] i f g o
		const f = cellsOf(await saved("states", "Numbers (CSV)"));
		const first = (k: number, t: number) => gates[t * lanes * 24 + 6 + k]!;
		for (const [unit, step, value] of f) {
			expect(Number(value)).toBe(Math.fround(first(Number(unit), Number(step) - 1)));
		}
	});

	test("a picture saved as SVG names seed, update, digest, version and command, and draws each step of the 4 curves", async () => {
		const svg = await saved("powers", "Picture (SVG)");
		const text = /<metadata>(.*)<\/metadata>/.exec(svg)![1]!.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
		const { weightsSha256, build } = own;
		const command = `npx sluice replay 'it.나' --update ${UPDATE} --json`;
		expect(JSON.parse(text)).toEqual({
			...{ sluice: "0.1.0", seed: 1, update: UPDATE, weightsSha256, engine: build, run: "it.나", command },
		});
		const curves = [...svg.matchAll(/<path d="([^"]+)" fill="none"/g)].filter(
			([, path]) => path!.split("L").length === 7,
		);
		expect(curves).toHaveLength(4);
		const lossSvg = await saved("loss", "Picture (SVG)");
		expect(lossSvg).toContain("<title>Loss</title>");
		expect(lossSvg.match(/<path/g)!.length).toBeGreaterThan(6);
	});

	test("a refusal of the fork stands at its button with the server's message, and the way to the run that trains", async () => {
		const body = {
			code: "E_STUDIO_BUSY",
			message: { en: "Another run trains.", ko: "다른 실행이 학습 중입니다." },
			running: idOf("it.나"),
		};
		await page.route("**/fork", (route) => route.fulfill({ status: 409, json: body }));
		await page.locator(".fork > button").click();
		expect(await textOf(".fork optgroup:first-of-type option")).toEqual([
			...["Peak learning rate", "Gradient norm to clip at", "Dropout"],
		]);
		await page.locator(".fork button[type=submit]").click();
		const alert = page.locator(".fork [role=alert]");
		await alert.waitFor();
		expect(await alert.textContent()).toMatch(/^Another run trains\. \(E_STUDIO_BUSY\).*it.나/);
		await page.unroute("**/fork");
	});

	test.each([
		{ lang: "en", dark: false, width: 1440, height: 900 },
		{ lang: "ko", dark: true, width: 390, height: 844 },
	] as const)(
		"axe finds nothing in a replayed update, which never scrolls sideways: $lang, $width pixels",
		async (look) => {
			const other = await openRuns(browser, studio.newLink(), look);
			await goTo(other.page, `#/runs?open=${idOf("it.나")}`);
			await other.page.locator(".time input[type=range]").waitFor();
			await other.page.locator(".time input[type=range]").fill("20");
			await other.page.locator(".chart.powers canvas").waitFor();
			await other.page.locator(".chart.batch").focus();
			await other.page.keyboard.press("ArrowLeft");
			await expect.poll(() => other.page.locator(".at-cursor").textContent()).toMatch(/6/);
			expect(await violations(other.page)).toEqual([]);
			expect(await other.page.evaluate(() => document.documentElement.scrollWidth)).toBe(look.width);
			expect(other.faults).toEqual([]);
			await other.context.close();
		},
	);
});
