/** The gradient lab: each instrument's numbers in the page are those that its copied command prints, digit for digit. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { train } from "../../src/index.ts";
import { minus } from "../../src/views/minus.ts";
import { pressWhen, Studio } from "./builtPage.ts";
import { freshFolder, openTab, type TestStudio } from "./client.ts";
import { printedBy } from "./copiedCommand.ts";
import { chromium, goTo, launch, openView } from "./studioPage.ts";

/** The number of a text with the true minus. */
const numberOf = (text: string) => Number(text.replace("−", "-"));
const six = (x: number | null) => (x === null ? "−∞" : minus(String(Number(x.toPrecision(6)))));

interface Printed {
	rows: { what: string; value: number }[];
	values: Record<string, never>;
}

/** What the command that a panel copies prints, as JSON. */
async function copied(page: Page, cwd = "."): Promise<Printed> {
	const command = await page.locator(".lab-command code").innerText();
	expect(command).toMatch(/^npx sluice /);
	return JSON.parse(printedBy(command, cwd, " --json")) as Printed;
}

/** Rows of an opened table of numbers. */
async function tableOf(page: Page, name: RegExp): Promise<string[][]> {
	const details = page.locator("details.lab-numbers", { hasText: name });
	if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
	return details
		.locator("tbody tr")
		.evaluateAll((rows: HTMLTableRowElement[]) => rows.map((row) => [...row.cells].map((cell) => cell.textContent!)));
}

const factOf = (page: Page, name: string) => page.locator(`[data-fact=${name}]`).innerText();

/** Keeps the calls of the dial from the worker until `release()`. */
const HOLD = `
globalThis.held = [];
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (what, ...more) {
	if (what.name === "dial" && held) held.push(() => postMessage.call(this, what, ...more));
	else postMessage.call(this, what, ...more);
};
globalThis.release = () => { const all = held; held = null; for (const send of all) send(); };`;

async function press(page: Page, label: string, key: string, times: number): Promise<void> {
	await page.getByLabel(label, { exact: true }).focus();
	for (let n = 0; n < times; n++) await page.keyboard.press(key);
}

/** The gradient of the last cost and the eigenvalues, in the page and as printed. */
async function sameDial(page: Page, printed: Printed): Promise<void> {
	const { log10, eigenvalues } = printed.values as unknown as { log10: (number | null)[][]; eigenvalues: number[][] };
	const curve = await tableOf(page, /Numbers: loss of step 50/);
	expect(curve).toEqual(
		Array.from({ length: 50 }, (_, lag) => [String(50 - lag), String(lag), six(log10[49]![49 - lag]!)]),
	);
	expect(await tableOf(page, /Numbers: Eigenvalues/)).toEqual(eigenvalues.map(([re, im]) => [six(re!), six(im!)]));
	const row = (what: RegExp) => printed.rows.find((one) => what.test(one.what))!.value;
	expect(await factOf(page, "radius")).toBe(row(/^spectral radius/).toFixed(4));
	expect(await factOf(page, "sigma")).toBe(row(/^largest singular/).toFixed(4));
	expect(await factOf(page, "bound")).toBe(row(/bound per step/).toFixed(4));
	expect(await factOf(page, "saturated")).toBe(`${(100 * row(/above 0.9/)).toFixed(1)}%`);
	expect(await factOf(page, "rate")).toBe((10 ** row(/factor per step/)).toFixed(4));
}

