/** What a control says of itself when the link keeps its value from changing: to the eye, the pointer and screen readers. */
import { say } from "../words/words.ts";

export function lockedProps(locked: boolean) {
	if (!locked) return {};
	const words = say("limits.locked");
	return { disabled: true, "data-locked": "", title: words, "aria-description": words } as const;
}
