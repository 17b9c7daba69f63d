/** How the cells verbs display a pattern, and when it counts as found. */
import { escapeLine } from "../../../display/escape.ts";

/** False discovery rate up to which the library counts a unit as found, and a pattern as tracked. */
export const FOUND_AT = 0.05;

/** A pattern for display; a span file by its base name. */
export const patternText = (pattern: string) => escapeLine(pattern.replace(/^spans:.*[/\\](?=.)/s, "spans:"));
