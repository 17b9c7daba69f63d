/**
 * An exported page has no server: it reads from files what a server would answer, and refuses what only one can do. Nothing
 * else of the page knows where answers come from.
 */
import { EXPORTED } from "../../../studio/wire/exportedMark.ts";

const mark = globalThis.document?.querySelector<HTMLMetaElement>(`meta[name="${EXPORTED}"]`);

/** Names the version of the exported page's files; null if the page has a server. */
export const edition: string | null = mark?.content ?? null;

/** As a server would answer: a file, or a refusal. */
export const fetchExported = async (address: string, init: RequestInit): Promise<Response> =>
	(await import("./exportedAnswers.ts")).fetchExported(address, init);
