/** What a line of a conversation is: a question, or a command with its argument. */

export type Line =
	| { what: "question"; text: string }
	| { what: "why" | "help" | "quit" | "empty" }
	| { what: "temperature" | "seed"; value: number }
	| { what: "save"; file: string }
	| { what: "form"; command: "temperature" | "seed" | "save" }
	| { what: "unknown"; command: string };

/** Reads a line. A question that begins with a slash is typed with two. */
export function lineOf(typed: string): Line {
	const text = typed.trim();
	if (text === "") return { what: "empty" };
	if (text.startsWith("//")) return { what: "question", text: text.slice(1) };
	if (!text.startsWith("/")) return { what: "question", text };
	const [word = "", ...rest] = text.slice(1).split(/\s+/);
	const argument = rest.join(" ");
	if (word === "why" || word === "help" || word === "quit") return { what: word };
	if (word === "save") return argument === "" ? { what: "form", command: word } : { what: "save", file: argument };
	if (word !== "temperature" && word !== "seed") return { what: "unknown", command: `/${word}` };
	const value = /^\d+(\.\d+)?$/.test(argument) ? Number(argument) : Number.NaN;
	const fits = word === "seed" ? Number.isSafeInteger(value) : value <= 1000;
	return fits ? { what: word, value } : { what: "form", command: word };
}
