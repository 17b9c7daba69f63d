/** How a foreign text (a name in a file, a file's name) and a foreign value are shown inside a message. */

/** `counted(1, "row")` is "1 row", `counted(2, "row")` "2 rows". */
export const counted = (n: number, one: string, shown: (n: number) => string = String): string =>
	`${shown(n)} ${one}${n === 1 ? "" : "s"}`;

/** Control, bidirectional and other invisible characters, which could make a message lie about its content. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"\\]/gu;

/** `text` in double quotes, at most 64 characters of it, with invisible characters escaped as \u{...}. */
export function quote(text: string): string {
	const characters = Array.from(text.slice(0, 256));
	const cut = characters.length > 64 || text.length > 256;
	const shown = cut ? characters.slice(0, 64).join("") : text;
	const safe = shown.replace(UNSAFE, (c) =>
		c === '"' || c === "\\" ? `\\${c}` : `\\u{${c.codePointAt(0)!.toString(16)}}`,
	);
	return `"${safe}"${cut ? "..." : ""}`;
}

/** Quotes and backslashes are JSON's own, and stay as they are. */
const UNSAFE_IN_JSON = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A value of any type as a message shows it: texts quoted, numbers as they are, objects and lists as JSON, at most 64
 * characters. Undefined for a value that was not given.
 */
export function shown(value: unknown): string | undefined {
	if (value === undefined) return undefined;
	if (typeof value === "string") return quote(value);
	if (typeof value === "function" || typeof value === "symbol") return typeof value;
	if (typeof value !== "object" || value === null) return String(value);
	const json = textOf(value);
	const characters = Array.from(json.slice(0, 256));
	const cut = characters.length > 64 || json.length > 256;
	const safe = characters
		.slice(0, 64)
		.join("")
		.replace(UNSAFE_IN_JSON, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
	return `${safe}${cut ? "..." : ""}`;
}

/** JSON of it, or its kind where it has none: a circle, a big integer. */
function textOf(value: object): string {
	try {
		return JSON.stringify(value) ?? "object";
	} catch {
		return Array.isArray(value) ? "array" : "object";
	}
}

/** `1e12` for the large bounds, digits for the others. */
export function plainNumber(value: number): string {
	if (value === Number.MAX_SAFE_INTEGER) return "2^53-1";
	return value >= 1e6 && Number.isInteger(Math.log10(value)) ? `1e${Math.log10(value)}` : String(value);
}
