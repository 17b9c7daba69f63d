/** How a foreign text (a name in a file, a file's name) and a foreign value are shown inside a message. */

/** `counted(1, "row")` is "1 row", `counted(2, "row")` "2 rows". */
export const counted = (n: number, one: string, shown: (n: number) => string = String): string =>
	`${shown(n)} ${one}${n === 1 ? "" : "s"}`;

/** Control, bidirectional and other invisible characters, which could make a message lie about its content. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"\\]/gu;

/** Characters of a value that a message shows. */
const MOST_SHOWN = 64;

/**
 * `text` in double quotes, with invisible characters escaped as \u{...}. Of a longer one the first 64 characters, and
 * how long it is: `"aaaa"...[900000]`.
 */
export function quote(text: string): string {
	const characters = Array.from(text.slice(0, 256));
	const isCut = characters.length > MOST_SHOWN || text.length > 256;
	const shown = isCut ? characters.slice(0, MOST_SHOWN).join("") : text;
	const safe = shown.replace(UNSAFE, (c) =>
		c === '"' || c === "\\" ? `\\${c}` : `\\u{${c.codePointAt(0)!.toString(16)}}`,
	);
	return `"${safe}"${isCut ? `...[${text.length}]` : ""}`;
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
	const isCut = characters.length > MOST_SHOWN || json.length > 256;
	const safe = characters
		.slice(0, MOST_SHOWN)
		.join("")
		.replace(UNSAFE_IN_JSON, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
	return `${safe}${isCut ? `...[${json.length}]` : ""}`;
}

/** JSON of it, or its kind where it has none: a circle, a big integer. */
function textOf(value: object): string {
	try {
		return JSON.stringify(value) ?? "object";
	} catch {
		return Array.isArray(value) ? "array" : "object";
	}
}

/** Longest text of a message's facts that is shown whole, such as a path or the answer of a parser. */
const MOST_TEXT = 600;

/** The facts of an error, with every text longer than any sentence needs cut, and how long it was. */
export function cutLong<P>(facts: P, depth = 0): P {
	if (typeof facts === "string") {
		if (facts.length <= MOST_TEXT) return facts;
		return `${facts.slice(0, MOST_TEXT / 2).replace(/[\ud800-\udbff]$/, "")}...[${facts.length}]` as P;
	}
	if (typeof facts !== "object" || facts === null || depth > 4 || facts instanceof Error) return facts;
	if (Array.isArray(facts)) return facts.slice(0, 1000).map((fact) => cutLong(fact, depth + 1)) as P;
	return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, cutLong(fact, depth + 1)])) as P;
}

/** Longest message, in UTF-16 units. */
export const MOST_MESSAGE = 4000;

/** A message of at most that length, with how long it was. */
export function cutMessage(message: string): string {
	if (message.length <= MOST_MESSAGE) return message;
	return `${message.slice(0, MOST_MESSAGE - 100).replace(/[\ud800-\udbff]$/, "")}...[${message.length}]`;
}

/** `1e12` for the large bounds, digits for the others. */
export function plainNumber(value: number): string {
	if (value === Number.MAX_SAFE_INTEGER) return "2^53-1";
	return value >= 1e6 && Number.isInteger(Math.log10(value)) ? `1e${Math.log10(value)}` : String(value);
}
