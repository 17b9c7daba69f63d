/** A server on the loopback address for pages under test: files of the package, and texts that the test gives. */

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const TYPES: Readonly<Record<string, string>> = {
	".js": "text/javascript",
	".html": "text/html",
	".wasm": "application/wasm",
};
/** What makes a page cross-origin isolated, so that it has shared memory. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

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
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address() as AddressInfo;
			resolve({ address: `http://127.0.0.1:${port}/`, close: () => void server.close() });
		});
	});
}
