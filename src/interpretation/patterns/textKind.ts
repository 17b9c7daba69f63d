/**
 * What a text is, by its lines: C-like code, Python-like code, markup, Korean or other prose. Each line that is not
 * empty counts for the first kind it shows a sign of; a kind with enough lines is present, and a text may be several.
 */
import type { TextKind } from "./registry.ts";

/** Lines that show a sign of each kind, in the order in which they are tried. */
const SIGNS: readonly [TextKind, RegExp][] = [
	["korean", /[가-힣]{2}.*[가-힣]/],
	["markup", /<\/?[a-zA-Z][^<>]*>|^ {0,3}#{1,6} \S|\]\([^)\s]+\)|^```/],
	[
		"c",
		/^\s*#\s*(?:include|define|undef|ifn?def|elif|else|endif)\b|[=()[\]{}>].*;\s*(?:\/[/*].*)?$|^\s*(?:return|break|continue|goto)\b.*;\s*$|^\s*[{}][\s;,)]*$|\)\s*\{\s*$|^\s*(?:\/\*|\/\/)/,
	],
	[
		"python",
		/^\s*(?:def|class|if|elif|else|for|while|try|except|finally|with)\b.*:\s*(?:#.*)?$|^\s*(?:import [\w., ]+|from [\w.]+ import\b.*)$|^\s*@\w+|^\s*self\.\w+|^\s*#(?! ?(?:include|define))|^\s*(?:return|raise|assert)\b[^;]*[^;{]$/,
	],
];
/** Smallest fraction of the lines with which a kind is present. */
const LEAST: Record<TextKind, number> = { korean: 0.1, markup: 0.1, c: 0.15, python: 0.15, prose: 0 };
const MOST_LINE = 400;

export interface TextKinds {
	/** Kinds present, the most frequent first; prose if there is no other. */
	kinds: TextKind[];
	/** Number of lines that are not empty, and of those that show each kind. */
	lines: number;
	shares: Partial<Record<TextKind, number>>;
}

/** Counts the lines of a text, one code point at a time. */
export class KindCounter {
	readonly #counts = new Map<TextKind, number>();
	#lines = 0;
	#line = "";

	push(point: number): void {
		if (point === 10) this.#end();
		else if (this.#line.length < MOST_LINE) this.#line += String.fromCodePoint(point);
	}

	#end(): void {
		const line = this.#line.trimEnd();
		this.#line = "";
		if (line.trim() === "") return;
		this.#lines++;
		const kind = SIGNS.find(([, sign]) => sign.test(line))?.[0];
		if (kind) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
	}

	/** Ends the last line. */
	result(): TextKinds {
		this.#end();
		const share = (kind: TextKind) => (this.#counts.get(kind) ?? 0) / Math.max(1, this.#lines);
		const present = SIGNS.map(([kind]) => kind)
			.filter((kind) => share(kind) >= LEAST[kind])
			.sort((a, b) => share(b) - share(a));
		const kinds: TextKind[] = present.length > 0 ? present : ["prose"];
		const shares = Object.fromEntries(kinds.filter((kind) => kind !== "prose").map((kind) => [kind, share(kind)]));
		return { kinds, lines: this.#lines, shares };
	}
}
