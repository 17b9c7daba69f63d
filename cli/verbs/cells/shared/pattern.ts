/** How the cells verbs display a pattern. */
import { escapeLine } from "../../../display/escape.ts";
import type { Translate } from "../../../messages/catalogue.ts";

/** Exit code if a pattern that was asked for could not be scored. */
export const NOT_SCORED = 4;

/** The patterns that were not scored, each with the reason; undefined if there are none. */
export function skippedText(t: Translate, skipped: readonly { pattern: string; why: string }[]): string | undefined {
	if (skipped.length === 0) return undefined;
	const told = skipped.map(({ pattern, why }) =>
		t(`cells.${why as "never" | "always" | "rare"}`, { pattern: patternText(pattern) }),
	);
	return t("cells.skipped", { patterns: told.join(", ") });
}

/** A pattern for display; a span file by its base name. */
export const patternText = (pattern: string) => escapeLine(pattern.replace(/^spans:.*[/\\](?=.)/s, "spans:"));
