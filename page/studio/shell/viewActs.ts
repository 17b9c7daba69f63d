/** What the buttons of the present view do, as commands: whatever can be pressed can be typed. */

export interface ViewAct {
	id: string;
	words: string;
	run(): void;
}

/** Buttons of single rows, titles of columns, and what the registry has already. */
const NOT = "thead *, tbody.rows *, .tag *, .play, .skip, dialog *, [aria-hidden=true]";

/** Each name once, in the order of the page. */
export function viewActs(main = document.getElementById("main")): ViewAct[] {
	const acts = new Map<string, ViewAct>();
	for (const button of main?.querySelectorAll("button") ?? []) {
		if (button.disabled || button.matches(NOT) || !button.checkVisibility()) continue;
		const words = (button.getAttribute("aria-label") ?? button.textContent ?? "").trim();
		if (words === "" || acts.has(words)) continue;
		acts.set(words, { id: `view ${words}`, words, run: () => press(button) });
	}
	return [...acts.values()];
}

function press(button: HTMLButtonElement): void {
	button.scrollIntoView({ block: "nearest" });
	button.focus();
	button.click();
}
