/** How the cells verbs display a pattern. */
import { escapeLine } from "../../../display/escape.ts";

/** A pattern for display; a span file by its base name. */
export const patternText = (pattern: string) => escapeLine(pattern.replace(/^spans:.*[/\\](?=.)/s, "spans:"));
