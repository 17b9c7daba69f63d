import { chromium } from "playwright-core";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
// test/browser/serve.ts
/** A server on the loopback address for pages under test: files of the package, and texts that the test gives. */
/** The folder of the studio's built page. */
const STUDIO = join(import.meta.dirname, "../../dist/page/studio");
const ROOT = join(import.meta.dirname, "../..");
const TYPES = {
	".js": "text/javascript",
	".html": "text/html; charset=utf-8",
	".css": "text/css",
	".svg": "image/svg+xml",
	".wasm": "application/wasm"
};
/** The headers of the studio's server. */
const STUDIO_HEADERS = {
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-embedder-policy": "require-corp",
	"content-security-policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types sluice-worker",
	"cross-origin-resource-policy": "same-origin",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"cache-control": "no-store"
};
/** Serves the studio's built page, without what its server answers under /api. */
function serveStudio() {
	return listening(createServer(({ url = "/" }, response) => {
		const path = new URL(url, "http://localhost").pathname.slice(1) || "index.html";
		const ours = /^(index\.html|assets\/[\w.-]+|texts\/\w+\.txt|wasm\/[\w.-]+)$/.test(path);
		const file = join(path.startsWith("wasm/") ? ROOT : STUDIO, path);
		const body = ours && existsSync(file) ? readFileSync(file) : void 0;
		const headers = {
			...STUDIO_HEADERS,
			"content-type": TYPES[extname(path)] ?? "text/plain; charset=utf-8"
		};
		response.writeHead(body === void 0 ? 404 : 200, headers).end(body);
	}));
}
function listening(server) {
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			resolve({
				address: `http://127.0.0.1:${port}/`,
				close: () => void server.close()
			});
		});
	});
}
// ../../tmp/hcell/look.ts
const served = await serveStudio();
const b = await chromium.launch({
	executablePath: "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu"]
});
const spec = JSON.parse(process.argv[2] ?? "{}");
const p = await (await b.newContext({
	viewport: {
		width: spec.w ?? 1440,
		height: spec.h ?? 900
	},
	locale: spec.ko ? "ko-KR" : "en-GB",
	colorScheme: spec.dark ? "dark" : "light",
	reducedMotion: "reduce"
})).newPage();
p.on("console", (m) => {
	if (/error|warning/.test(m.type())) console.log("CONSOLE", m.text());
});
p.on("pageerror", (e) => console.log("PAGEERROR", e.message));
await p.goto(`${served.address}#${spec.hash ?? "/train?hidden=48&k2=24&batch=16&steps=600"}`);
await p.waitForSelector(".transport");
await p.locator(".transport .play").click();
await p.locator(".transport .numbers", { hasText: /finished in|만에 끝남/ }).waitFor({ timeout: 12e4 });
await p.evaluate(`location.hash = location.hash.replace("/train","/cell") + "${spec.at ?? "&at=300&u=7"}"`);
await p.locator(".cell-picture svg text").first().waitFor({ timeout: 6e4 });
await p.waitForTimeout(800);
if (spec.before) await p.evaluate(spec.before);
for (const s of spec.clicks ?? []) {
	await p.locator(s).first().click();
	await p.waitForTimeout(300);
}
await p.waitForTimeout(500);
console.log("overflow", await p.evaluate("document.documentElement.scrollWidth"), "nodes", await p.evaluate("document.querySelectorAll('*').length"));
await p.screenshot({
	path: spec.out ?? "/tmp/hcell/l.png",
	fullPage: spec.full ?? true
});
await b.close();
served.close();
process.exit(0);
export {};
