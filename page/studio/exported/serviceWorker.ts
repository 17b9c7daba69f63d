/**
 * The service worker of an exported page. It keeps all files of one version, each compared with its digest before any is
 * used, and answers from them alone: a page is never made of two versions. Files that it does not know are not its business.
 */
import { type Exported, UPDATE } from "./exportMessages.ts";

/** What a service worker has, as far as it is used here. */
interface Scope {
	location: { href: string };
	skipWaiting(): Promise<void>;
	clients: { claim(): Promise<void> };
	addEventListener(type: "install" | "activate", listener: (event: Waiting) => void): void;
	addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
	addEventListener(type: "fetch", listener: (event: Fetched) => void): void;
}
interface Waiting {
	waitUntil(work: Promise<unknown>): void;
}
interface Fetched {
	request: Request;
	respondWith(answer: Promise<Response>): void;
}

declare const SLUICE_EXPORTED: Exported;
const { edition, files, headers } = SLUICE_EXPORTED;
const scope = globalThis as unknown as Scope;
const FOLDER = new URL("./", scope.location.href).href;
const OURS = `sluice ${FOLDER} `;
const NAME = OURS + edition;

scope.addEventListener("install", (event) => event.waitUntil(keepAll()));
scope.addEventListener("activate", (event) => event.waitUntil(takeOver()));
scope.addEventListener("message", ({ data }) => {
	if (data === UPDATE) void scope.skipWaiting();
});
scope.addEventListener("fetch", (event) => {
	const path = pathOf(event.request);
	if (path !== undefined) event.respondWith(answerOf(path));
});

async function keepAll(): Promise<void> {
	const cache = await caches.open(NAME);
	try {
		await Promise.all(
			Object.keys(files).map(async (path) => {
				const known = await cache.match(FOLDER + path);
				if (!known) await cache.put(FOLDER + path, await fetched(path));
			}),
		);
	} catch (error) {
		await caches.delete(NAME);
		throw error;
	}
}

async function takeOver(): Promise<void> {
	for (const name of await caches.keys()) if (name.startsWith(OURS) && name !== NAME) await caches.delete(name);
	await scope.clients.claim();
}

/** The file that a request asks for; undefined if it is none of this version. */
function pathOf({ method, url }: Request): string | undefined {
	const { href } = Object.assign(new URL(url), { hash: "", search: "" });
	if (method !== "GET" || !href.startsWith(FOLDER)) return undefined;
	const path = href.slice(FOLDER.length) || "index.html";
	return Object.hasOwn(files, path) ? path : undefined;
}

async function answerOf(path: string): Promise<Response> {
	const cache = await caches.open(NAME);
	try {
		return (await cache.match(FOLDER + path)) ?? (await fetched(path)); // a browser may drop what was kept
	} catch {
		return Response.error();
	}
}

/** The file from the net. @throws if it is not that of this version. */
async function fetched(path: string): Promise<Response> {
	const answer = await fetch(FOLDER + path, { cache: "no-cache" });
	const bytes = await answer.arrayBuffer();
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	if (!answer.ok || hex !== files[path]) throw new Error(path);
	const type = answer.headers.get("content-type") ?? "application/octet-stream";
	return new Response(bytes, { headers: { ...headers, "content-type": type } });
}
