/** A symbol of a text as it can be seen. */
import { escapeLine } from "../../../display/escape.ts";

/** One that the vocabulary lacks is U+FFFD, a blank an open box. */
export function symbolOf(symbol: string | null): string {
	if (symbol === null) return "�";
	return symbol === " " ? "␣" : escapeLine(symbol);
}
