/**
 * The answer to a request that the guard refuses: made once for each reason, so that a flood of them costs little. Anyone on
 * this computer can send such requests, also a page of another site.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { fail } from "../../src/errors/index.ts";
import type { GuardReason } from "../../src/errors/studio.ts";
import type { Refusal } from "./guard.ts";
import { SECURE_HEADERS } from "./headers.ts";

interface Ready {
	text: Buffer;
	/** Names and values in turn. */
	headers: string[];
}

const answers = new Map<GuardReason, Ready>();

function answerOf(why: GuardReason): Ready {
	const known = answers.get(why);
	if (known) return known;
	const coded = fail("E_STUDIO_GUARD", { why });
	const text = Buffer.from(
		JSON.stringify({ code: coded.code, message: { en: coded.text("en"), ko: coded.text("ko") } }),
	);
	const own = { "Content-Type": "application/json; charset=utf-8", "Content-Length": String(text.length) };
	const made = { text, headers: Object.entries({ ...SECURE_HEADERS, ...own }).flat() };
	answers.set(why, made);
	return made;
}

/** A request without a body leaves its connection usable; of any other, the body is not read, and the connection ends. */
export function sendRefusal({ status, why }: Refusal, request: IncomingMessage, response: ServerResponse): void {
	const { text, headers } = answerOf(why);
	const bare = request.headers["content-length"] === undefined && request.headers["transfer-encoding"] === undefined;
	response.writeHead(status, bare ? headers : [...headers, "Connection", "close"]);
	response.end(request.method === "HEAD" ? undefined : text, () => {
		if (!bare && !request.complete) request.socket.destroySoon();
	});
}
