/** The view Runs in a real browser, before a server that does what a test asks. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Line } from "../../studio/wire.ts";
import { FakeServer, idOf } from "./fakeServer.ts";
import { linesOf, recordsOf, rowOf, rowsOf, samplesOf } from "./runSamples.ts";
import { chromium, goTo, launch, type Opened, openProfile, openRuns, violations } from "./studioPage.ts";

/** Presses the button of a lost connection, unless the page has asked by itself in the meantime. */
const askNow = (page: Page) =>
	page
		.getByRole("button", { name: "Ask now" })
		.click({ timeout: 2000 })
		.catch(() => {});

describe.skipIf("missing" in chromium)("the view Runs", { timeout: 60_000 }, () => {
	let browser: Browser;
	let server: FakeServer;
	let opened: Opened[] = [];

	beforeAll(async () => {
		browser = await launch();
	});
	afterAll(() => browser?.close());
	beforeEach(async () => {
		server = await new FakeServer().start();
	});
	afterEach(async () => {
		for (const { context } of opened) await context.close();
		for (const { faults } of opened) expect(faults).toEqual([]);
		opened = [];
		await server.kill();
	});

	const keep = (one: Opened) => {
		opened.push(one);
		return one;
	};
	const open = async (call: Parameters<typeof openRuns>[2] = {}) => keep(await openRuns(browser, server.link(), call));
	const rowNamed = (page: Page, name: string) => page.locator(".rows tr", { hasText: name });
	const names = (page: Page) => page.locator(".rows .cell-name a").allTextContents();

	test("a start link is exchanged once and leaves the address; the same link again says so", async () => {
		const link = server.link();
		const { page } = keep(await openRuns(browser, link));
		await page.waitForSelector("text=No runs yet");
		expect(server.count("POST /api/session")).toBe(1);
		expect(page.url()).not.toContain("start");
		expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(3);
		const other = keep(await openProfile(browser, link)).page;
		await goTo(other, "#/runs");
		await other.waitForSelector("text=used already");
		expect(await other.locator("code").textContent()).toBe("sluice studio");
		expect(server.count("GET /api/runs")).toBe(1);
	});

	test("1,000 runs take 1 request and at most 1,500 nodes, at the top, in the middle and at the end", async () => {
		for (const row of rowsOf(1000)) server.put(row);
		const { page } = await open();
		await rowNamed(page, "run-0001").waitFor();
		for (const share of [0, 0.5, 1]) {
			await page.evaluate((at) => scrollTo(0, at * document.body.scrollHeight), share);
			await page.waitForTimeout(150);
			expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThanOrEqual(1500);
		}
		await rowNamed(page, "run-1000").waitFor();
		expect(server.count("GET /api/runs")).toBe(1);
		expect(await page.locator("table").getAttribute("aria-rowcount")).toBe("1001");
		await page.locator(".runs-filter").fill("run-09 gru");
		await page.waitForSelector("text=33 of 1,000 runs");
		// All of them in one picture, without a request for any.
		await page.locator(".runs-filter").fill("");
		await page.evaluate(() => scrollTo(0, 0));
		await page.getByLabel("Choose all runs shown").check();
		await page.getByRole("button", { name: "Compare" }).click();
		await page.waitForSelector("text=1000 runs compared");
		expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThanOrEqual(1500);
		expect([...server.requests.keys()].filter((route) => route.includes(":id"))).toEqual([]);
	});

	test("8 tabs hear of a change over 1 connection, and over none when all are gone", async () => {
		server.put(rowOf("one"));
		const { context, page } = await open();
		await rowNamed(page, "one").waitFor();
		const tabs = [page];
		for (let n = 1; n < 8; n++) {
			const tab = await context.newPage();
			await tab.goto(`${server.address}/#/runs`);
			await rowNamed(tab, "one").waitFor();
			tabs.push(tab);
		}
		server.emit("run", rowOf("one", 0, { step: 4321 }));
		for (const tab of tabs) await rowNamed(tab, "4,321").waitFor();
		expect([server.streams, server.mostStreams]).toEqual([1, 1]);
		// The tab with the connection closes; another goes on from the last event.
		await page.close();
		await expect.poll(() => server.sinces.length).toBe(2);
		expect(Number(server.sinces[1])).toBeGreaterThan(1000);
		server.emit("run", rowOf("one", 0, { step: 5555 }));
		await rowNamed(tabs[7]!, "5,555").waitFor();
		await expect.poll(() => server.streams).toBe(1);
		for (const tab of tabs.slice(1)) await tab.close();
		await expect.poll(() => server.streams).toBe(0);
	});

	test("a lost connection: the view stays, says since when, and goes on from the last event", async () => {
		for (const row of rowsOf(3)) server.put(row);
		const { page } = await open();
		await rowNamed(page, "run-0002").waitFor();
		server.emit("run", rowOf("run-0002", 1, { step: 777 }));
		await rowNamed(page, "777").waitFor();
		await server.kill();
		const notice = page.locator(".notice");
		await notice.waitFor();
		expect(await notice.textContent()).toMatch(/since \d\d:\d\d:\d\d/);
		expect(await names(page)).toHaveLength(3);
		expect(await violations(page)).toEqual([]);
		await server.start();
		await askNow(page);
		await notice.waitFor({ state: "detached" });
		expect(server.sinces.at(-1)).toBe("1001");
		expect(server.count("GET /api/runs")).toBe(1);
	});

	test("a server started anew: the view stays, asks for its link, and goes on once any tab has it", async () => {
		server.put(rowOf("before"));
		const { context, page } = await open();
		await rowNamed(page, "before").waitFor();
		await server.kill();
		await page.waitForSelector("text=No connection");
		await server.startAnew();
		await askNow(page);
		await page.waitForSelector("text=started anew");
		expect(await names(page)).toEqual(["before"]);
		expect(await violations(page)).toEqual([]);
		server.put(rowOf("after"));
		const other = await context.newPage();
		await other.goto(server.link());
		await page.bringToFront();
		await page.locator(".notice").waitFor({ state: "detached" });
		await page.getByRole("button", { name: "1 newer" }).click();
		await rowNamed(page, "after").waitFor();
	});

	test("12 new runs move nothing: they wait behind a chip", async () => {
		for (const row of rowsOf(50)) server.put(row);
		const { page } = await open();
		await rowNamed(page, "run-0001").waitFor();
		const before = await names(page);
		for (let n = 0; n < 12; n++) server.emit("run", rowOf(`new-${n}`, n, { changedMs: Date.now() + 60_000 }));
		const chip = page.getByRole("button", { name: "12 newer" });
		await chip.waitFor();
		expect(await names(page)).toEqual(before);
		await chip.click();
		await rowNamed(page, "new-11").waitFor();
		expect((await names(page))[0]).toMatch(/^new-/);
	});

	test("two tabs rename one run: the second sees both names before it chooses", async () => {
		server.put(rowOf("first"), { metrics: linesOf(400) });
		const { context, page } = await open();
		const other = await context.newPage();
		const address = `${server.address}/#/runs?open=${idOf("first")}`;
		await other.goto(address);
		await other.getByRole("button", { name: "Rename" }).click();
		await other.getByLabel("Name of the run").fill("theirs or mine");
		await page.goto(address);
		await page.getByRole("button", { name: "Rename" }).click();
		await page.getByLabel("Name of the run").fill("second");
		await page.keyboard.press("Enter");
		await page.locator("h1", { hasText: "second" }).waitFor();
		expect(page.url()).toContain(idOf("second"));
		const meanwhile = other.locator(".meanwhile");
		await meanwhile.waitFor();
		expect(await meanwhile.textContent()).toBe("Meanwhile this run was renamed to second. You wrote theirs or mine.");
		expect(await other.getByLabel("Name of the run").inputValue()).toBe("theirs or mine");
		expect([...server.rows.values()].map(({ name }) => name)).toEqual(["second"]);
		await other.getByRole("button", { name: "Use mine" }).click();
		await page.locator("h1", { hasText: "theirs or mine" }).waitFor();
	});

	test("a rename to a name that is taken is refused with its code, and what was written stays", async () => {
		server.put(rowOf("a"));
		server.put(rowOf("b"));
		const { page } = await open();
		await goTo(page, `#/runs?open=${idOf("a")}`);
		await page.getByRole("button", { name: "Rename" }).click();
		await page.getByLabel("Name of the run").fill("b");
		await page.keyboard.press("Enter");
		await page.waitForSelector("text=E_RUN_EXISTS");
		expect(await page.getByLabel("Name of the run").inputValue()).toBe("b");
		expect(await violations(page)).toEqual([]);
	});

	test("a run that trains moves, stops and resumes; a refusal names the run that trains", async () => {
		const row = rowOf("live", 0, { state: "running", step: 400 });
		server.put(row, { metrics: linesOf(400), records: recordsOf(400), samples: samplesOf() });
		server.put(rowOf("other", 1, { state: "stopped" }), { metrics: linesOf(100) });
		const { page } = await open();
		await goTo(page, `#/runs?open=${row.id}`);
		await page.waitForSelector("text=update 400 of 2,000");
		const lines: Line[] = [{ step: 410, lossNats: 1.5, gradNorm: 0.25, lr: 0.01 }];
		server.emit("lines", { id: row.id, log: "metrics", lines });
		await page.waitForSelector("text=update 410 of 2,000");
		await page.waitForSelector("text=0.25;");
		await page.getByRole("button", { name: "Stop" }).click();
		await page.getByRole("button", { name: "Resume" }).waitFor();
		await goTo(page, `#/runs?open=${idOf("other")}`);
		const message = { en: "live trains already.", ko: "live 실행이 학습 중입니다." };
		server.refusals.set("POST /api/runs/:id/resume", {
			...{ status: 409, body: { code: "E_STUDIO_BUSY", message, running: row.id } },
		});
		await page.getByRole("button", { name: "Resume" }).click();
		await page.waitForSelector("text=live is training.");
		await page.getByRole("button", { name: "Show it" }).click();
		await page.locator("h1", { hasText: "live" }).waitFor();
	});

	test("a deleted run goes at once, Ctrl+Z puts it back, and the bin does so later", async () => {
		for (const row of rowsOf(4)) server.put(row);
		const { page } = await open();
		await rowNamed(page, "run-0003").waitFor();
		await rowNamed(page, "run-0003").getByRole("checkbox").check();
		await page.getByRole("button", { name: "Delete" }).click();
		await rowNamed(page, "run-0003").waitFor({ state: "detached" });
		expect(server.rows.size).toBe(3);
		await page.waitForSelector("text=run-0003 is in the bin.");
		await page.keyboard.press("Control+z");
		await rowNamed(page, "run-0003").waitFor();
		expect(server.rows.size).toBe(4);
		await rowNamed(page, "run-0002").getByRole("link").focus();
		await page.keyboard.press("Delete");
		await rowNamed(page, "run-0002").waitFor({ state: "detached" });
		await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("run-0003");
		await page.locator("summary", { hasText: "Bin" }).click();
		await page.getByRole("button", { name: "Put back" }).click();
		await rowNamed(page, "run-0002").waitFor();
	});

	test("the keyboard alone opens the 3rd run, and Escape comes back to its row", async () => {
		for (const row of rowsOf(40)) server.put(row, { metrics: linesOf(200) });
		const { page } = await open();
		await rowNamed(page, "run-0001").waitFor();
		const focused = () => page.evaluate(() => document.activeElement?.textContent);
		for (let n = 0; n < 40 && (await focused()) !== "run-0001"; n++) await page.keyboard.press("Tab");
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("ArrowDown");
		await expect.poll(focused).toBe("run-0003");
		await page.keyboard.press("Enter");
		await page.locator("h1", { hasText: "run-0003" }).waitFor();
		expect(page.url()).toContain(idOf("run-0003"));
		await page.keyboard.press("Escape");
		await expect.poll(focused).toBe("run-0003");
		await page.keyboard.press("End");
		await expect.poll(focused).toBe("run-0040");
		await page.keyboard.press(" ");
		await page.waitForSelector("text=1 chosen");
	});

	test("hostile names are text: no element, no policy report, no line longer than its row", async () => {
		const long = "x".repeat(1 << 20);
		const hostile = [
			"<img src=x onerror=alert(1)>",
			"a\u202Egnp.exe",
			"line\r\nSet-Cookie: x=1",
			"{name}$&",
			long,
			"\u0000\u0007bell",
		];
		for (const [n, name] of hostile.entries()) {
			const row = rowOf(name, n, { data: name, model: name, tags: [name], damage: name });
			server.put(row, { metrics: linesOf(50), samples: [{ step: 50, text: name }] });
		}
		const { page, faults } = await open();
		await rowNamed(page, "<img src=x").first().waitFor();
		expect(await page.evaluate(() => document.querySelectorAll("img, script:not([src])").length)).toBe(0);
		const heights = await page.locator(".rows tr").evaluateAll((rows) => rows.map((row) => row.clientHeight));
		expect(new Set(heights)).toEqual(new Set([36]));
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
		for (const name of hostile) {
			await goTo(page, `#/runs?open=${idOf(name)}`);
			await page.locator("h1.run-title").waitFor();
			const shown = await page.locator("h1.run-title").textContent();
			expect(name.slice(0, 400)).toBe(shown);
			expect(await page.evaluate(() => document.querySelectorAll("img, script:not([src])").length)).toBe(0);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
		}
		expect(faults).toEqual([]);
	});

	test("addresses write nothing: 9 hostile ones cause no POST and show a page", async () => {
		server.put(rowOf("one"));
		const { page } = await open();
		await rowNamed(page, "one").waitFor();
		const id = idOf("one");
		const posts = () => [...server.requests].filter(([route]) => route.startsWith("POST")).map(([route]) => route);
		for (const hash of [
			"#/runs?open=../../etc",
			"#/runs?open=..%2f..%2fetc%2fpasswd",
			`#/runs?delete=${id}`,
			`#/runs?open=${id}&act=delete&rename=x&stop=1`,
			"#/runs?open=0000000000000000",
			"#/runs?open=javascript:alert(1)",
			"#/runs?with=../..,<img>",
			`#/runs?with=${id},0000000000000000`,
			`#/runs?${"x=1&".repeat(5000)}open=${id}`,
		]) {
			await goTo(page, hash);
			await page.locator("main h1").first().waitFor({ state: "attached" });
			await page.waitForTimeout(60);
		}
		expect(posts()).toEqual(["POST /api/session"]);
		expect(server.rows.size).toBe(1);
		const paths = [...server.requests.keys()].filter((route) => route.includes(".."));
		expect(paths).toEqual([]);
	});

	test("2 runs side by side: only the option that differs; 3 pictures of state pass axe", async () => {
		for (const row of rowsOf(2)) server.put(row, { metrics: linesOf(600) });
		server.details.set(idOf("run-0002"), { options: { cell: "lstm", lr: 0.3, steps: 2000 } });
		server.details.set(idOf("run-0001"), { options: { cell: "lstm", lr: 0.1, steps: 2000 } });
		const { page } = await open();
		await goTo(page, `#/runs?with=${idOf("run-0001")},${idOf("run-0002")}`);
		await page.waitForSelector("text=1 option differs");
		expect(await page.locator(".differences tbody tr").allTextContents()).toEqual(["lr0.10.3"]);
		expect(await violations(page)).toEqual([]);
		server.slow.add("GET /api/runs");
		const waiting = keep(await openRuns(browser, server.link())).page;
		await waiting.waitForSelector("text=Reading the runs");
		expect(await violations(waiting)).toEqual([]);
		server.slow.clear();
		server.refusals.set("GET /api/runs", {
			...{ status: 500, body: { code: "E_DISK", message: { en: "Cannot read.", ko: "읽지 못합니다." } } },
		});
		const failed = keep(await openRuns(browser, server.link(), { lang: "ko" })).page;
		await failed.waitForSelector("text=읽지 못합니다. (E_DISK)");
		expect(await violations(failed)).toEqual([]);
		server.refusals.clear();
		await failed.getByRole("button", { name: "다시 시도" }).click();
		await rowNamed(failed, "run-0001").waitFor();
	});

	test("the palette names each act of the view and not itself: an open run can be forked, taken and left by typing, and the newest opens by O", async () => {
		server.put(rowOf("old", 1, { changedMs: 1 }), {});
		server.put(rowOf("new", 0, { step: 1200, changedMs: Date.now() + 9e6 }), { metrics: linesOf(1200) });
		const { page } = await open();
		await page.locator(".rows tr").first().waitFor();
		await page.locator("h1").click();
		await page.keyboard.press("o");
		await page.locator("h1", { hasText: "new" }).waitFor();
		await page.locator(".time").waitFor();
		const palette = async (words?: string) => {
			await page.keyboard.press("Control+k");
			await page.locator(".palette-item").first().waitFor();
			if (words === undefined) return page.locator(".palette-item span").allTextContents();
			await page.keyboard.type(words);
			await page.keyboard.press("Enter");
			await page.locator(".palette").waitFor({ state: "detached" });
			return [];
		};
		const names = await palette();
		for (const name of [
			...["Rename", "Resume", "Report", "Weights", "Command", "Delete", "Take it with you: Loss", "Fork"],
			...["Replay this update", "Copy the receipt link", "Open the newest run", "Go to Train", "Switch to Korean"],
			...["Switch between light and dark", "Copy the link to this view"],
		])
			expect(names).toContain(name);
		expect(names).not.toContain("Show all commands");
		expect(new Set(names).size).toBe(names.length);
		await page.keyboard.press("Escape");
		await page.locator(".palette").waitFor({ state: "detached" });
		await palette("fork");
		await page.locator(".fork select").waitFor();
		await palette("take it with you: gradient norm");
		await page.locator(".panel-norm dialog[open]").waitFor();
	});

	test("the time machine, the fork and the receipt say what the server refuses", async () => {
		server.put(rowOf("one", 0, { step: 1200 }), { metrics: linesOf(1200) });
		const { page } = await open();
		await goTo(page, `#/runs?open=${idOf("one")}`);
		const slider = page.getByRole("slider", { name: "Update" });
		await slider.waitFor();
		await slider.fill("700");
		await page.waitForSelector("text=Computed from checkpoint 500: 200 updates");
		await page.locator(".replay-act [role=alert]", { hasText: "E_STUDIO_LATER" }).waitFor();
		expect(server.count("POST /api/runs/:id/replay")).toBe(1); // asked by itself, as the way is short
		await page.getByRole("button", { name: "Replay this update" }).click();
		await expect.poll(() => server.count("POST /api/runs/:id/replay")).toBe(2);
		await page.getByRole("button", { name: "Copy the receipt link" }).click();
		await page.locator(".receipt [role=alert]", { hasText: "E_STUDIO_LATER" }).waitFor();
		expect(server.count("POST /api/runs/:id/receipt")).toBe(1);
		await page.getByRole("button", { name: "Fork" }).click();
		await page.locator(".fork select").selectOption("lr");
		await page.locator(".fork label input").fill("0.003");
		const sent = page.waitForRequest((request) => request.url().endsWith("/fork"));
		await page.getByRole("button", { name: "Start the fork" }).click();
		expect((await sent).postDataJSON()).toEqual({ update: 700, change: { lr: 0.003 } });
		await page.waitForSelector("text=E_STUDIO_LATER");
		expect(await violations(page)).toEqual([]);
	});
});
