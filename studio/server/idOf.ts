/** Id by which a page names a run or a study. */
import { createHash } from "node:crypto";

/** The first 16 hexadecimal digits of the SHA-256 of a name. */
export const idOf = (name: string): string => createHash("sha256").update(name).digest("hex").slice(0, 16);