describe.skipIf("missing" in chromium)("the dial", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(chromium);
	});
	afterAll(() => studio?.close());

	test.each(["en", "ko"] as const)(
		"on a phone the names of the four instruments are in one row, and the question of the chosen one is below them, not cut off (%s)",
		async (lang) => {
			const { page, close } = await studio.page({ lang, viewport: { width: 390, height: 844 } });
			for (const lab of ["dial", "wall", "arcs", "remedies"]) {
				await goTo(page, `#/lab?lab=${lab}`);
				await page.locator(".lab-nav [aria-current]").waitFor();
				const boxes = await page
					.locator(".lab-nav b")
					.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
				expect(boxes).toHaveLength(4);
				expect(new Set(boxes.map(({ top }) => Math.round(top))).size).toBe(1);
				const question = (await page.locator(".lab-nav [aria-current] span").boundingBox())!;
				expect(question.y).toBeGreaterThanOrEqual(boxes[0]!.bottom);
				expect([Math.max(...boxes.map(({ right }) => right)) <= 390, question.x + question.width <= 390]).toEqual([
					true,
					true,
				]);
			}
			await close();
		},
	);

	test("turned by keys to 1.20, an eigenvalue moved by keys, linear: all digits are those of the copied command", async () => {
		const { page, complaints, close } = await studio.page({ reducedMotion: "reduce" });
		await goTo(page, "#/lab");
		await expect.poll(() => factOf(page, "radius")).toBe("1.0000");
		await sameDial(page, await copied(page));
		await press(page, "Spectral radius of W", "ArrowRight", 20);
		await expect.poll(() => factOf(page, "radius")).toBe("1.2000");
		await page.getByLabel("Activation").selectOption("linear");
		await press(page, "Real part", "ArrowRight", 25);
		await expect.poll(() => factOf(page, "radius")).toBe("1.4500");
		expect(await page.locator(".lab-command code").innerText()).toContain("radius=1.2,act=linear,move=0:1.45:0");
		await sameDial(page, await copied(page));
		expect(await page.locator(".lab-verdict").innerText()).toContain("explodes");
		await expect.poll(() => page.evaluate("location.hash")).toContain("move=0:1.45:0");
		expect(complaints).toEqual([]);
		await close();
	});

	test("an eigenvalue taken by the pointer goes where it is dropped, its ring stays, and the others do not move", async () => {
		const { page, close } = await studio.page({ reducedMotion: "reduce" });
		await goTo(page, "#/lab?at=hidden=10,seed=2");
		await expect.poll(() => factOf(page, "radius")).toBe("1.0000");
		const before = await tableOf(page, /Numbers: Eigenvalues/);
		const box = (await page.locator(".lab-plane").boundingBox())!;
		const at = ([re, im]: readonly number[]) =>
			[box.x + box.width / 2 + (re! * box.width) / 3.7, box.y + box.height / 2 - (im! * box.width) / 3.7] as const;
		const taken = before[0]!.map(numberOf);
		await page.mouse.move(...at(taken));
		await page.mouse.down();
		await page.mouse.move(...at([1.4, taken[1] === 0 ? 0 : 0.5]), { steps: 4 });
		await page.mouse.up();
		await expect.poll(async () => Number(await factOf(page, "radius"))).toBeGreaterThan(1.35);
		const after = await tableOf(page, /Numbers: Eigenvalues/);
		const moved = taken[1] === 0 ? 1 : 2;
		for (const [n, row] of after.entries())
			if (n >= moved) for (const k of [0, 1]) expect(numberOf(row[k]!)).toBeCloseTo(numberOf(before[n]![k]!), 5);
		await sameDial(page, await copied(page));
		await page.getByRole("button", { name: "Put it back" }).click();
		await expect.poll(() => factOf(page, "radius")).toBe("1.0000");
		await close();
	});
});

/** Both walks in the page, and as printed. */
async function sameWalks(page: Page, printed: Printed): Promise<void> {
	const { free, clipped } = printed.values as unknown as Record<string, (number | null)[][]>;
	const rows = (path: (number | null)[][]) => path.map((row, n) => [String(n), ...row.map(six)]);
	expect(await tableOf(page, /Numbers: without clipping/)).toEqual(rows(free!));
	expect(await tableOf(page, /Numbers: clipped/)).toEqual(rows(clipped!));
}

describe.skipIf("missing" in chromium)("the error wall", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(chromium);
	});
	afterAll(() => studio?.close());

	test("from the start of the paper's figure one step flies off, 1.27 long; the places and losses of both walks are those of the copied command", async () => {
		const { page, complaints, close } = await studio.page({ reducedMotion: "reduce" });
		await goTo(page, "#/lab?lab=wall");
		await expect.poll(() => page.locator(".lab-verdict").innerText()).toContain("step 47 is 1.27 long");
		await sameWalks(page, await copied(page));
		await press(page, "Weight w", "ArrowRight", 20);
		await press(page, "Bias b", "ArrowLeft", 10);
		await expect.poll(() => page.locator(".lab-command code").innerText()).toContain("w=4.981,b=-2.45");
		await expect
			.poll(async () => (await tableOf(page, /Numbers: without clipping/))[0])
			.toEqual(expect.arrayContaining(["4.981", "−2.45"]));
		await sameWalks(page, await copied(page));
		await expect.poll(() => page.locator(".lab-wall").innerText()).not.toContain("of 128 x 128");
		expect(complaints).toEqual([]);
		await close();
	});

	test("play starts at update 0 and ends at the last; a press stops it where it is", async () => {
		const { page, close } = await studio.page({ reducedMotion: "reduce" });
		await goTo(page, "#/lab?lab=wall&at=updates=60");
		const shown = page.locator(".lab-ball output").nth(2);
		const press = (words: string) => pressWhen(page, { button: ".lab-ball button:enabled", words });
		await press("Play");
		await press("Pause");
		const at = Number(await shown.innerText());
		expect(at).toBeLessThan(60);
		await press("Play");
		await expect.poll(() => shown.innerText(), { timeout: 30_000 }).toBe("60");
		await page.getByRole("button", { name: "Play" }).waitFor();
		await close();
	});
});

