/** A host of files as any is: it knows no route, answers what is there, and has the page in a folder below its root. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
	...{ ".js": "text/javascript", ".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml" },
	...{ ".wasm": "application/wasm", ".json": "application/json", ".txt": "text/plain; charset=utf-8" },
};
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

export interface PlainHost {
	/** Address of the page, ending in "/". */
	address: string;
	/** Paths below the page that were asked for and are not there. */
	missing: string[];
	/** Folder that is served now. */
	folder: string;
	close(): void;
}

export function plainHost(folder: string, { under = "/~course/week 3/", isolated = false } = {}): Promise<PlainHost> {
	const host: PlainHost = { address: "", missing: [], folder, close: () => {} };
	const server = createServer(({ url = "/" }, response) => {
		const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
		const below = path.startsWith(under) ? path.slice(under.length) || "index.html" : "";
		const file = join(host.folder, below);
		const here = below !== "" && existsSync(file) && statSync(file).isFile();
		if (!here) host.missing.push(path);
		const headers = { ...(isolated && ISOLATED), "content-type": TYPES[extname(file)] ?? "application/octet-stream" };
		response.writeHead(here ? 200 : 404, headers).end(here ? readFileSync(file) : undefined);
	});
	return new Promise((resolve) => {
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address() as AddressInfo;
			host.address = `http://127.0.0.1:${port}${encodeURI(under)}`;
			host.close = () => {
				server.close();
				server.closeAllConnections();
			};
			resolve(host);
		});
	});
}
