/**
 * The address is the view: what is shown and chosen stands after the #, and only what differs from the defaults. Unknown
 * keys and values that no control could give are dropped; the trainer's own parser judges the rest.
 *
 *     #/train?data=ko&cell=gru&hidden=128     #/runs?open=4f0c...     #/lab?at=radius=0.9&show=lab,lessons&lock=act
 */
import { BLANKS, CHOICES, type Choice, DEFAULTS, isBlank } from "./train/choices.ts";
import { isFurther } from "./train/optionNames.ts";

export type ViewName = "train" | "runs" | "text" | "cell" | "lab" | "play" | "chat" | "lessons" | "docs" | "receipt";
const OPEN: readonly string[] = [
	"train",
	"runs",
	"text",
	"cell",
	"lab",
	"play",
	"chat",
	"lessons",
	"docs",
] satisfies ViewName[];

export interface Address {
	view: ViewName;
	choice: Choice;
	/** Views and panels to show, as shell/limits.ts reads them. */
	show: readonly string[];
	/** Words of the address, and settings, that keep their values. */
	lock: readonly string[];
	/** The receipt that the address holds, whole; empty in the other views. */
	receipt: string;
	/** Other words of the view, such as the open run. */
	more: Readonly<Record<string, string>>;
}

/** Longest address that is written, in characters; one of 10 times that is not read. */
export const MOST_CHARACTERS = 300;
const WORD = /^[a-z0-9:.,=-]{1,200}$/i;
/** A value of an option, which may name columns or tensors. */
const OPTION = /^[\p{L}\p{N}:.,=/;|*_ -]{1,120}$/u;
/** Slug of a document's heading, in whatever language. */
const SECTION = /^[\p{L}\p{N}_-]{1,120}$/u;
/** As a receipt's link begins; the worker that reads it judges the rest. */
const RECEIPT = /^#receipt=[\w-]{1,2048}$/;
const OWN = new Set(["show", "lock"]);
/** What only a copied link has: its language, the reader's own text, and what was typed in Play (shell/link.ts). */
const OF_LINK = new Set(["lang", "own", "say"]);

export function readAddress(hash: string): Address {
	if (RECEIPT.test(hash)) return { ...readAddress("#/train"), view: "receipt", receipt: hash };
	const [path = "", query = ""] = hash
		.replace(/^#\/?/, "")
		.slice(0, 10 * MOST_CHARACTERS)
		.split("?");
	const view = (OPEN.includes(path) ? path : "train") as ViewName;
	const blanks: Record<string, string> = {};
	const further: Record<string, string> = {};
	const more: Record<string, string> = {};
	const lists: Record<string, readonly string[]> = { show: [], lock: [] };
	for (const [key, value] of new URLSearchParams(query)) {
		if (OF_LINK.has(key)) continue;
		if (isFurther(key) && OPTION.test(value)) further[key] = value;
		if (OWN.has(key))
			lists[key] = value
				.slice(0, 120)
				.split(",")
				.filter((word) => /^\w+$/.test(word));
		if (key === "sec" && view === "docs" && SECTION.test(value)) more[key] = value;
		if (isFurther(key) || OWN.has(key) || !WORD.test(value)) continue;
		if (isBlank(key)) {
			if (CHOICES[key].takes(value)) blanks[key] = value;
		} else if (/^\w{1,20}$/.test(key)) more[key] = value;
	}
	const choice: Choice = { ...DEFAULTS, ...blanks, further };
	return { view, choice, show: lists.show!, lock: lists.lock!, receipt: "", more };
}

/** What does not fit is left out, whole entries at a time: the newest words of the view first, the choice last. */
export function writeAddress({ view, choice, show, lock, receipt, more }: Address, most = MOST_CHARACTERS): string {
	if (view === "receipt") return receipt;
	const blanks = BLANKS.filter((key) => choice[key] !== DEFAULTS[key]);
	const entries = blanks.map((key): [string, string] => [key, choice[key]]);
	entries.push(...Object.entries(choice.further));
	if (show.length > 0) entries.push(["show", show.join(",")]);
	if (lock.length > 0) entries.push(["lock", lock.join(",")]);
	entries.push(...Object.entries(more));
	for (;;) {
		const query = new URLSearchParams(entries).toString();
		const words = query.replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%3D", "=");
		const whole = `#/${view}${words === "" ? "" : `?${words}`}`;
		if (whole.length <= most || entries.pop() === undefined) return whole;
	}
}