/** Norms, cuts and losses in the page, and as printed. */
async function sameArcs(page: Page, printed: Printed): Promise<void> {
	const { log10 } = printed.values as unknown as { log10: (number | null)[][] };
	const rows = await tableOf(page, /Numbers: Norm of each arc/);
	expect(rows.map((row) => row.slice(0, 3))).toEqual(
		log10.flatMap((row, t) => row.map((value, k) => [String(t), String(k), six(value)])),
	);
	const { throughC } = printed.values as unknown as { throughC: (number | null)[][] };
	expect(rows.map((row) => row[4])).toEqual(
		throughC.flatMap((row) => row.map((part) => (part === null ? "" : six(part)))),
	);
	const value = (what: string) => printed.rows.find((row) => row.what === what)!.value;
	expect(rows.filter(([, , , cut]) => cut !== "")).toHaveLength(value("arcs that were cut"));
	expect(await factOf(page, "cut")).toBe(String(value("arcs that were cut")));
	const percent = (part: number) => minus(`${(100 * part).toFixed(1)}%`);
	expect(await factOf(page, "throughC")).toBe(percent(value("part of the gradient that went back through c alone")));
	expect(await factOf(page, "throughH")).toBe(percent(value("part that passed W_hh")));
	expect(await factOf(page, "before")).toBe(value("loss before the update, nats").toFixed(4));
	expect(await factOf(page, "whole")).toBe(value("loss after the update with all arcs, nats").toFixed(4));
	expect(await factOf(page, "after")).toBe(value("loss after the update without them, nats").toFixed(4));
	expect(await factOf(page, "cosine")).toBe(minus(value("cosine of the angle between the two").toFixed(4)));
}

