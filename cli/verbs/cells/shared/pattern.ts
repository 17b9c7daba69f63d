/** What the verbs about cells say of a pattern, and when it counts as found. */
import { escapeLine } from "../../../display/escape.ts";

/** Rate of false discoveries up to which the library counts a unit as found, and a pattern as tracked. */
export const FOUND_AT = 0.05;

/** A file of spans by its last name. */
export const patternText = (pattern: string) => escapeLine(pattern.replace(/^spans:.*[/\\](?=.)/s, "spans:"));
