/** Pages of a Chromium with a session at a server, and what a test reads from them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { findChromium, launchChromium } from "../browser/chromium.ts";

export const chromium = await findChromium("the view Runs");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const launch = (): Promise<Browser> => launchChromium(chromium);

export interface Opened {
	context: BrowserContext;
	page: Page;
	/** Violations of the policy of content, and errors, of all pages of the context. */
	faults: string[];
}

interface OpenCall {
	lang?: "en" | "ko";
	dark?: boolean;
	width?: number;
	height?: number;
	/** What a page has stored before it opens. */
	storageState?: Stored;
}
type Stored = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** A new browser profile with one page, which trains nothing by itself. */
export async function openProfile(
	browser: Browser,
	address: string,
	{ lang = "en", dark = false, width = 1440, height = 900, ...stored }: OpenCall = {},
): Promise<Opened> {
	const context = await browser.newContext({
		...{ viewport: { width, height }, locale: lang === "ko" ? "ko-KR" : "en-GB", reducedMotion: "reduce" },
		...{ colorScheme: dark ? "dark" : "light", ...stored },
	});
	const faults: string[] = [];
	await context.exposeFunction("tellFault", (text: string) => void faults.push(text));
	await context.addInitScript(
		"addEventListener('securitypolicyviolation', (event) => tellFault(event.violatedDirective + ' ' + event.blockedURI))",
	);
	context.on("weberror", (error) => faults.push(String(error.error())));
	const page = await context.newPage();
	await page.goto(address);
	return { context, page, faults };
}

/** Sessions by address of their server: each link starts one, and later profiles begin with it. */
const sessions = new Map<string, Stored>();

/** Opens a view in a fresh profile that has a session. @param link a start link. */
export async function openView(browser: Browser, link: string, hash: string, call: OpenCall = {}): Promise<Opened> {
	const { origin } = new URL(link);
	const session = sessions.get(origin) ?? (await startSession(browser, link));
	sessions.set(origin, session);
	return openProfile(browser, `${origin}/${hash}`, { ...call, storageState: session });
}

async function startSession(browser: Browser, link: string): Promise<Stored> {
	const { context } = await openLink(browser, link);
	const { cookies, origins } = await context.storageState();
	await context.close();
	const secret = origins.map(({ origin, localStorage }) => ({
		origin,
		localStorage: localStorage.filter(({ name }) => name === "sluice.secret"),
	}));
	return { cookies, origins: secret };
}

async function openLink(browser: Browser, link: string, call: OpenCall = {}): Promise<Opened> {
	const opened = await openProfile(browser, link, call);
	// Not by waitForFunction, whose polling is an eval, which the page's policy forbids.
	while (!(await opened.page.evaluate(() => localStorage.getItem("sluice.secret"))))
		await opened.page.waitForTimeout(20);
	return opened;
}

/** Opens the view Runs of a fresh profile by a start link. */
export async function openRuns(browser: Browser, link: string, call: OpenCall = {}): Promise<Opened> {
	const opened = await openLink(browser, link, call);
	await goTo(opened.page, "#/runs");
	return opened;
}

/** The view Text of the network that `words` of its address name, in a fresh profile that has a session. */
export async function openText(browser: Browser, link: string, words: string): Promise<Opened> {
	const opened = await openView(browser, link, `#/text?${words}`);
	await opened.page.locator(".text-box").waitFor();
	return opened;
}

export const goTo = (page: Page, hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

/** Names of axe's rules that the page breaks, with the places. */
export async function violations(page: Page): Promise<string[]> {
	await page.evaluate(AXE);
	return page.evaluate(async () => {
		const { axe } = globalThis as never as {
			axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
		};
		const { violations: found } = await axe.run({ resultTypes: ["violations"] });
		return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
	});
}

type Look = readonly [lang: "en" | "ko", theme: "light" | "dark", width: 1440 | 390];
const SHORT: readonly Look[] = [
	["en", "dark", 390],
	["ko", "light", 1440],
];
const OTHERS: readonly Look[] = [
	["en", "light", 1440],
	["ko", "dark", 1440],
	["ko", "light", 390],
];
/** Looks in which a view is examined: both languages and themes, wide and narrow. In the long suite each pair of these. */
export const LOOKS = process.env.SLUICE_LONG ? [...SHORT, ...OTHERS] : SHORT;