describe.skipIf("missing" in chromium)("on a run's own weights", () => {
	const folder = freshFolder("lab");
	const runs = join(folder, "runs");
	let studio: TestStudio;
	let browser: Browser;
	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		const book = join(folder, "book.txt");
		writeFileSync(book, `The gate rises.\n${"물은 흐르고 sluice opens; the water waits.\n".repeat(200)}`); // parts begin differently
		const options = { hidden: 12, batch: 3, k1: 7, k2: 14, steps: 60, saveEvery: 20 };
		await train({ data: { texts: [book] }, options, run: "mine", runs, engine: "wasm-plain" });
		({ studio } = await openTab({ runs, paths: [book] }));
		browser = await launch();
	});
	afterAll(async () => {
		await browser?.close();
		studio.close();
	});

	test("the dial starts at the radius of its block, and each block's digits are those of the copied command", async () => {
		const { page, context, faults } = await openView(browser, studio.newLink(), "#/lab");
		await page.getByLabel("W of").selectOption("own");
		await page.getByLabel("Network").selectOption({ index: 1 });
		await page.locator("[data-fact=radius]").waitFor();
		await sameDial(page, await copied(page, folder));
		await page.getByLabel("Block of W_hh").selectOption("f");
		await expect.poll(() => page.locator(".lab-command code").innerText()).toContain("block=f");
		await press(page, "Spectral radius of W", "ArrowRight", 30);
		await expect.poll(() => page.locator(".lab-command code").innerText()).toContain("radius=");
		await expect
			.poll(async () => Number(await factOf(page, "radius")).toFixed(2))
			.toBe(await page.locator(".lab-knob output").innerText());
		await sameDial(page, await copied(page, folder));
		expect(faults).toEqual([]);
		await context.close();
	});

	test("keys pressed before the first answer count: 5 from the radius of a run's own block, and the same number prints", async () => {
		const { page, context, faults } = await openView(browser, studio.newLink(), "#/lab");
		await page.getByLabel("W of").selectOption("own");
		await page.getByLabel("Network").selectOption({ index: 1 });
		await page.locator("[data-fact=radius]").waitFor();
		const own = Number(await factOf(page, "radius"));
		await page.getByLabel("W of").selectOption("drawn");
		await page.locator(".lab-command code", { hasText: "reproduce" }).waitFor();
		await page.evaluate(HOLD);
		await page.getByLabel("W of").selectOption("own");
		await page.locator(".lab-knob input").waitFor();
		await press(page, "Spectral radius of W", "ArrowRight", 5);
		expect(await page.locator("[data-fact=radius]").count()).toBe(0);
		await page.evaluate("release()");
		const turned = Number((own + 0.05).toFixed(3));
		await expect.poll(async () => Number(await factOf(page, "radius"))).toBeCloseTo(turned, 3);
		await sameDial(page, await copied(page, folder));
		expect(faults).toEqual([]);
		await context.close();
	});

	test("the plane through the weights: both walks' digits are those of the copied command, and the coarse losses come before the fine", async () => {
		const { page, context, faults } = await openView(
			browser,
			studio.newLink(),
			"#/lab?lab=wall&of=own&at=lr=3,clip=0.3,updates=12",
		);
		await page.getByLabel("Network").selectOption({ index: 1 });
		await expect.poll(() => page.locator(".lab-verdict").innerText()).toMatch(/clipping/);
		await sameWalks(page, await copied(page, folder));
		await press(page, "y, random direction", "ArrowRight", 12);
		await expect.poll(() => page.locator(".lab-command code").innerText()).toMatch(/y=\d/);
		const place = /y=([\d.]+)/.exec(await page.locator(".lab-command code").innerText())![1]!;
		await expect
			.poll(async () => (await tableOf(page, /Numbers: without clipping/))[0]![2])
			.toBe(String(Number(place)));
		await sameWalks(page, await copied(page, folder));
		const [start] = await tableOf(page, /Numbers: without clipping/);
		await page.locator(".model-bar select").nth(1).selectOption("train");
		await expect
			.poll(async () => (await tableOf(page, /Numbers: without clipping/).catch(() => [start]))[0]?.[3])
			.not.toBe(start![3]);
		await sameWalks(page, await copied(page, folder));
		await expect.poll(() => page.locator(".lab-wall").innerText(), { timeout: 60_000 }).not.toContain("of 128 x 128");
		expect(faults).toEqual([]);
		await context.close();
	});

	test("arcs: horizon and two single arcs cut by keys, one by a press; norms, cuts and the three losses are those of the copied command", async () => {
		const { page, context, faults } = await openView(browser, studio.newLink(), "#/lab?lab=arcs&at=horizon=8,lr=0.5");
		await page.getByLabel("Network").selectOption({ index: 1 });
		await expect.poll(() => factOf(page, "cut")).toBe("36"); // 8 9 / 2 arcs of 8 steps or more
		await sameArcs(page, await copied(page, folder));
		await press(page, "Horizon", "ArrowRight", 2);
		await expect.poll(() => factOf(page, "cut")).toBe("21"); // 6 7 / 2
		await press(page, "Learning rate", "Tab", 3); // what the shade shows, the help, then the triangle
		expect(await page.evaluate("document.activeElement.className")).toContain("lab-triangle");
		for (const key of ["Enter", "Home", "End", "Enter", "ArrowUp", "ArrowLeft", "Enter"])
			await page.keyboard.press(key);
		expect(await page.locator(".lab-said").innerText()).toContain("Loss of step 14");
		await expect
			.poll(() => page.locator(".lab-command code").innerText())
			.toContain("horizon=10,arcs=15:15:14:13,lr=0.5");
		await expect.poll(() => factOf(page, "cut")).toBe("23");
		await sameArcs(page, await copied(page, folder));
		await expect.poll(() => page.evaluate("location.hash")).toContain("lab=arcs&at=horizon=10,arcs=15:15:14:13");
		const box = (await page.locator(".lab-triangle").boundingBox())!;
		await page.mouse.click(box.x + 64, box.y + box.height - 54); // the lower left corner: beyond the horizon
		expect(await page.locator(".lab-said").innerText()).toContain("The horizon cuts it.");
		await page.mouse.click(box.x + 64, box.y + 10); // the upper left corner: step 0 by its own loss
		await expect.poll(() => factOf(page, "cut")).toBe("24");
		await sameArcs(page, await copied(page, folder));
		await page.keyboard.press("Enter");
		await expect.poll(() => factOf(page, "cut")).toBe("23");
		await page.getByRole("button", { name: "Put single arcs back" }).click();
		await press(page, "Horizon", "End", 1);
		await expect.poll(() => factOf(page, "cut")).toBe("0");
		expect(await factOf(page, "after")).toBe(await factOf(page, "whole"));
		await sameArcs(page, await copied(page, folder));
		const before = await factOf(page, "before");
		await page.locator(".model-bar select").nth(1).selectOption("train");
		await expect.poll(() => factOf(page, "before").catch(() => before)).not.toBe(before);
		await sameArcs(page, await copied(page, folder));
		expect(faults).toEqual([]);
		await context.close();
	});
});
