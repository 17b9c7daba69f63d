/** What happens to a request, in this order: guard, headers of the answer, files of the page, body, routes. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { fail } from "../../src/errors/index.ts";
import { type Asset, sendAsset } from "./assets.ts";
import { readBody } from "./body.ts";
import { guard } from "./guard.ts";
import { sendRefusal } from "./guardAnswer.ts";
import { secure } from "./headers.ts";
import { refused } from "./refusal.ts";
import { routesOf } from "./routes.ts";
import type { Studio } from "./studio.ts";

const EMPTY = Buffer.alloc(0);
/** No path of the server has another character, so none is ever decoded. */
const PLAIN = /^\/[\w./-]*(\?[\w=&.%+~-]*)?$/;

export function listenerOf(
	studio: Studio,
	assets: ReadonlyMap<string, Asset>,
	hosts: readonly string[],
): (request: IncomingMessage, response: ServerResponse) => void {
	const bodies = new WeakMap<IncomingMessage, Buffer>();
	const routes = routesOf(studio, (request) => bodies.get(request) ?? EMPTY);
	const keys = { hosts, isSession: studio.keys.isSession.bind(studio.keys) };

	async function answer(request: IncomingMessage, response: ServerResponse, asset?: Asset): Promise<void> {
		const { method = "", url = "" } = request;
		if (asset) return sendAsset(asset, request, response);
		if (!PLAIN.test(url)) throw fail("E_STUDIO_ROUTE", {});
		if (method !== "GET" && method !== "HEAD") bodies.set(request, await readBody(request));
		await routes(request, response);
	}

	return (request, response) => {
		const { method = "", url = "", rawHeaders } = request;
		const asset = method === "GET" || method === "HEAD" ? assets.get(url) : undefined;
		const open = asset !== undefined || (method === "POST" && url === "/api/session");
		const refusal = guard({ method, url, rawHeaders, open }, keys);
		if (refusal) return sendRefusal(refusal, request, response);
		secure(response);
		answer(request, response, asset).catch((error) => {
			if (request.destroyed || response.headersSent) return response.destroy();
			const { status, body } = refused(error, [studio.runs, studio.studies.folder, studio.privateFolder], studio.log);
			const text = JSON.stringify(body);
			// The rest of the request is not read, so the connection cannot be used again.
			response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", Connection: "close" });
			response.end(request.method === "HEAD" ? undefined : text, () => {
				if (!request.complete) request.socket.destroySoon();
			});
		});
	};
}
