/**
 * Measures the wasm engine once in headless Chromium: `node bench/browser.mjs W1 wasm-relaxed SECONDS`. A server on the
 * loopback address serves the package's files; page.mjs imports the built library unchanged.
 */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium, playwrightPath } from "./contenders.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const TYPES = {
	".mjs": "text/javascript",
	".js": "text/javascript",
	".wasm": "application/wasm",
	".html": "text/html",
};
const SERVED = ["bench", "dist/src", "wasm"];
const PAGE = '<!doctype html><script type="module" src="/bench/page.mjs"></script>';

const server = createServer((request, response) => {
	const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname)).slice(1);
	// cross-origin isolated: finer clock, and shared memory if the engine needs it
	const headers = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
	const send = (code, type) => response.writeHead(code, { ...headers, "content-type": type });
	if (path === "") return send(200, "text/html").end(PAGE);
	const file = join(ROOT, path);
	const served = SERVED.some((folder) => path.startsWith(`${folder}/`)) && existsSync(file) && statSync(file).isFile();
	if (!served) return send(404, "text/plain").end("not here");
	send(200, TYPES[extname(file)] ?? "application/octet-stream");
	return createReadStream(file).pipe(response);
});

const [name, engine, seconds] = process.argv.slice(2);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { chromium: launcher } = (await import(pathToFileURL(playwrightPath()).href)).default;
const browser = await launcher.launch({ executablePath: chromium(), args: ["--no-sandbox"] });
try {
	const page = await browser.newPage();
	page.on("pageerror", (error) => console.error(`page error: ${error.message}`));
	await page.goto(`http://127.0.0.1:${server.address().port}/`);
	await page.waitForFunction("globalThis.measure !== undefined");
	// the browser's processes cannot be distinguished from others here, so the load of other processes is unknown
	const result = await page.evaluate((request) => globalThis.measure(request), {
		name,
		engine,
		seconds: Number(seconds),
	});
	const build = `${result.build}, Chromium ${browser.version()}`;
	console.log(JSON.stringify({ ...result, otherCpus: null, steal: null, threads: 1, rssMb: null, build }));
} finally {
	await browser.close();
	server.close();
}
