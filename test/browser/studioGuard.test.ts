/** The studio's guard as a browser meets it: the file that opens it, its own page, and a page of another site. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redirectPage } from "../../cli/verbs/studio/browser.ts";
import { freshFolder, openStudio, type TestStudio } from "../studio/client.ts";
import { findChromium } from "./chromium.ts";

const chromium = findChromium();

describe.skipIf("missing" in chromium)("in Chromium", () => {
	let studio: TestStudio;
	let browser: import("playwright-core").Browser;
	beforeAll(async () => {
		studio = await openStudio({ page: join(freshFolder(), "none") });
		const { chromium: launcher } = await import("playwright-core");
		if ("path" in chromium) browser = await launcher.launch({ executablePath: chromium.path, args: ["--no-sandbox"] });
	});
	afterAll(async () => {
		await browser?.close();
		await studio?.close();
	});

	test("the file leads to the page, whose link opens one session: no script sees its cookie, no request lacks the header", async () => {
		const file = join(freshFolder(), "open.html");
		writeFileSync(file, redirectPage(studio.newLink()));
		const page = await browser.newPage();
		await page.goto(`file://${file}`);
		await page.waitForURL(`${studio.base}/**`);
		const seen = await page.evaluate(`(async () => {
			const headers = { "content-type": "application/json" };
			const post = (code) => fetch("/api/session", { method: "POST", headers, body: JSON.stringify({ code }) });
			const code = location.hash.split("start=")[1];
			const first = await post(code);
			const { secret } = await first.json();
			const hello = (headers) => fetch("/api/hello", { headers }).then(({ status }) => status);
			const worker = await navigator.serviceWorker.register("/sw.js").then(() => "registered", () => "none");
			return {
				first: first.status, second: (await post(code)).status, cookie: document.cookie, worker,
				with: await hello({ "x-sluice": secret }), without: await hello({}), isolated: crossOriginIsolated,
			};
		})()`);
		expect(seen).toEqual({
			first: 200,
			second: 401,
			cookie: "",
			with: 200,
			without: 401,
			isolated: true,
			worker: "none",
		});
		await page.close();
	});

	test("W1 to W4, W13: a page of another site, and one whose name means this computer, read nothing, include nothing and frame nothing", async () => {
		const page = await browser.newPage();
		await page.route("http://evil.test/", (route) => route.fulfill({ contentType: "text/html", body: "<p>evil" }));
		await page.goto("http://evil.test/");
		const tried = await page.evaluate(`(async () => {
			const base = ${JSON.stringify(studio.base)};
			const outcome = [];
			for (const [method, mode] of [["GET", "no-cors"], ["POST", "no-cors"], ["GET", "cors"], ["POST", "cors"]])
				outcome.push(await fetch(base + "/api/runs", { method, mode, credentials: "include" }).then(({ type }) => type, () => "blocked"));
			const script = document.createElement("script");
			const loaded = new Promise((resolve) => {
				script.onload = () => resolve("loaded");
				script.onerror = () => resolve("blocked");
			});
			script.src = base + "/";
			document.head.append(script);
			outcome.push(await loaded);
			const socket = new WebSocket(base.replace("http", "ws") + "/api/events");
			outcome.push(await new Promise((resolve) => {
				socket.onopen = () => resolve("open");
				socket.onerror = () => resolve("blocked");
			}));
			return outcome;
		})()`);
		expect(tried).toEqual(Array.from({ length: 6 }, () => "blocked"));
		await page.close();

		// A name of the attacker that means 127.0.0.1: the Host header still tells it.
		const { chromium: launcher } = await import("playwright-core");
		if (!("path" in chromium)) return;
		const rebound = await launcher.launch({
			executablePath: chromium.path,
			args: ["--no-sandbox", "--host-resolver-rules=MAP rebound.test 127.0.0.1"],
		});
		const other = await rebound.newPage();
		const reply = await other.goto(`http://rebound.test:${studio.port}/`);
		expect(reply!.status()).toBe(421);
		expect(await other.content()).not.toContain("<h1>");
		await rebound.close();
	});
});
