/** The view Cell in Chromium: its numbers are those of the command that it copies, and a dragged valve goes back to the same bits. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { train } from "../../src/index.ts";
import { diagramOf } from "../../src/views/diagrams/diagramOf.ts";
import { frameFor } from "../../src/views/diagrams/look.ts";
import { CellPage, commandOf, rowsOf, sameRows } from "./cellPage.ts";
import { chromium, goTo, violations } from "./studioPage.ts";

const CELLS = [
	["lstm", "forget"],
	["gru", "reset-after"],
	["rnn", "tanh"],
] as const;

/** Probabilities of the two lists of predictions, whose lines are folded. */
const predictedIn = (printed: string[]) =>
	printed
		.slice(
			printed.findIndex((line) => line.startsWith("predicted")),
			printed.indexOf(""),
		)
		.filter((line) => !line.startsWith("changed"))
		.join(" ")
		.match(/(?<=" )[\d.e-]+/g);

describe.skipIf("missing" in chromium)("the view Cell", () => {
	let cells: CellPage;
	beforeAll(async () => {
		cells = await CellPage.over("cell", async ({ runs, book }) => {
			for (const [cell, variant] of CELLS) {
				const options = { cell, variant, hidden: 6, batch: 3, k1: 7, steps: 40 } as never;
				await train({ data: { texts: [book] }, options, run: cell, runs, engine: "wasm-plain" });
			}
		});
	}, 120_000);
	afterAll(() => cells?.close());

	async function open(name: string, more = "", call: Parameters<CellPage["open"]>[2] = {}) {
		const opened = await cells.open(name, `&at=50&u=3${more}`, call);
		await opened.page.locator(".predictions li").nth(9).waitFor();
		return opened;
	}

	test.each(CELLS)(
		"%s %s: every value of a step, both predictions and 51 steps of the way back are the digits of the copied commands",
		async (cell) => {
			const { page, context, faults } = await open(cell);
			await page.locator(".cell-below summary").click();
			const rows = await rowsOf(page);
			expect(rows.length).toBeGreaterThan(7);
			const printed = cells.lines(await commandOf(page, 0));
			sameRows(rows, printed);
			const said = await page.locator(".predictions li .numbers").allTextContents();
			const words = predictedIn(printed);
			expect(said).toEqual(words);
			await page.locator(".way .twin summary").click();
			await expect.poll(() => page.locator(".way tbody tr").count()).toBe(51);
			const way = cells.lines(await commandOf(page, 1));
			for (const row of await page.locator(".way tbody tr").all()) {
				const [step, , ...sizes] = await row.locator("th, td").allTextContents();
				const line = way.find((one) => one.startsWith(`${step} "`))!;
				const numbers = line.replace(/^\d+ ".*?" /, "").split(" ");
				expect(numbers.slice(0, sizes.filter((x) => x !== "").length)).toEqual(sizes.filter((x) => x !== ""));
			}
			expect(way.join("\n")).toContain(/norm (\S+?)[,:.]?\s/.exec(`${await page.locator(".clip").innerText()} `)![1]!);
			expect(faults).toEqual([]);
			await context.close();
		},
		60_000,
	);

	test("a valve moved by 5 keys changes h, c and the prediction as --set does; undo and reset bring back every digit", async () => {
		const { page, context, faults } = await open("lstm");
		await page.locator(".cell-below summary").click();
		const untouched = [await rowsOf(page), await page.locator(".predictions").innerText()];
		const slider = page.getByRole("slider", { name: "f of unit 3" });
		await slider.focus();
		for (let n = 0; n < 5; n++) await page.keyboard.press("PageDown");
		await page.locator(".chip", { hasText: "1 value changed" }).waitFor();
		await expect.poll(async () => (await rowsOf(page)).length).toBeLessThan((untouched[0] as string[][]).length);
		const changed = await rowsOf(page);
		const of = (rows: [string, string][], equation: RegExp) => rows.find(([one]) => equation.test(one))![1];
		for (const equation of [/^f_t = /, /^c_t = /, /^h_t = /])
			expect(of(changed, equation)).not.toBe(of(untouched[0] as never, equation));
		const line = await commandOf(page, 0);
		expect(line).toMatch(/--set l0\.gate\.f\.3=0\.\d+/);
		const printed = cells.lines(line);
		for (const [equation, value] of changed) expect(printed).toContain(`${equation} ${value}`);
		const said = await page.locator(".predictions li .numbers").allTextContents();
		expect(said).toEqual(predictedIn(printed));
		await page.locator(".cell-below .ask", { hasText: /^c_t = / }).click();
		await page.locator(".why-value", { hasText: `c[3] = ${of(changed, /^c_t = /)} ` }).waitFor();
		const both = await commandOf(page, 0);
		expect(both).toMatch(/--why c --set l0\.gate\.f\.3=0\.\d+/);
		expect(cells.lines(both)).toContain(`c[3] = ${of(changed, /^c_t = /)}`);
		await page.getByRole("button", { name: "Close", exact: true }).click();
		await page.getByRole("slider", { name: "o of unit 3" }).press("Home");
		await page.locator(".chip", { hasText: "2 values changed" }).waitFor();
		await page.getByRole("button", { name: "Undo" }).click();
		await page.locator(".chip", { hasText: "1 value changed" }).waitFor();
		await expect.poll(() => rowsOf(page)).toEqual(changed);
		await page.getByRole("button", { name: "Reset" }).click();
		await expect
			.poll(async () => [await rowsOf(page), await page.locator(".predictions").innerText()])
			.toEqual(untouched);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("a valve in the picture follows the pointer: 45 pixels to the left close it by a half", async () => {
		const { page, context } = await open("gru");
		const slider = page.getByRole("slider", { name: "z of unit 3", exact: true });
		const before = Number(await slider.inputValue());
		const box = (await page.locator(".cell-picture svg").boundingBox())!;
		const { margin, column } = frameFor(box.width);
		const [x, y] = diagramOf({ cell: "gru", variant: "reset-after" }).nodes.find(({ id }) => id === "keep.valve")!.at;
		const at = [box.x + margin + x * column, box.y + y] as const;
		await page.mouse.move(...at);
		await page.mouse.down();
		await page.mouse.move(at[0] - 20, at[1]);
		await page.mouse.move(at[0] - 45, at[1]);
		await page.mouse.up();
		await page.locator(".chip").waitFor();
		await expect.poll(async () => Number(await slider.inputValue())).toBeCloseTo(Math.max(0, before - 0.5), 2);
		await context.close();
	});

	test("a valve does not wait for the worker: without an answer it is where the pointer is, and 30 movements are painted in at most as many frames", async () => {
		const { page, context } = await open("lstm");
		await page.evaluate(`
			const { postMessage } = Worker.prototype;
			Worker.prototype.postMessage = function (what, ...more) {
				if (what.name !== "cellChange") return postMessage.call(this, what, ...more);
			};
			globalThis.seen = { frames: 0, paints: 0 };
			(function count() { seen.frames++; requestAnimationFrame(count); })();
			const svg = document.querySelector(".cell-picture svg");
			const drawn = (changes) => (seen.paints += changes.some(({ target }) => target !== svg)); // its name is React's
			new MutationObserver(drawn).observe(svg, { subtree: true, attributes: true });`);
		const slider = page.getByRole("slider", { name: "f of unit 3" });
		const predicted = await page.locator(".predictions").innerText();
		const { x, y, width, height } = (await slider.boundingBox())!;
		await page.mouse.move(x + width / 2, y + height / 2);
		await page.mouse.down();
		await page.evaluate("Object.assign(seen, { frames: 0, paints: 0 })");
		for (let n = 0; n < 30; n++) await page.mouse.move(x + width * (0.2 + n / 100), y + height / 2);
		await page.mouse.up();
		const opening = Number(await slider.inputValue());
		expect(opening).toBeGreaterThan(0.4);
		expect(opening).toBeLessThan(0.6);
		await page.getByRole("button", { name: new RegExp(`^Why f\\[3\\] = ${opening}`) }).waitFor();
		const { paints, frames } = (await page.evaluate("seen")) as Record<string, number>;
		expect(paints).toBeGreaterThan(0);
		expect(paints).toBeLessThanOrEqual(frames!);
		expect(await page.locator(".predictions").innerText()).toBe(predicted);
		await context.close();
	}, 60_000);

	test("why: from c_t down to a weight and the symbol read, with the terms of --why, and back; across steps to the one before", async () => {
		const { page, context } = await open("lstm");
		await page.locator(".cell-below summary").click();
		await page.locator(".cell-below .ask", { hasText: /^c_t = / }).click();
		const asked = page.locator(".why .ask");
		await page.locator(".why-value", { hasText: "c[3] = " }).waitFor();
		await asked.filter({ hasText: "added[3]" }).click();
		await asked.filter({ hasText: "gate.i[3]" }).click();
		await asked.filter({ hasText: "a.i[3]" }).click();
		await page.locator(".why-value", { hasText: "a.i[3] = " }).waitFor();
		const terms = await page.locator(".why .term b").allTextContents();
		expect(terms).toHaveLength(8);
		const printed = cells.lines(await commandOf(page, 0));
		const from = printed.findIndex((line) => line.startsWith("a.i[3] = "));
		expect(printed.slice(from + 2, from + 10).map((line) => line.split(" ").at(-1))).toEqual(terms);
		await asked
			.filter({ hasText: /^h_prev/ })
			.first()
			.click();
		await asked.filter({ hasText: /^h\[/ }).click();
		await page.locator(".why .equation", { hasText: "h_t = o_t tanh(c_t)" }).waitFor();
		expect(await commandOf(page, 0)).toMatch(
			/--step 49 .*--ahead 17 .*--why h$|--step 49 --ahead 17 --index \d --why h /,
		);
		await page.getByRole("button", { name: /^Show symbol 49, layer 0, unit \d in the picture$/ }).click();
		await expect.poll(() => page.locator(".position input").inputValue()).toBe("49");
		// Five presses before any answer: each counts.
		await page.getByRole("button", { name: "Back", exact: true }).evaluate((back) => {
			for (let n = 0; n < 5; n++) (back as HTMLButtonElement).click();
		});
		await page.locator(".why-value", { hasText: "c[3] = " }).waitFor();
		await context.close();
	}, 60_000);

	test("a number of the diagram follows it to the next symbol and to another unit, and says which symbol it is of", async () => {
		const { page, context } = await open("lstm");
		const value = page.locator(".why-value");
		await page.getByRole("button", { name: /^Why f\[3\]/ }).press("Enter");
		await value.filter({ hasText: /^gate\.f\[3\] = \S+ at symbol 50/ }).waitFor();
		await page.getByRole("button", { name: "Next symbol" }).click();
		await value.filter({ hasText: /at symbol 51/ }).waitFor();
		await page.getByRole("spinbutton", { name: /^Unit/ }).fill("2");
		await value.filter({ hasText: /^gate\.f\[2\] = \S+ at symbol 51/ }).waitFor();
		const shown = await page.getByRole("button", { name: /^Why f\[2\]/ }).getAttribute("title");
		expect(await value.locator("b").innerText()).toBe(/= (\S+)\?/.exec(shown!)![1]);
		await page.locator(".why .ask", { hasText: "a.f[2]" }).click();
		await page
			.locator(".why .term", { hasText: /weight_hh_l0\[8, \d\]/ })
			.first()
			.waitFor();
		expect(await page.locator(".why .term").count()).toBe(8);
		await context.close();
	}, 60_000);

	test("a changed valve is named with both values, each prediction says what it was, and a step on says that it was dropped", async () => {
		const { page, context } = await open("lstm");
		const slider = page.getByRole("slider", { name: "f of unit 3" });
		const own = await slider.getAttribute("aria-valuetext");
		const predicted = await page.locator(".predictions > div").nth(1).locator(".numbers").allTextContents();
		await slider.press("Home");
		await page.locator(".chip", { hasText: `f[3] ${own} → 0.000` }).waitFor();
		const was = page.locator(".predictions .was");
		await was.first().waitFor();
		const before = (await was.allTextContents()).map((words) => words.replace("was ", ""));
		expect(before.filter((one) => !predicted.includes(one)).every((one) => one.startsWith("< "))).toBe(true);
		await page.getByRole("button", { name: "Next symbol" }).click();
		await page.locator(".toast", { hasText: "at symbol 50 is as the network has it again" }).waitFor();
		expect(await was.count()).toBe(0);
		await context.close();
	}, 60_000);

	test("Cell opens at the unit and the symbol of Text, and Text at those of Cell", async () => {
		const { page, context } = await open("lstm");
		await page.locator(".cell-strip").first().waitFor();
		await page.getByRole("button", { name: "Next symbol" }).click();
		await expect.poll(() => page.evaluate("location.hash")).toContain("at=51");
		await goTo(page, `#/text?run=${cells.ids.get("lstm")}&u=l0.c.5&at=60`);
		await page.locator(".text-box").waitFor();
		await expect.poll(() => page.evaluate("document.querySelector('.unit-name').value")).toBe("l0.c.5");
		await page.evaluate("document.querySelector('.text-box').focus()");
		await page.keyboard.press("ArrowRight");
		await expect.poll(() => page.evaluate("location.hash")).toContain("at=61");
		await goTo(page, `#/cell?run=${cells.ids.get("lstm")}`);
		await expect.poll(() => page.locator(".position input").inputValue()).toBe("61");
		expect(await page.getByRole("spinbutton", { name: /^Unit/ }).inputValue()).toBe("5");
		await page.getByRole("button", { name: "Next symbol" }).click();
		await expect.poll(() => page.evaluate("location.hash")).toContain("at=62");
		await goTo(page, `#/text?run=${cells.ids.get("lstm")}`);
		await expect.poll(() => page.evaluate("location.hash")).toMatch(/u=l0\.c\.5.*at=62|at=62.*u=l0\.c\.5/);
		await context.close();
	}, 60_000);

	test("the five stages are one press each, in order, over the edge of the step; and the picture has at most 1,500 nodes", async () => {
		const { page, context } = await open("lstm");
		await page.getByRole("button", { name: "Next stage" }).click();
		for (const [n, words] of [
			/new value comes in/,
			/forget valve is set/,
			/chooses/,
			/memory line/,
			/output valve/,
		].entries()) {
			await page.locator(".stage-words", { hasText: words }).waitFor();
			expect(await page.locator(".stages i.done").count()).toBe(n + 1);
			if (n < 4) await page.getByRole("button", { name: "Next stage" }).click();
		}
		expect(await page.locator(".position input").inputValue()).toBe("51");
		expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThanOrEqual(1500);
		await context.close();
	});

	test("another run on the same text is drawn below, step for step; one that reads other symbols is refused in words", async () => {
		const { page, context } = await open("lstm");
		const other = page.getByRole("combobox", { name: "Compare with 1" });
		await other.locator(`option[value="${cells.ids.get("rnn")}"]`).waitFor({ state: "attached" });
		await other.selectOption(cells.ids.get("rnn")!);
		await page.locator(".way .twin summary").click();
		await expect.poll(() => page.locator(".way tbody").count()).toBe(2);
		const steps = await page
			.locator(".way tbody")
			.evaluateAll((bodies) => bodies.map((body) => [...body.querySelectorAll("th")].map((cell) => cell.textContent)));
		expect(steps[0]).toHaveLength(51);
		expect(steps[1]).toEqual(steps[0]);
		await context.close();
	}, 60_000);

	test("the run shown is not among the 2 others to compare with; a sentence is read by both, and a compared run that is shown is drawn once", async () => {
		const { page, faults, context } = await open("lstm");
		const other = page.getByRole("combobox", { name: "Compare with 1" });
		const offered = async () =>
			(await other.locator("option").allTextContents()).map((one) => one.split(" (")[0]!).sort();
		await expect.poll(offered).toEqual(["gru", "no other run", "rnn"]);
		await other.selectOption(cells.ids.get("rnn")!);
		await page.locator(".way .twin summary").click();
		const bodies = page.locator(".way tbody");
		await expect.poll(() => bodies.count()).toBe(2);
		const read = () =>
			bodies.evaluateAll((all) =>
				all.map((one) => [...one.querySelectorAll("td:nth-child(2)")].map((cell) => cell.textContent).join("")),
			);
		await page.getByLabel("Your own sentence").fill("opens the waits; ".repeat(5));
		await page.getByLabel("Your own sentence").press("Enter");
		const isRead = async () => {
			const [own, compared] = await read();
			return own?.includes("stiaw") && own === compared;
		};
		await expect.poll(isRead, { timeout: 20_000 }).toBe(true);
		await page.getByRole("button", { name: "Back to the network's text" }).click();
		await page.locator(".model-bar select").first().selectOption(cells.ids.get("rnn")!);
		await expect.poll(offered).toEqual(["gru", "lstm", "no other run"]);
		await expect.poll(() => bodies.count()).toBe(1);
		expect(await other.inputValue()).toBe("");
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("a run whose weights the server refuses while it is at other work is asked for again, and drawn", async () => {
		const { page, faults, context } = await open("lstm");
		let refused = 0;
		await page.route(`**/api/runs/${cells.ids.get("rnn")}/weights**`, (route) =>
			refused++ < 2
				? route.fulfill({
						status: 409,
						json: { code: "E_STUDIO_WORK", message: { en: "at other work", ko: "다른 일" } },
					})
				: route.continue(),
		);
		await page.getByRole("combobox", { name: "Compare with 1" }).selectOption(cells.ids.get("rnn")!);
		await page.locator(".way .twin summary").click();
		await expect.poll(() => page.locator(".way tbody").count(), { timeout: 10_000 }).toBe(2);
		expect([refused, faults.filter((fault) => !/409/.test(fault))]).toEqual([3, []]);
		await context.close();
	}, 60_000);

	test("a symbol chosen while another part of the text is opened stays: the part is shown at 120, not at the 50 of the address", async () => {
		const { page, context, faults } = await open("gru");
		await page.route("**/weights*", async (route) => {
			await new Promise((resolve) => setTimeout(resolve, 150)); // longer than the choice, shorter than the wait for the address
			await route.continue();
		});
		const opened = page.waitForResponse("**/weights*");
		const slider = page.locator(".position input[type=range]");
		await page.getByLabel("Part").selectOption("train");
		await slider.fill("120");
		await opened;
		await page.waitForTimeout(1000);
		expect([await slider.inputValue(), /[?&]at=(\d+)/.exec(await page.evaluate("location.hash"))?.[1]]).toEqual([
			"120",
			"120",
		]);
		expect(faults).toEqual([]);
		await context.close();
	});

	test("a comparison goes along to symbol 6,000, beyond the 4,096 that were opened with it", async () => {
		const { page, faults, context } = await open("lstm");
		const slider = page.locator(".position input");
		const ofValid = await slider.getAttribute("max");
		await page.locator(".model-bar select").nth(1).selectOption("train");
		await expect.poll(() => slider.getAttribute("max")).not.toBe(ofValid); // a place chosen before is one of the text before
		await page.getByRole("combobox", { name: "Compare with 1" }).selectOption(cells.ids.get("rnn")!);
		await page.locator(".way .twin summary").click();
		const bodies = page.locator(".way tbody");
		await expect.poll(() => bodies.count()).toBe(2);
		await slider.fill("6000");
		const newest = () => bodies.evaluateAll((all) => all.map((one) => one.querySelector("th")!.textContent));
		await expect.poll(newest).toEqual(["6000", "6000"]);
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	test("from a network of 90 symbols to a run of 30 and back, with a reason open, no error is thrown and nothing of the network before is left", async () => {
		const { page, faults, context } = await open("lstm");
		await goTo(page, "#/train?hidden=8&k2=8&batch=4&steps=200");
		await page.locator(".play").click();
		await page.locator(".transport .numbers", { hasText: /finished in/ }).waitFor();
		await goTo(page, "#/cell?at=50");
		const network = page.locator(".model-bar select").first();
		await network.selectOption("");
		for (const name of ["rnn", "lstm", "gru", ""]) {
			await page.locator(".way .clip").first().waitFor();
			await page.locator(".cell-strip").first().click();
			await page.locator(".why-value").waitFor();
			await network.selectOption(cells.ids.get(name) ?? "");
			await page.locator(".why-value").waitFor({ state: "detached" });
			await expect.poll(() => page.locator(".way .clip").count()).toBe(1);
		}
		expect(faults).toEqual([]);
		await context.close();
	}, 60_000);

	const looks = [
		["en, light", { lang: "en" }],
		["ko, dark", { lang: "ko", dark: true }],
		["ko, 390 pixels", { lang: "ko", width: 390, height: 844 }],
		["en, dark", { lang: "en", dark: true }],
		["ko, light", { lang: "ko" }],
	] as const;
	test.each(looks)(
		"axe finds nothing, and nothing is wider than the screen: %s; as opened, a value changed, a reason open, tables open",
		async (_, look) => {
			const { page, context } = await open("lstm", "", look);
			const found = [await violations(page)];
			await page.locator(".valves input").first().press("Home");
			await page.locator(".chip").waitFor();
			found.push(await violations(page));
			await page.locator(".cell-strip").first().click();
			await page.locator(".why-value").waitFor();
			for (const twin of await page.locator(".twin summary").all()) await twin.click();
			found.push(await violations(page));
			expect(found).toEqual([[], [], []]);
			expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
			await context.close();
		},
		60_000,
	);

	test("by keys alone: to the transport, on by arrow keys, a strip asked, a valve closed, and reset", async () => {
		const { page, context } = await open("lstm");
		const focused = () => page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent");
		const tabTo = async (name: RegExp) => {
			for (let n = 0; n < 60; n++) {
				await page.keyboard.press("Tab");
				if (name.test(String(await focused()))) return;
			}
			throw new Error(`${name} is not in the Tab order`);
		};
		await page.locator(".model-bar select").first().focus();
		await tabTo(/^Play$/);
		await page.keyboard.press("Shift+ArrowRight");
		await expect.poll(() => page.locator(".position input").inputValue()).toBe("51");
		await page.keyboard.press("ArrowLeft");
		await page.locator(".stage-words", { hasText: /memory line/ }).waitFor();
		await page.keyboard.press("ArrowRight");
		await tabTo(/^Why f\[3\]/);
		await page.keyboard.press("Enter");
		await page.locator(".why-value", { hasText: "gate.f[3] = " }).waitFor();
		await tabTo(/^f of unit 3$/);
		await page.keyboard.press("Home");
		await page.locator(".chip").waitFor();
		await tabTo(/^Reset$/);
		await page.keyboard.press("Enter");
		await page.locator(".chip").waitFor({ state: "detached" });
		await context.close();
	}, 60_000);
});
