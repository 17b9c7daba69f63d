/** axe finds nothing in Train and in the gradient lab: in each state, language and theme, with forced colours and on a phone. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENDLESS, ended, type Look, past, SHORT, Studio } from "./builtPage.ts";

const found = await Studio.found("axe");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
	id: string;
	nodes: { target: string[]; failureSummary: string }[];
}

/** What axe says of the page as it is, each violation with its places. */
async function violations(page: Page): Promise<string[]> {
	await page.evaluate(AXE);
	const said = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as {
		violations: Violation[];
	};
	return said.violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary.replaceAll(/\s+/g, " ")}`),
	);
}

/** Brings a page that trains into each state, one after the other. */
const STATES: [name: string, enter: (page: Page) => Promise<unknown>][] = [
	["running", (page) => past(page, 40)],
	[
		"paused",
		async (page) => {
			await page.locator(".play").click();
			await page.locator(".transport .numbers", { hasText: /paused|정지됨/ }).waitFor();
		},
	],
	["more options open", (page) => page.locator(".more").click()],
	[
		"palette open",
		async (page) => {
			await page.keyboard.press("Control+k");
			await page.locator(".palette-item").first().waitFor();
		},
	],
	[
		"take dialog open",
		async (page) => {
			await page.keyboard.press("Escape");
			await page.locator(".palette").waitFor({ state: "detached" });
			await page.locator(".panel-lag .take").click();
			await page.locator("dialog[open] pre").first().waitFor();
		},
	],
];

describe.skipIf("missing" in found)("axe finds no violation in Train", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	const all: [name: string, look: Look][] = [
		["en, light", { lang: "en", colorScheme: "light" }],
		["en, dark", { lang: "en", colorScheme: "dark" }],
		["ko, light", { lang: "ko", colorScheme: "light" }],
		["ko, dark", { lang: "ko", colorScheme: "dark" }],
		["forced colours", { forcedColors: "active" }],
		["390 x 844", { viewport: { width: 390, height: 844 }, lang: "ko", hasTouch: true }],
	];
	/** The short suite has a dark, a forced and a narrow one. */
	const looks = process.env.SLUICE_LONG ? all : [all[1]!, ...all.slice(4)];
	test.each(looks)("%s: running, paused, more options, palette, take dialog, failed", async (_, look) => {
		const found: [string, string[]][] = [];
		const { page, close } = await studio.page({ ...look, hash: ENDLESS });
		for (const [name, enter] of STATES) {
			await enter(page);
			found.push([name, await violations(page)]);
		}
		await close();
		const failed = await studio.page({ ...look, hash: "/train?hidden=1.5" });
		await ended(failed.page);
		found.push(["failed", await violations(failed.page)]);
		if (look.viewport)
			expect(await failed.page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
		await failed.close();
		expect(found).toEqual([...STATES.map(([name]) => [name, []]), ["failed", []]]);
	});

	const labs = [
		["dial", "/lab?at=radius=1.2,act=linear,move=0:1.45:0"],
		["dial of the page's network", "/lab?of=own"],
		["error wall", "/lab?lab=wall"],
		["plane of the page's network", "/lab?lab=wall&of=own"],
		["arcs of the page's network", "/lab?lab=arcs&at=horizon=8,arcs=3:2"],
	] as const;
	test.each(looks)("%s: the instruments of the gradient lab, with their numbers open", async (_, look) => {
		const { page, close } = await studio.page({ ...look, hash: SHORT });
		await ended(page);
		for (const [name, hash] of labs) {
			await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
			await page.locator(".lab-nav [aria-current]").waitFor();
			await page.locator(".lab-numbers tbody tr").first().waitFor({ state: "attached" }); // what is heard comes with the answer
			await page.locator(".lab-numbers summary").first().click();
			await page.locator(".lab-numbers tbody tr").first().waitFor();
			expect([name, await violations(page)]).toEqual([name, []]);
			if (look.viewport) expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
			await page.locator(".lab-numbers summary").first().click();
		}
		await close();
	});

	test("a planted violation is found: a picture without a name", async () => {
		const { page, close } = await studio.page({ reducedMotion: "reduce" });
		await page.evaluate("document.querySelector('.panel-lag [role=img]').removeAttribute('aria-label')");
		expect((await violations(page)).join()).toMatch(/^role-img-alt: /);
		await close();
	});
});
