/** Creates elements: text is set only by textContent, appearance only by class names. */

type Attributes = Readonly<Record<string, string>>;

export function element<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	className = "",
	text?: string,
	attributes: Attributes = {},
): HTMLElementTagNameMap[K] {
	const made = document.createElement(tag);
	if (className) made.className = className;
	if (text !== undefined) made.textContent = text;
	for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
	return made;
}

/** A control preceded by its label. */
export function labelled(words: string, control: HTMLElement): HTMLLabelElement {
	const label = element("label");
	label.append(element("span", "", words), control);
	return label;
}

export function button(words: string, press: () => void): HTMLButtonElement {
	const made = element("button", "", words, { type: "button" });
	made.addEventListener("click", press);
	return made;
}
