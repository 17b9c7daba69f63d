/** Buttons that move through the places where the selected unit is active. */
import { placesOf } from "../../src/views/places.ts";
import type { ReportWords } from "../../src/views/words.ts";
import { fill } from "../../src/views/words.ts";
import { button, element } from "./dom.ts";
import type { TextView } from "./textView.ts";

export class Jump {
	readonly box = element("span", "jump");
	readonly #words: ReportWords;
	readonly #text: TextView;
	readonly #count = element("span", "", undefined, { "aria-live": "polite" });
	#places: number[] = [];
	#unit = "";
	/** Index of the place shown last; -1 before the first. */
	#at = -1;

	constructor(words: ReportWords, text: TextView) {
		this.#words = words;
		this.#text = text;
		this.box.append(
			element("span", "", words.activePlaces),
			button(words.previous, () => this.#move(-1)),
			button(words.following, () => this.#move(1)),
			this.#count,
		);
		this.renew();
	}

	/** To call after another unit was selected. */
	renew(): void {
		const { unit } = this.#text;
		if (unit.unit === this.#unit) return;
		[this.#unit, this.#places, this.#at] = [unit.unit, placesOf(unit), -1];
		for (const one of this.box.querySelectorAll("button")) one.disabled = this.#places.length === 0;
		this.#say();
	}

	/** To the nearest place before or after the current symbol; from the last one to the first. */
	#move(step: 1 | -1): void {
		const { current } = this.#text;
		const all = this.#places;
		const next =
			step === 1
				? all.findIndex((k) => k > current || (this.#at < 0 && k === current))
				: all.findLastIndex((k) => k < current);
		this.#at = next >= 0 ? next : step === 1 ? 0 : all.length - 1;
		this.#text.go(all[this.#at]!);
		this.#say();
	}

	#say(): void {
		const { placeOf, nowhere } = this.#words;
		const all = this.#places.length;
		this.#count.textContent = all === 0 ? nowhere : fill(placeOf, { n: this.#at < 0 ? "–" : this.#at + 1, all });
	}
}
