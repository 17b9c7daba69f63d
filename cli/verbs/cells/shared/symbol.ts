/** A visible form of a text's symbol. */
import { escapeLine } from "../../../display/escape.ts";

/** An unknown symbol is U+FFFD, a blank an open box. */
export function symbolOf(symbol: string | null): string {
	if (symbol === null) return "�";
	return symbol === " " ? "␣" : escapeLine(symbol);
}
