/** Whether this page is an exported one, which has files instead of a server, and which. */
import { EXPORTED } from "../../../studio/wire/exportedMark.ts";

const mark = globalThis.document?.querySelector<HTMLMetaElement>(`meta[name="${EXPORTED}"]`);

/** Names the version of the exported page's files; null if the page has a server. */
export const edition: string | null = mark?.content ?? null;
