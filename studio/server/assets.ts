/**
 * The files of the page, read once at the start: a map from the exact path of a request to bytes. Nothing is decoded and
 * no file is opened for a request, so there is no path to climb out of.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname, extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface Asset {
	bytes: Buffer;
	type: string;
	/** Its name holds a hash of its content, so it never changes. */
	hashed: boolean;
	etag: string;
	/** 404 for a path that is kept free. */
	status: number;
}

const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
	".ico": "image/x-icon",
	".wasm": "application/wasm",
	".txt": "text/plain; charset=utf-8",
	".md": "text/plain; charset=utf-8",
};

/** Shown where the page is not built. */
const STUB = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sluice studio</title><link rel="icon" href="data:,"></head>
<body>
<h1>Sluice studio</h1>
<p>The server runs, but its page is not in this build. Build it with: npm run build</p>
<p lang="ko">서버는 실행 중이지만 이 빌드에는 페이지가 없습니다. npm run build로 빌드하세요.</p>
</body>
</html>
`;

/** A service worker would outlive the server and seize its port. */
const KEPT_FREE = ["/sw.js", "/service-worker.js"];

/** The folder of package.json, from src and from dist alike. */
export function packageRoot(): string {
	for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
		if (existsSync(join(folder, "package.json")) || dirname(folder) === folder) return folder;
	}
}

/** @param page folder of the built page; @param wasm folder of the engine's binaries */
export function readAssets(
	page = join(packageRoot(), "dist", "page", "studio"),
	wasm = join(packageRoot(), "wasm"),
): Map<string, Asset> {
	const assets = new Map<string, Asset>();
	for (const path of filesIn(page)) assets.set(`/${path}`, assetOf(path, readFileSync(join(page, path))));
	for (const path of filesIn(wasm))
		if (path.endsWith(".wasm")) assets.set(`/wasm/${path}`, assetOf(path, readFileSync(join(wasm, path))));
	const index = assets.get("/index.html") ?? assetOf("index.html", Buffer.from(STUB));
	assets.set("/", index);
	assets.set("/index.html", index);
	for (const path of KEPT_FREE) assets.set(path, { ...assetOf("none.txt", Buffer.from("")), status: 404 });
	return assets;
}

/** Name of a document or of a picture in one. */
const DOCUMENT = /^[\w./-]+\.(md|svg|png)$/;

/** The documents of the package and their pictures, by path. @param root folder of package.json */
export function readDocuments(root = packageRoot()): Map<string, Asset> {
	const there = filesIn(join(root, "docs")).filter((path) => DOCUMENT.test(path));
	return new Map(there.map((path) => [`/docs/${path}`, assetOf(path, readFileSync(join(root, "docs", path)))]));
}

/** Plain files below a folder, with forward slashes; links are left out. */
function filesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

function assetOf(path: string, bytes: Buffer): Asset {
	return {
		...{ bytes, type: TYPES[extname(path)] ?? "application/octet-stream", status: 200 },
		hashed: /^assets\/.*[-.][\w-]{8,}\.\w+$/.test(path),
		etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
	};
}

export function sendAsset(asset: Asset, request: IncomingMessage, response: ServerResponse): void {
	const same = request.headers["if-none-match"] === asset.etag;
	response.setHeader("Cache-Control", asset.hashed ? "public, max-age=31536000, immutable" : "no-cache");
	response.setHeader("ETag", asset.etag);
	response.setHeader("Content-Type", asset.type);
	response.statusCode = same ? 304 : asset.status;
	if (!same) response.setHeader("Content-Length", asset.bytes.length);
	response.end(same || request.method === "HEAD" ? undefined : asset.bytes);
}
