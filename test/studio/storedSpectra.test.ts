/** Eigenvalues of runs on the machine, from their checkpoints: the digits of the copied command, and each new checkpoint. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resume, train } from "../../src/index.ts";
import { freshFolder, openTab, PROGRAM, type Tab, type TestStudio } from "./client.ts";
import { chromium, launch, openView } from "./studioPage.ts";

const folder = freshFolder("spectra");
const runs = join(folder, "runs");
const book = join(folder, "book.txt");

interface Printed {
	values: { eigenvalues: [number, number][] };
	rows: { what: string; value: number }[];
	layers: { jacobian: { recurrent: { block: string; radius: number }[] } }[];
}

/** What the command of the panel prints as JSON, and the numbers that the panel saves. */
async function taken(page: Page): Promise<{ printed: Printed; saved: string[]; command: string }> {
	await page.locator(".panel-eigen .take").click();
	const dialog = page.locator("dialog[open]");
	const command = (await dialog.locator("pre").first().textContent())!;
	const [download] = await Promise.all([
		page.waitForEvent("download"),
		dialog.getByRole("button", { name: /CSV/ }).click(),
	]);
	const file = join(folder, "eigen.csv");
	await download.saveAs(file);
	await page.keyboard.press("Escape");
	const words = [...command.split(" ").slice(2), "--json"];
	const options = { cwd: folder, encoding: "utf8", maxBuffer: 1 << 26 } as const;
	const printed = JSON.parse(execFileSync(process.execPath, [PROGRAM, ...words], options)) as Printed;
	return { printed, saved: readFileSync(file, "utf8").trim().split("\n").slice(1), command };
}

describe.skipIf("missing" in chromium)("the picture of the eigenvalues of a run on the machine", () => {
	let studio: TestStudio;
	let tab: Tab;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		writeFileSync(book, "물은 흐르고 sluice opens; the water waits.\n".repeat(200));
		const shared = { hidden: 12, batch: 3, steps: 60, saveEvery: 20, keepLast: 3 };
		const onText = { ...shared, k1: 7, layers: 2 };
		await train({ data: { texts: [book] }, options: onText, run: "text", runs, engine: "wasm-plain" });
		const onTask = { ...shared, cell: "rnn", length: "12..14" } as const;
		await train({
			data: { kind: "task", name: "addition", options: {} },
			options: onTask,
			run: "task",
			runs,
			engine: "wasm-plain",
		});
		({ studio, tab } = await openTab({ runs, paths: [book] }));
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		studio.close();
	});
	const idOf = async (name: string) =>
		(await tab.get("/api/runs")).json.runs.find((run: { name: string }) => run.name === name).id as string;
	const said = (page: Page) => page.locator(".panel-eigen .numbers").first().innerText();

	test("on a text it has the 12 eigenvalues that the copied command prints, and those of a new checkpoint when the run goes on to update 100", async () => {
		const { page, context, faults } = await openView(browser, studio.newLink(), `#/runs?open=${await idOf("text")}`);
		await expect.poll(() => said(page), { timeout: 20_000 }).toMatch(/^radius [\d.]+ at update 60$/);
		const { printed, saved, command } = await taken(page);
		expect(command).toBe("npx sluice diagnose text --checkpoint 60 --dial layer=1 --engine wasm-plain");
		const { eigenvalues } = printed.values;
		const single = (values: [number, number][]) =>
			values.map(([re, im]) => `${Math.fround(re)},${Math.fround(im)}`).sort();
		const near = (a: string, b: string) =>
			a.split(",").every((x, k) => Math.abs(Number(x) - Number(b.split(",")[k])) < 1e-6);
		expect(saved).toHaveLength(12);
		for (const one of single(eigenvalues)) expect(saved.some((other) => near(one, other))).toBe(true);
		const radius = printed.rows.find(({ what }) => /^spectral radius/.test(what))!.value;
		expect(await said(page)).toBe(`radius ${radius.toFixed(3)} at update 60`);
		await resume({ run: "text", runs, options: { steps: 100 } });
		await expect.poll(() => said(page), { timeout: 30_000 }).toMatch(/at update 100$/);
		expect(faults).toEqual([]);
		await context.close();
	});

	test("on a task its radius is that of W_hh which the copied command prints", async () => {
		const { page, context, faults } = await openView(browser, studio.newLink(), `#/runs?open=${await idOf("task")}`);
		await expect.poll(() => said(page), { timeout: 20_000 }).toMatch(/at update 60$/);
		const { printed, command, saved } = await taken(page);
		expect(command).toBe("npx sluice diagnose task --checkpoint 60 --engine wasm-plain");
		const { radius } = printed.layers[0]!.jacobian.recurrent[0]!;
		expect(await said(page)).toBe(`radius ${radius.toFixed(3)} at update 60`);
		expect(Math.max(...saved.map((row) => Math.hypot(...row.split(",").map(Number))))).toBeCloseTo(radius, 6);
		expect(faults).toEqual([]);
		await context.close();
	});

	test("a checkpoint that is no number, or not kept, is refused", async () => {
		const path = `/api/runs/${await idOf("task")}/spectrum`;
		expect((await tab.get(`${path}?checkpoint=x`)).status).toBe(400);
		expect((await tab.get(path)).status).toBe(400);
		expect((await tab.get(`${path}?checkpoint=7`)).status).toBeGreaterThanOrEqual(400);
	});
});
