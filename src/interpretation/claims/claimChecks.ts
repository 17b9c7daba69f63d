/** The four checks of a claim, each for itself: a reader sees which one failed, and which could not be made. */
import { isFound } from "../search/found.ts";
import { beatsRival, type Evidence } from "./evidence.ts";

/**
 * scored: the pattern can be scored. found: the unit is above chance. rival: the AUC of each simpler explanation is below its 95 % interval. used:
 * the loss rises more inside than outside when it is held.
 */
export const CHECKS = ["scored", "found", "rival", "used"] as const;
export type CheckName = (typeof CHECKS)[number];
/** null: not measured, because an earlier check failed. */
export type Checks = Readonly<Record<CheckName, boolean | null>>;

export function checksOf({ search, held }: Evidence): Checks {
	return {
		scored: search !== null,
		found: search && isFound(search),
		rival: search && beatsRival(search),
		used: held && (held.verdict === "onlyInside" || held.verdict === "moreInside"),
	};
}

const LETTERS = new Map<boolean | null, string>([
	[true, "p"],
	[false, "f"],
	[null, "n"],
]);

/** The checks as four letters: p passed, f failed, n not measured. */
export const lettersOf = (checks: Checks): string => CHECKS.map((name) => LETTERS.get(checks[name])!).join("");

/** null for anything else than four such letters. */
export function checksIn(letters: string): Checks | null {
	if (!/^[pfn]{4}$/.test(letters)) return null;
	const passed = (letter: string) => (letter === "n" ? null : letter === "p");
	return Object.fromEntries(CHECKS.map((name, n) => [name, passed(letters[n]!)])) as unknown as Checks;
}
