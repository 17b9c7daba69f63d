/** What the view Text shows, as words of the address: `u` the unit, `at` the symbol, `wrap` how lines are broken, and the looks. */
import type { PaletteName } from "../../../src/views/palettes.ts";
import { RUN_ID } from "../../../studio/wire.ts";
import type { Address } from "../address.ts";
import { address, setAddress } from "../shell/location.ts";
import { patternIn, patternWord } from "./patternWord.ts";

export interface TextWords {
	/** The unit that colours the text, such as l0.c.17; null for the one that moves most. */
	unit: string | null;
	/** Symbol of the cursor. */
	at: number;
	/** lines: a row ends with its line. flow: a newline is a sign, and the row goes on. */
	wrap: "lines" | "flow";
	/** Whether the most likely next symbols are below the text. */
	next: boolean;
	palette: PaletteName;
	/** The size of c, and of an h without bounds, that has the full colour; "mean": around the unit's mean; null: its own scale. */
	scale: number | "mean" | null;
	/** The pattern whose places are marked, names or an expression; null for none. */
	pattern: string | null;
	/** The network that is compared: the id of a run, or "page"; null for none. */
	against: string | null;
	/** Its checkpoint: best, last or the number of an update; of the page's training the newest if it is not a number. */
	againstCheckpoint: "best" | "last" | number;
	/** Whether the difference colours the text while there is one, not the unit. */
	byDifference: boolean;
	/** Difference in nats that has the full colour. */
	differenceScale: number;
}

export const DIFFERENCE_SCALES = [0.5, 1, 2, 5, 10] as const;

export const SCALES = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] as const;
const UNIT = /^[\w.]{1,30}$/;

export function textWordsOf({ u, at = "0", wrap, next, pal, scale, pat, ...more }: Address["more"]): TextWords {
	const { vs, vcp = "best", by, dscale } = more;
	const [size, difference] = [Number(scale), Number(dscale)];
	return {
		unit: u !== undefined && UNIT.test(u) ? u : null,
		at: /^\d{1,9}$/.test(at) ? Number(at) : 0,
		wrap: wrap === "flow" ? "flow" : "lines",
		next: next !== "off",
		palette: pal === "safe" ? "safe" : "karpathy",
		scale: scale === "mean" ? scale : (SCALES as readonly number[]).includes(size) ? size : null,
		pattern: pat === undefined ? null : patternIn(pat),
		against: vs === "page" || (vs !== undefined && RUN_ID.test(vs)) ? vs : null,
		againstCheckpoint: vcp === "last" ? vcp : /^\d{1,15}$/.test(vcp) ? Number(vcp) : "best",
		byDifference: by !== "unit",
		differenceScale: (DIFFERENCE_SCALES as readonly number[]).includes(difference) ? difference : 2,
	};
}

/** Changes some of the words; those at their defaults are left out. */
export function setTextWords(change: Partial<TextWords>, how: "push" | "replace" = "replace"): void {
	const now = address.get();
	if (now.view !== "text") return;
	const before = textWordsOf(now.more);
	const words = { ...before, ...change };
	const word = words.pattern === null ? null : patternWord(words.pattern);
	const sameClaim = words.unit === before.unit && words.pattern === before.pattern;
	const { u: _u, at: _at, wrap: _w, next: _n, pal: _p, scale: _s, pat: _pat, claim, ...rest } = now.more;
	const { vs: _vs, vcp: _vcp, by: _by, dscale: _d, ...others } = rest;
	const more = {
		...others,
		...(sameClaim && claim !== undefined && { claim }),
		...(words.unit !== null && { u: words.unit }),
		...(words.at !== 0 && { at: String(words.at) }),
		...(words.wrap !== "lines" && { wrap: words.wrap }),
		...(!words.next && { next: "off" }),
		...(words.palette !== "karpathy" && { pal: words.palette }),
		...(words.scale !== null && { scale: String(words.scale) }),
		...(word !== null && { pat: word }),
		...(words.against !== null && { vs: words.against }),
		...(words.against !== null && words.againstCheckpoint !== "best" && { vcp: String(words.againstCheckpoint) }),
		...(words.against !== null && !words.byDifference && { by: "unit" }),
		...(words.differenceScale !== 2 && { dscale: String(words.differenceScale) }),
	};
	setAddress({ ...now, more }, how);
}

export const textWords = (): TextWords => textWordsOf(address.get().more);
