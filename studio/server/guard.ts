/**
 * The guard of the studio's server: one function that every request passes before anything is done for it. It reads the
 * request line and the headers only, and knows no paths, so that a new route cannot be forgotten here.
 *
 * A page of another site can send requests to this computer, and a name that its owner controls can be made to mean
 * 127.0.0.1. Hence the order: the Host header names this server exactly; the browser says that the request comes from
 * this origin; and the request proves that it belongs to the session, by a cookie and by a header. A cookie alone would
 * not do, since all ports of a host share cookies (RFC 6265, section 8.5).
 */
import type { GuardReason } from "../../src/errors/studio.ts";
import { MOST_TEXT_BYTES } from "../wire.ts";

export interface GuardedRequest {
	method: string;
	/** The request target as it was sent. */
	url: string;
	/** Names and values of the headers, in turn, as they were sent. */
	rawHeaders: readonly string[];
	/** What is asked for is public: a file of the page, or the exchange of a start link. */
	open: boolean;
}

export interface GuardKeys {
	/** The values of Host by which this server is meant. */
	hosts: readonly string[];
	/** Whether the headers Cookie and x-sluice prove the session. */
	isSession(cookie: string | undefined, secret: string | undefined): boolean;
}

export interface Refusal {
	status: number;
	why: GuardReason;
}

const READS = new Set(["GET", "HEAD"]);
const TYPE = /^application\/(json(; ?charset=utf-8)?|octet-stream)$/i;

/** Why the request is refused; undefined if it may pass. */
export function guard({ method, url, rawHeaders, open }: GuardedRequest, keys: GuardKeys): Refusal | undefined {
	const headers = headersOf(rawHeaders);
	const one = (name: string) => headers.get(name)?.[0];
	const once = (name: string) => (headers.get(name)?.length ?? 0) <= 1;
	const reads = READS.has(method);

	if (!url.startsWith("/")) return { status: 400, why: "form" };
	const host = one("host");
	if (host === undefined || !once("host") || !keys.hosts.includes(host)) return { status: 421, why: "host" };

	if (!once("sec-fetch-site") || !siteFits(one("sec-fetch-site"), { reads, open, header: one }))
		return { status: 403, why: "site" };
	const origin = one("origin");
	if (!once("origin") || (origin === undefined ? !reads : origin !== `http://${host}`))
		return { status: 403, why: "origin" };

	const provable = once("cookie") && once("x-sluice");
	if (!open && !(provable && keys.isSession(one("cookie"), one("x-sluice")))) return { status: 401, why: "session" };

	const length = one("content-length");
	const transfer = one("transfer-encoding");
	if (headers.has("content-encoding") || (transfer !== undefined && transfer.toLowerCase() !== "chunked"))
		return { status: 415, why: "encoding" };
	if (reads) return transfer !== undefined || Number(length ?? 0) !== 0 ? { status: 413, why: "size" } : undefined;
	if (!once("content-type") || !TYPE.test(one("content-type") ?? "")) return { status: 415, why: "type" };
	if (length !== undefined && !(Number(length) <= MOST_TEXT_BYTES)) return { status: 413, why: "size" };
	return undefined;
}

/**
 * Sec-Fetch-Site is absent outside browsers and "none" for an address that the user typed. A link elsewhere, such as the
 * file that opens the browser, may lead to the page itself, which holds no data.
 */
function siteFits(
	site: string | undefined,
	{ reads, open, header }: { reads: boolean; open: boolean; header(name: string): string | undefined },
): boolean {
	if (site === undefined || site === "same-origin") return true;
	if (!reads) return false;
	if (site === "none") return true;
	return open && header("sec-fetch-mode") === "navigate" && header("sec-fetch-dest") === "document";
}

function headersOf(raw: readonly string[]): Map<string, string[]> {
	const headers = new Map<string, string[]>();
	for (let k = 0; k + 1 < raw.length; k += 2) {
		const name = raw[k]!.toLowerCase();
		headers.set(name, [...(headers.get(name) ?? []), raw[k + 1]!]);
	}
	return headers;
}
