/** How the cells verbs display a pattern. */

import type { Lang } from "../../../../src/errors/define.ts";
import type { Skipped } from "../../../../src/index.ts";
import { patternName } from "../../../../src/interpretation/patterns/registry.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";

/** Exit code if a pattern that was asked for could not be scored. */
export const NOT_SCORED = 4;

/** The messages, and the language that patterns are named in. */
export type Told = Pick<Context, "t" | "lang">;

/** The patterns that were not scored, each with the reason; undefined if there are none. */
export function skippedText({ t, lang }: Told, skipped: readonly Skipped[]): string | undefined {
	if (skipped.length === 0) return undefined;
	const told = skipped.map(({ pattern, why, half }) =>
		t(`cells.${why}`, {
			pattern: patternText(lang, pattern),
			half: t(`cells.half.${half === "both" && why === "rare" ? "each" : half}`),
		}),
	);
	return t("cells.skipped", { patterns: told.join(", ") });
}

/** One sentence per pattern that selects the same symbols as an earlier one, which alone has a row. */
export function sameText({ t, lang }: Told, patterns: readonly { pattern: string; sameAs?: string }[]): string {
	const told = patterns.flatMap(({ pattern, sameAs }) =>
		sameAs === undefined
			? []
			: [t("cells.same", { pattern: patternText(lang, pattern), other: patternText(lang, sameAs) })],
	);
	return told.join(" ");
}

/** A pattern for display: in Korean by its Korean name; a span file by its base name. */
export function patternText(lang: Lang, pattern: string): string {
	return escapeLine(patternName(pattern, lang).replace(/^spans:.*[/\\](?=.)/s, "spans:"));
}
