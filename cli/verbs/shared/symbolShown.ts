/** A symbol in a table of the terminal. */
import { escapeLine } from "../../display/escape.ts";

/** A symbol's label: U+FFFD for an unknown symbol, a visible mark for a blank. */
export function symbolShown(symbol: string | null): string {
	if (symbol === null) return "�";
	return symbol === " " ? "␣" : escapeLine(symbol);
}
