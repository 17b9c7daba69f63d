/**
 * A text field as it stands at every key, also while an input method composes. Everything is read off the field: input
 * methods, keyboards of phones and pasting differ in their events, but what is in the field is the text.
 */
export interface FieldNow {
	text: string;
	/** Index of the letter that an input method is composing, if it is the last of what it composes; else null. */
	composing: number | null;
	/** Index of the caret, or of the end of the selection. */
	caret: number;
}

/** Longest text that is read, in UTF-16 units. */
export const MOST_TYPED = 300;

/** Calls `changed` at every change of the text, the composition or the caret, until the returned function is called. */
export function followField(field: HTMLTextAreaElement, changed: (now: FieldNow) => void): () => void {
	let composed: string | null = null;
	let last = "";
	const read = () => {
		const text = field.value.slice(0, MOST_TYPED);
		const caret = Math.min(field.selectionEnd, text.length);
		const letter = composed?.at(-1);
		const composing = letter !== undefined && text[caret - 1] === letter ? caret - 1 : null;
		const now = { text, composing, caret };
		const said = JSON.stringify(now);
		if (said === last) return;
		last = said;
		changed(now);
	};
	const compose = (event: CompositionEvent) => {
		composed = event.type === "compositionend" ? null : event.data;
		if (composed === null) read(); // before, the field does not have it yet: its input event follows
	};
	const select = () => document.activeElement === field && read();
	const kinds = ["compositionstart", "compositionupdate", "compositionend"] as const;
	for (const kind of kinds) field.addEventListener(kind, compose);
	field.addEventListener("input", read);
	document.addEventListener("selectionchange", select);
	read();
	return () => {
		for (const kind of kinds) field.removeEventListener(kind, compose);
		field.removeEventListener("input", read);
		document.removeEventListener("selectionchange", select);
	};
}

/** Writes `text` over the `over` characters before the caret, or over the selection, as a key would. */
export function writeInto(field: HTMLTextAreaElement, text: string, over: number): void {
	const { selectionStart: from, selectionEnd: to } = field;
	field.setRangeText(text, from === to ? Math.max(0, from - over) : from, to, "end");
	field.dispatchEvent(new Event("input"));
}

/** Replaces the whole text. */
export function writeOver(field: HTMLTextAreaElement, text: string): void {
	field.value = text;
	field.setSelectionRange(text.length, text.length);
	field.dispatchEvent(new Event("input"));
}
