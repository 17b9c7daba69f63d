/** Documents in the page: from a lesson and back, from document to document, in the other language, and hostile ones. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Studio } from "./builtPage.ts";
import { LOOKS, violations } from "./studioPage.ts";

const found = await Studio.found("documents");

describe.skipIf("missing" in found)("documents in the page", { timeout: 120_000 }, () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test("a link of lesson 9 shows the document as a page, by keys alone; its button and the browser's Back return to the screen", async () => {
		const { page, outside, complaints, close } = await studio.page(
			{ hash: "/chat?lesson=9.8", reducedMotion: "reduce" },
			".lesson-words",
		);
		const link = page
			.locator(".lesson-words")
			.getByRole("link", { name: /chat\.md|Questions and answers/ })
			.first();
		const count = page.locator(".lesson-top .numbers");
		while ((await link.count()) === 0) {
			await page.getByRole("button", { name: "Next", exact: true }).click();
			await page.waitForTimeout(50);
		}
		const screen = await count.innerText();
		await link.focus();
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { level: 1, name: "Questions and answers" }).waitFor();
		expect(await page.evaluate("document.activeElement.textContent")).toBe("Questions and answers");
		expect(await page.locator(".lesson").count()).toBe(0);
		expect(await page.locator(".document-words").innerText()).not.toMatch(/```|\]\(|^#/m);
		await page.getByRole("button", { name: "Back to lesson 9" }).click();
		await count.getByText(screen).waitFor();
		await page.goBack();
		await page.getByRole("heading", { level: 1, name: "Questions and answers" }).waitFor();
		await page.goBack();
		await count.getByText(screen).waitFor();
		expect([outside, complaints]).toEqual([[], []]);
		await close();
	});

	test("a section's link moves to it, a document's to its title, Back to where the reader was, and 한국어 keeps the section", async () => {
		const { page, complaints, close } = await studio.page(
			{ hash: "/docs?doc=chat", reducedMotion: "reduce" },
			".document-words h1",
		);
		const top = (name: string) =>
			page
				.getByRole("heading", { name, exact: true })
				.evaluate((heading) => Math.round(heading.getBoundingClientRect().top));
		await page.locator(".document-contents").getByRole("link", { name: "Measure" }).click();
		await expect.poll(() => page.evaluate("location.hash")).toBe("#/docs?doc=chat&sec=measure");
		expect(Math.abs(await top("Measure"))).toBeLessThan(40);
		const link = page
			.locator(".document-words")
			.getByRole("link", { name: /attention/ })
			.first();
		await link.scrollIntoViewIfNeeded();
		const scrolled = await page.evaluate("scrollY");
		await link.click();
		await page.locator(".document-words h1", { hasText: /attention/i }).waitFor();
		expect(await page.evaluate("scrollY")).toBe(0);
		await page.goBack();
		await page.locator("#measure").waitFor();
		await expect.poll(() => page.evaluate("scrollY")).not.toBe(0);
		await page.goBack();
		await expect.poll(() => page.evaluate("location.hash")).toBe("#/docs?doc=chat");
		await page.goForward();
		await expect.poll(() => page.evaluate("scrollY")).toBe(scrolled);
		await page.getByRole("button", { name: "한국어" }).click();
		await page.getByRole("heading", { level: 1, name: "질문과 대답" }).waitFor();
		await expect.poll(() => page.evaluate("decodeURIComponent(location.hash)")).toBe("#/docs?doc=chat&sec=측정");
		expect(Math.abs(await top("측정"))).toBeLessThan(40);
		expect(complaints).toEqual([]);
		await close();
	});

	test("every link of every document leads to a document that is there, a view, the web, or nowhere", async () => {
		const { page, complaints, close } = await studio.page(
			{ hash: "/docs", reducedMotion: "reduce" },
			".document-words h1",
		);
		const seen = new Set<string>();
		const waiting = ["#/docs"];
		for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
			if (seen.has(at)) continue;
			seen.add(at);
			await page.evaluate((hash) => {
				location.hash = hash;
			}, at);
			await expect.poll(() => page.evaluate("location.hash")).toBe(at);
			await page.locator(".document-words h1").waitFor();
			const hrefs = await page
				.locator(".document-words a")
				.evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
			for (const href of hrefs) {
				expect([at, href, /^(#\/\w|https?:\/\/)/.test(href)]).toEqual([at, href, true]);
				const [, document] = /^(#\/docs\?doc=[\w:.-]+)(?:&sec=.*)?$/.exec(href) ?? [];
				if (document) waiting.push(document);
			}
		}
		expect(seen.size).toBeGreaterThan(25);
		expect(complaints).toEqual([]);
		await close();
	});

	test("HTML, scripts, foreign pictures and other schemes of a hostile document do nothing", async () => {
		const hostile = [
			"# <img src=x onerror=complain(1)> Title",
			"<script>complain(2)</script>",
			"<details open ontoggle=complain(3)><summary>x</summary>\n\nhidden\n\n</details>",
			"<details>\n<summary><b onclick=complain(4)>y</b></summary>\n\nshown\n\n</details>",
			'[a](javascript:complain(5)) [b](data:text/html,x) <a href="javascript:complain(6)">c</a> <javascript:complain(7)>',
			"![p](https://example.org/p.png) ![q](../../api/runs) ![r](//example.org/r.svg)",
			"[d][e]\n\n[e]: javascript:complain(8)",
			"| <iframe src=x> | `<b>` |\n|---|---|\n| <svg onload=complain(9)> | &lt;i&gt; |",
			`${"> ".repeat(300)}deep`,
			`${"*a ".repeat(3000)}`,
		].join("\n\n");
		const { page, outside, complaints, close } = await studio.page(
			{ hash: "/lessons", reducedMotion: "reduce" },
			".lessons li",
		);
		await page.route("**/docs/chat.md", (route) => route.fulfill({ body: hostile, contentType: "text/plain" }));
		await page.evaluate(() => {
			location.hash = "#/docs?doc=chat";
		});
		const words = page.locator(".document-words");
		await words.getByText("Title").waitFor();
		for (const link of await words.locator("a").all())
			await link.click({ noWaitAfter: true, timeout: 2000 }).catch(() => {});
		expect(await words.locator("script, iframe, svg, img, b, i, [onclick], [onload], [ontoggle]").count()).toBe(0);
		const hrefs = await words.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
		expect(hrefs.filter((href) => !href.startsWith("#/docs"))).toEqual([]);
		expect(await words.locator("table").innerText()).toContain("<i>");
		expect([outside, complaints]).toEqual([[], []]);
		await close();
	});

	test("a name without a document says so, one that cannot be loaded offers to try again", async () => {
		const { page, close } = await studio.page({ hash: "/docs?doc=none", reducedMotion: "reduce" }, ".documents");
		await page.getByText("This page has no document of this name.").waitFor();
		await page.route("**/docs/chat.md", (route) => route.abort());
		await page.evaluate(() => {
			location.hash = "#/docs?doc=chat";
		});
		await page.getByText("The document could not be loaded.").waitFor();
		await page.unroute("**/docs/chat.md");
		await page.getByRole("button", { name: "Try again" }).click();
		await page.getByRole("heading", { level: 1, name: "Questions and answers" }).waitFor();
		await close();
	});

	test.each(LOOKS)(
		"in %s, %s, %d pixels wide: nothing is wider than the page, and axe finds nothing",
		async (lang, colorScheme, width) => {
			const look = { lang, colorScheme, viewport: { width, height: 844 }, reducedMotion: "reduce" } as const;
			const { page, complaints, close } = await studio.page({ hash: "/docs?doc=chat", ...look }, ".document-words h1");
			for (const name of ["chat", "studio", "compare", "exercises", "equations"]) {
				await page.evaluate((hash) => {
					location.hash = hash;
				}, `#/docs?doc=${name}`);
				await page.locator(".document-words h1").waitFor();
				await page.waitForTimeout(200);
				const wide = await page.evaluate("document.documentElement.scrollWidth");
				expect([name, wide]).toEqual([name, width]);
				expect([name, await violations(page)]).toEqual([name, []]);
			}
			expect(complaints).toEqual([]);
			await close();
		},
	);
});
