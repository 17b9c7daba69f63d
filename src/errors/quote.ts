/** How a foreign text (a name in a file, a file's name) is shown inside a message. */

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
