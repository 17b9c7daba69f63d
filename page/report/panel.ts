/** The panel with the numbers of the symbol pointed at: next to it, or at the foot of a narrow page. */
import { likelyClass } from "./colourRules.ts";
import { element } from "./dom.ts";

export interface Likely {
	glyph: string;
	share: string;
	level: number;
	hit: boolean;
}

export class Panel {
	readonly #box = element("div", "panel", "", { role: "status", "aria-live": "polite", hidden: "" });

	constructor() {
		document.body.append(this.#box);
	}

	/** Shows rows of a name and a value, and the most likely next symbols. */
	show(
		place: DOMRect,
		rows: readonly (readonly [name: string, value: string])[],
		likely: readonly Likely[] = [],
	): void {
		const facts = element("dl");
		for (const [name, value] of rows) facts.append(element("dt", "", name), element("dd", "", value));
		const list = element("ol");
		for (const { glyph, share, level, hit } of likely) {
			const row = element("li", hit ? "hit" : "");
			row.append(element("span", `glyph ${likelyClass(level)}`, glyph), element("span", "", share));
			list.append(row);
		}
		this.#box.replaceChildren(facts, ...(likely.length > 0 ? [list] : []));
		this.#box.hidden = false;
		const { width, height } = this.#box.getBoundingClientRect();
		const { clientWidth, clientHeight } = document.documentElement;
		const below = place.bottom + 10 + height <= clientHeight;
		this.#box.style.left = `${Math.max(8, Math.min(clientWidth - width - 8, place.left + place.width / 2 - width / 2))}px`;
		this.#box.style.top = `${Math.max(8, below ? place.bottom + 10 : place.top - height - 10)}px`;
	}

	hide(): void {
		this.#box.hidden = true;
	}
}
