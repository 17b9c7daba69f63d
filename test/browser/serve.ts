/** A server on the loopback address for pages under test: files of the package, and texts that the test gives. */

import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

/** The folder of the studio's built page. */
export const STUDIO = join(import.meta.dirname, "../../dist/page/studio");
const ROOT = join(import.meta.dirname, "../..");
const TYPES: Readonly<Record<string, string>> = {
	".js": "text/javascript",
	".html": "text/html; charset=utf-8",
	".css": "text/css",
	".svg": "image/svg+xml",
	".wasm": "application/wasm",
};
/** What makes a page cross-origin isolated, so that it has shared memory. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** The headers of the studio's server. */
const STUDIO_HEADERS = {
	...ISOLATED,
	"content-security-policy":
		"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types sluice-worker",
	"cross-origin-resource-policy": "same-origin",
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"cache-control": "no-store",
};

export interface Served {
	/** Ends in "/". */
	address: string;
	close(): void;
}

/** @param texts by path, beside the package's dist/browser and wasm. */
export function serve(texts: Readonly<Record<string, string>>, { isolated = true } = {}): Promise<Served> {
	const server = createServer(({ url = "/" }, response) => {
		const { pathname } = new URL(url, "http://localhost");
		const path = pathname.slice(1) || "index.html";
		const ours = /^(dist\/browser\/[\w.]+|wasm\/[\w.-]+)$/.test(path);
		const body = Object.hasOwn(texts, path) ? texts[path] : ours ? readFileSync(join(ROOT, path)) : undefined;
		const headers = { ...(isolated && ISOLATED), "content-type": TYPES[extname(path)] ?? "text/plain" };
		response.writeHead(body === undefined ? 404 : 200, headers).end(body);
	});
	return listening(server);
}

/** Serves the studio's built page, without what its server answers under /api. */
export function serveStudio(): Promise<Served> {
	const server = createServer(({ url = "/" }, response) => {
		const path = new URL(url, "http://localhost").pathname.slice(1) || "index.html";
		const ours = /^(index\.html|assets\/[\w.-]+|docs\/[\w./-]+|texts\/\w+\.txt|lessons\/\w+\.json|wasm\/[\w.-]+)$/.test(
			path,
		);
		const file = join(/^(wasm|docs)\//.test(path) ? ROOT : STUDIO, path);
		const body = ours && existsSync(file) ? readFileSync(file) : undefined;
		const headers = { ...STUDIO_HEADERS, "content-type": TYPES[extname(path)] ?? "text/plain; charset=utf-8" };
		response.writeHead(body === undefined ? 404 : 200, headers).end(body);
	});
	return listening(server);
}

function listening(server: Server): Promise<Served> {
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address() as AddressInfo;
			resolve({ address: `http://127.0.0.1:${port}/`, close: () => void server.close() });
		});
	});
}
