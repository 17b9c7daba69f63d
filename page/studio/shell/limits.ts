/**
 * What a link leaves to its reader. `show` names the views of the navigation and the panels of Train; `lock` names words of
 * the address, or settings within its word `at`, that keep their values. Unknown words do nothing and are named.
 *
 *     #/lab?at=radius=0.9,act=linear&show=lab,lessons&lock=act,hidden,seed
 */
import type { Address, ViewName } from "../address.ts";
import { type Choice, isBlank, valueIn, withValue } from "../train/choices.ts";
import { isFurther } from "../train/optionNames.ts";

/** The views of the navigation, in its order. */
export const VIEWS = [
	"train",
	"text",
	"cell",
	"lab",
	"play",
	"chat",
	"runs",
	"lessons",
] as const satisfies readonly ViewName[];
/** The panels of Train. */
export const PANELS = ["loss", "norm", "lag", "sample", "eigen", "gates"] as const;
/** Words of the views other than Train. */
const WORDS = new Set(
	"lab at of run cp part u l s set wrap next pal scale pat open lesson game net pass n ngrams shade temp topp beams draw".split(
		" ",
	) satisfies readonly string[],
);
/** Settings of the lab's instruments, which stand within the word `at`. */
export const SETTINGS = new Set(
	"base hidden seed layer block radius act input bias move w b x y lr clip updates grid span steps from horizon arcs arms on steps batch lr length k2 omega".split(
		" ",
	),
);

type Lists = Pick<Address, "show" | "lock">;

/** The views that are left: all if the link names none. */
export function viewsOf({ show }: Pick<Address, "show">): readonly (typeof VIEWS)[number][] {
	const named = VIEWS.filter((name) => show.includes(name));
	return named.length > 0 ? named : VIEWS;
}

/** Whether a panel of Train is left. */
export function showsPanel({ show }: Pick<Address, "show">, panel: (typeof PANELS)[number]): boolean {
	return !PANELS.some((name) => show.includes(name)) || show.includes(panel);
}

const lockable = (word: string) => isBlank(word) || isFurther(word) || WORDS.has(word) || SETTINGS.has(word);

/** The words that lock something. */
export const lockedIn = ({ lock }: Pick<Address, "lock">): string[] => lock.filter(lockable);

/** Words of the link that this page does not know. */
export function strangers({ show, lock }: Lists): string[] {
	const known = new Set<string>([...VIEWS, ...PANELS]);
	return [...show.filter((word) => !known.has(word)), ...lock.filter((word) => !lockable(word))];
}

/** Whether the link takes anything from its reader. */
export const limits = (address: Lists): boolean =>
	viewsOf(address) !== VIEWS || lockedIn(address).length > 0 || strangers(address).length > 0;

/** The words of a view with those that are locked as they were. */
export function keptWords(next: Address["more"], before: Address["more"], lock: readonly string[]): Address["more"] {
	const kept: Record<string, string> = { ...next };
	for (const word of lock) {
		if (!WORDS.has(word)) continue;
		delete kept[word];
		if (before[word] !== undefined) kept[word] = before[word];
	}
	return kept;
}

/** The words of one instrument of the lab with the settings that are locked as they were. */
export function keptSettings(next: Address["more"], before: Address["more"], lock: readonly string[]): Address["more"] {
	const settings = lock.filter((word) => SETTINGS.has(word));
	if (settings.length === 0 || lock.includes("at")) return next;
	const kept: Record<string, string> = { ...next };
	const [was, now] = [settingsOf(before.at), settingsOf(next.at)];
	for (const name of settings) {
		const value = was.get(name);
		if (value === undefined) now.delete(name);
		else now.set(name, value);
	}
	if (now.size === 0) delete kept.at;
	else kept.at = [...now].map(([name, value]) => `${name}=${value}`).join(",");
	return kept;
}

/** Settings within the word `at`, by name. */
const settingsOf = (at = ""): Map<string, string> =>
	new Map(
		at.split(",").flatMap((one) => {
			const [, name, value] = /^(\w+)=(.*)$/.exec(one) ?? [];
			return name ? [[name, value!] as const] : [];
		}),
	);

/** The choice of Train with what is locked as it was. */
export function keptChoice(next: Choice, before: Choice, lock: readonly string[]): Choice {
	const names = lock.filter((word) => isBlank(word) || isFurther(word));
	return names.reduce((choice, name) => withValue(choice, name, valueIn(before, name)), next);
}
