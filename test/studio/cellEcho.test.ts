/** The view Cell of echo state networks, in Chromium: on a series, on a task and on a text, with the numbers of the copied command. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { series, task, train } from "../../src/index.ts";
import { CellPage, commandOf, rowsOf, sameRows } from "./cellPage.ts";
import { chromium, goTo, LOOKS, violations } from "./studioPage.ts";

describe.skipIf("missing" in chromium)("the view Cell of an echo state network", () => {
	let cells: CellPage;
	beforeAll(async () => {
		cells = await CellPage.over("cell-echo", async ({ folder, runs, book }) => {
			const flow = join(folder, "flow.csv");
			const rows = Array.from(
				{ length: 400 },
				(_, n) => `${n % 7},${50 + 20 * Math.sin(n / 7) + 5 * Math.sin(n / 2.3)}`,
			);
			writeFileSync(flow, `day,flow\n${rows.join("\n")}\n`);
			const common = { runs, engine: "wasm-plain" } as const;
			const esn = { cell: "esn", hidden: 11, leak: 0.4, density: 0.4 } as const;
			await train({ ...common, data: series(flow, { target: "flow" }), options: esn, run: "flow" });
			await train({ ...common, data: task("reber"), options: { ...esn, steps: 20 }, run: "reber" });
			const text = { data: { texts: [book] }, ...common };
			const { leak: _, ...onText } = esn;
			await train({ ...text, options: { ...onText, batch: 3, k1: 7, steps: 40 }, run: "text" });
			await train({ ...text, options: { cell: "lstm", hidden: 6, batch: 3, k1: 7, steps: 40 }, run: "lstm" });
		});
	}, 120_000);
	afterAll(() => cells?.close());

	const open = (name: string, more = "", call: Parameters<CellPage["open"]>[2] = {}) => cells.open(name, more, call);
	const printed = (line: string) => cells.lines(line);

	test.each([
		["flow", "&at=350&u=3", 13],
		["reber", "&at=4&u=3", 13],
		["text", "&at=50&u=3", 8],
	])(
		"%s: every value of a step, the prediction and the way back are the digits of the copied commands",
		async (name, at, least) => {
			const { page, context, faults } = await open(name, at);
			await page.locator(".cell-below summary").click();
			await expect.poll(async () => (await rowsOf(page)).length).toBeGreaterThanOrEqual(least);
			const lines = printed(await commandOf(page, 0));
			sameRows(await rowsOf(page), lines);
			if (name !== "text") {
				const said = await page.locator(".outputs .predicted").allTextContents();
				for (const one of said) expect(lines.some((line) => line.split(" ")[1] === one)).toBe(true);
			}
			await page.locator(".way .twin summary").click();
			await expect.poll(() => page.locator(".way tbody tr").count()).toBeGreaterThan(4);
			const all = printed(await commandOf(page, 1));
			const way = all.slice(all.findIndex((line) => /^(how far back|the gradient)/.test(line)));
			for (const row of (await page.locator(".way tbody tr").all()).slice(0, 12)) {
				const [step, , , memory, h] = await row.locator("th, td").allTextContents();
				const line = way.find((one) => one.startsWith(`${step} `))!;
				expect([step, line.includes(h!), line.includes(memory!)]).toEqual([step, true, true]);
			}
			await page.locator(".way-echo", { hasText: /only the readout is learned/ }).waitFor();
			expect(await page.locator(".clip").count()).toBe(0);
			await page.locator(".reservoir", { hasText: /spectral radius 0\.9000/ }).waitFor();
			expect(faults).toEqual([]);
			await context.close();
		},
		60_000,
	);

	test("the leak rate of one unit dragged to 1 moves h and the prediction as --set does; reset brings back every digit", async () => {
		const { page, context, faults } = await open("flow", "&at=350&u=3");
		await page.locator(".cell-below summary").click();
		await page.locator(".outputs .predicted").waitFor();
		const untouched = [await rowsOf(page), await page.locator(".outputs").innerText()];
		await page.getByRole("slider", { name: "C of unit 3", exact: true }).press("End");
		await page.locator(".chip", { hasText: "1 value changed" }).waitFor();
		await expect.poll(async () => (await rowsOf(page)).length).toBeLessThan((untouched[0] as unknown[]).length);
		const line = await commandOf(page, 0);
		expect(line).toMatch(/--set l0\.C\.3=1/);
		const lines = printed(line);
		for (const [equation, value] of await rowsOf(page)) expect(lines).toContain(`${equation} ${value}`);
		const said = await page.locator(".outputs .predicted").innerText();
		expect(said).not.toBe((untouched[1] as string).split("\n").at(-1));
		expect(lines.some((one) => one.startsWith(`flow ${said} `))).toBe(true);
		await page.getByRole("button", { name: "Reset" }).click();
		await expect.poll(async () => [await rowsOf(page), await page.locator(".outputs").innerText()]).toEqual(untouched);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("why: from the prediction down to a weight of the readout, the state, tanh(a), a weight of the reservoir and the step before", async () => {
		const { page, context } = await open("flow", "&at=350&u=3");
		const asked = page.locator(".why .ask");
		await page.locator(".outputs .ask").click();
		await page.locator(".why-value", { hasText: "y[0] = " }).waitFor();
		await asked.filter({ hasText: /^h\[/ }).first().click();
		await asked.filter({ hasText: "added[" }).click();
		await asked.filter({ hasText: "tanh_a[" }).click();
		await asked.filter({ hasText: /^a\[/ }).click();
		await page.locator(".why .equation", { hasText: "a_t = W_in x_t + b + W h_{t-1}" }).waitFor();
		const terms = await page.locator(".why .term b").allTextContents();
		const lines = printed(await commandOf(page, 0));
		const from = lines.findIndex((line) => line.startsWith("a_t = W_in x_t + b + W h_{t-1}") && !/\d$/.test(line));
		expect(lines.slice(from + 1, from + 1 + terms.length).map((line) => line.split(" ").at(-1))).toEqual(terms);
		await asked
			.filter({ hasText: /^h_prev/ })
			.first()
			.click();
		await asked.filter({ hasText: /^h\[/ }).click();
		await page.getByRole("button", { name: /^Show step 349, unit \d+ in the picture$/ }).click();
		await expect.poll(() => page.locator(".position input").inputValue()).toBe("349");
		await context.close();
	}, 60_000);

	test("by keys: on by steps and stages, the valve and reset; the picture of the series follows", async () => {
		const { page, context } = await open("flow", "&at=350&u=3");
		const words = () => page.locator(".cell-sequence svg").getAttribute("aria-label");
		await expect.poll(words).toMatch(/^flow, steps 270 to 35\d: predicted \S+ at step 350, target \S+\.$/);
		await page.locator(".play").focus();
		await page.keyboard.press("Shift+ArrowRight");
		await expect.poll(words).toMatch(/at step 351/);
		await page.keyboard.press("ArrowLeft");
		await page.locator(".stage-words", { hasText: /one leak rate/ }).waitFor();
		expect(await page.locator(".own-sentence").count()).toBe(0);
		await context.close();
	}, 60_000);

	test("on one text with an LSTM, symbol by symbol; then the text of the LSTM in the view Text, and the series again", async () => {
		const { page, context, faults } = await open("lstm", "&at=50");
		const other = page.getByRole("combobox", { name: "Compare with 1" });
		const options = await other.locator("option").allTextContents();
		await other.selectOption({ index: options.findIndex((one) => one.startsWith("text (esn")) });
		await page.locator(".way .twin summary").click();
		await expect.poll(() => page.locator(".way tbody").count()).toBe(2);
		const steps = await page
			.locator(".way tbody")
			.evaluateAll((bodies) => bodies.map((body) => [...body.querySelectorAll("th")].map((cell) => cell.textContent)));
		expect(steps[0]).toHaveLength(51);
		expect(steps[1]).toEqual(steps[0]);
		await goTo(page, `#/cell?run=${cells.ids.get("flow")}`);
		await page.locator(".cell-sequence svg path").nth(2).waitFor();
		await goTo(page, `#/text?run=${cells.ids.get("lstm")}`);
		await page.locator(".text-box").waitFor();
		await goTo(page, `#/cell?run=${cells.ids.get("flow")}&at=350`);
		await page.locator(".outputs .predicted").waitFor();
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("the page's own training of an echo state network on a task opens at its end, with the digits of its command", async () => {
		const { page, context, faults } = await open("flow");
		await goTo(page, "#/train?data=task:narma-10&cell=esn&hidden=16");
		await page.locator(".play").click();
		await page.locator(".transport .numbers", { hasText: /finished in/ }).waitFor();
		await goTo(page, "#/cell?at=60&u=2");
		await page.locator(".outputs .predicted").waitFor();
		const lines = printed(await commandOf(page, 0));
		const said = await page.locator(".outputs .predicted").innerText();
		expect(lines.some((line) => line.split(" ")[1] === said)).toBe(true);
		expect(faults).toEqual([]);
		await context.close();
	}, 90_000);

	test.each(LOOKS)(
		"axe finds nothing, and nothing is wider than the screen: %s, %s, %s pixels",
		async (lang, theme, width) => {
			// in the short suite, where there is room, two of the three
			const all = width === 390 || process.env.SLUICE_LONG;
			for (const name of all ? ["flow", "reber", "text"] : ["text", "reber"]) {
				const { page, context } = await open(name, "&u=3", { lang, dark: theme === "dark", width, height: 900 });
				await page.locator(".valves input").first().press("End");
				await page.locator(".chip").waitFor();
				await page.locator(".cell-strip").first().click();
				await page.locator(".why-value").waitFor();
				if (process.env.SLUICE_SHOTS)
					await page.screenshot({
						path: `${process.env.SLUICE_SHOTS}/${name}-${lang}-${theme}-${width}.png`,
						fullPage: true,
					});
				expect(await violations(page)).toEqual([]);
				expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
				await context.close();
			}
		},
		90_000,
	);
});
