/** Patterns of markup: tags and comments of HTML and XML. */
import type { Labeller } from "./pattern.ts";

/** Between `<` followed by a letter, `/`, `!` or `?`, and `>`; once the second character was read. */
export function tag(): Labeller {
	let inside = false;
	let last = 0;
	return (c) => {
		if (inside) inside = c !== 0x3e;
		else
			inside =
				last === 0x3c && ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 0x2f || c === 0x21 || c === 0x3f);
		last = c;
		return inside ? 1 : 0;
	};
}

/** Between `<!--` and `-->`, once the opening was read. */
export function markupComment(): Labeller {
	let inside = false;
	let tail = ""; // the last characters, at most 4
	return (c) => {
		tail = (tail + (c < 128 ? String.fromCharCode(c) : "*")).slice(-4);
		if (inside) inside = !tail.endsWith("-->");
		else if (tail === "<!--") [inside, tail] = [true, ""];
		return inside ? 1 : 0;
	};
}
