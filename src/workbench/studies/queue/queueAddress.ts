/** The address of a queue, as a user gives it, and the part of it that may be shown: it can have a password. */
import { fail } from "../../../errors/index.ts";

export interface QueueAddress {
	/** All of it, for the client. */
	url: string;
	/** "redis://HOST:PORT", for people. */
	server: string;
}

const PORT = 6379;

/** Reads "redis://[[USER]:PASSWORD@]HOST[:PORT][/NUMBER]", or "rediss://" for TLS. @throws E_STUDY_QUEUE. */
export function parseQueueAddress(given: unknown): QueueAddress {
	const url = typeof given === "string" && URL.canParse(given) ? new URL(given) : undefined;
	const fits =
		url !== undefined &&
		/^rediss?:$/.test(url.protocol) &&
		/^[\w.:[\]-]+$/.test(url.hostname) &&
		/^(?:\/\d{0,4})?$/.test(url.pathname) &&
		`${url.search}${url.hash}` === "";
	if (!fits) throw fail("E_STUDY_QUEUE", { why: { reason: "address" } });
	return { url: given as string, server: `${url.protocol}//${url.hostname}:${url.port || PORT}` };
}
