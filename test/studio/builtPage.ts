/** The studio's built page in Chromium, as its server would send it, with everything that it asks for or complains of. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { findChromium, launchChromium } from "../browser/chromium.ts";
import { type Served, serveStudio } from "../browser/serve.ts";

export interface Opened {
	page: Page;
	/** Addresses outside the server. */
	outside: string[];
	/** Reports of the policy, errors and warnings of the console, errors that nobody caught. */
	complaints: string[];
	close(): Promise<void>;
}

export interface Look extends BrowserContextOptions {
	/** Part of the address after the "#". */
	hash?: string;
	/** Runs before the page's own script. */
	before?: string;
	lang?: "en" | "ko";
}

/** A short run of a small network, which ends in about a second on a free machine. */
export const SHORT = "/train?hidden=8&k2=8&batch=4&steps=60";
/** A run that no test outlives. */
export const ENDLESS = "/train?hidden=8&k2=8&batch=4&steps=900000";

export class Studio {
	static readonly found = (what: string) => findChromium(`the studio's page: ${what}`);
	readonly served: Served;
	readonly browser: Browser;

	constructor(served: Served, browser: Browser) {
		this.served = served;
		this.browser = browser;
	}

	static async open(found: Awaited<ReturnType<typeof findChromium>>): Promise<Studio> {
		return new Studio(await serveStudio(), await launchChromium(found));
	}

	async close(): Promise<void> {
		await this.browser.close();
		this.served.close();
	}

	/** @param ready a selector of what shows that the view is there. */
	async page({ hash = SHORT, before = "", lang = "en", ...context }: Look = {}, ready = ".transport"): Promise<Opened> {
		const locale = lang === "ko" ? "ko-KR" : "en-GB";
		const opened = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, locale, ...context });
		const page = await opened.newPage();
		const [outside, complaints]: [string[], string[]] = [[], []];
		opened.on("request", (request) => {
			const own = request.url().startsWith(this.served.address) || /^(blob|data):/.test(request.url());
			if (!own) outside.push(request.url());
		});
		page.on("console", (message) => {
			if (/error|warning/.test(message.type())) complaints.push(message.text());
		});
		page.on("pageerror", (error) => complaints.push(error.message));
		page.on("dialog", (dialog) => complaints.push(`dialog ${dialog.message()}`));
		await page.exposeFunction("complain", (what: string) => complaints.push(what));
		await page.addInitScript(
			`addEventListener("securitypolicyviolation", (event) => complain(event.violatedDirective + " " + event.blockedURI)); ${before}`,
		);
		await page.goto(`${this.served.address}#${hash}`);
		await page.waitForSelector(ready);
		return { page, outside, complaints, close: () => opened.close() };
	}
}

/** Resolves when the run of the page has ended, with what the transport says. */
export async function ended(page: Page): Promise<string> {
	const said = page.locator(".transport .numbers", { hasText: /finished in|만에 끝남|stopped:|멈췄습니다/ });
	await said.waitFor({ timeout: 100_000 });
	return (await said.textContent()) ?? "";
}

/** The update that the transport shows. */
export const updateOf = async (page: Page): Promise<number> => {
	const said = (await page.locator(".transport .numbers").textContent()) ?? "";
	return Number((/(?:update|갱신) ([\d,]+)/.exec(said)?.[1] ?? "0").replaceAll(",", ""));
};

interface Press {
	/** Selector of the button, and its words if the selector has several. */
	button: string;
	words?: string;
	/** It is pressed when this selector is found, or when the transport shows a later update. */
	shown?: string;
	past?: number;
}

/**
 * Presses a button in the page itself, in the first frame in which it may be: what trains cannot end between a look of the
 * test and its press, however slow the test or fast the machine is.
 */
export const pressWhen = (page: Page, press: Press): Promise<void> =>
	page.evaluate(
		({ button, words, shown, past }) =>
			new Promise<void>((resolve) => {
				const look = () => {
					const said = document.querySelector(".transport .numbers")?.textContent ?? "";
					const update = Number((/(?:update|갱신) ([\d,]+)/.exec(said)?.[1] ?? "-1").replaceAll(",", ""));
					const is = (!shown || document.querySelector(shown)) && (past === undefined || update > past);
					const found = [...document.querySelectorAll<HTMLButtonElement>(button)].find(
						(one) => !words || one.textContent?.trim() === words,
					);
					if (!is || !found) return void requestAnimationFrame(look);
					found.click();
					resolve();
				};
				look();
			}),
		press,
	);

/** Resolves when the run has passed `update`. */
export async function past(page: Page, update: number): Promise<void> {
	while ((await updateOf(page)) <= update) await page.waitForTimeout(50);
}

/** Script that notes the first update which the page shows after each load, as `firstUpdate`. */
export const FIRST_UPDATE = `addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
	const update = /update ([\\d,]+)/.exec(document.querySelector(".transport .numbers")?.textContent ?? "")?.[1];
	if (update && globalThis.firstUpdate === undefined) globalThis.firstUpdate = Number(update.replaceAll(",", ""));
}).observe(document, { subtree: true, childList: true, characterData: true }));`;
