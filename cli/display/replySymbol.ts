/** A symbol of a reply in a terminal: a blank is shown, and the end is in the language of the messages. */
import type { Translate } from "../messages/catalogue.ts";
import { escapeLine } from "./escape.ts";

/** @param label name of the symbol; END for the end of the reply. */
export function replySymbol(t: Translate, label: string): string {
	if (label === "END") return t("chat.end");
	return escapeLine(label === " " ? "\u2423" : label);
}
