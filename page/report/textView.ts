/**
 * The text, one cell per symbol, coloured by the selected unit. Below each symbol are the most likely next ones,
 * created when their part of the text becomes visible.
 */

import { glyphOf, lettersOf, plainOf } from "../../src/views/glyphs.ts";
import { minus } from "../../src/views/minus.ts";
import { LEVELS, levelOf } from "../../src/views/palettes.ts";
import { activity, type Report, type UnitValues } from "../../src/views/reportData.ts";
import { percent } from "../../src/views/saturationFigure.ts";
import { number } from "../../src/views/textFigure.ts";
import { endsLine, syllableAt, widthsOf } from "../../src/views/textRows.ts";
import { fill } from "../../src/views/words.ts";
import { likelyClass, unitClass, widthClass } from "./colourRules.ts";
import { element } from "./dom.ts";
import type { Panel } from "./panel.ts";

/** Number of symbols whose predictions are created at once. */
const CHUNK = 160;

export class TextView {
	readonly box = element("div", "text", undefined, { role: "group", dir: "ltr" });
	readonly #report: Report;
	readonly #panel: Panel;
	readonly #glyphs;
	/** Cells and the letters in them, [S]. */
	readonly #cells: HTMLElement[] = [];
	readonly #letters: HTMLElement[] = [];
	/** Line and column of each symbol, from 1. [S] */
	readonly #places: [line: number, column: number][] = [];
	#unit: UnitValues;
	/** The symbol that gets the focus when the text does. */
	#current = 0;

	constructor(report: Report, panel: Panel) {
		this.#report = report;
		this.#panel = panel;
		this.#glyphs = report.labels.map(glyphOf);
		this.#unit = report.units[0]!;
		this.box.setAttribute("aria-label", report.words.textFigure);
		this.box.classList.toggle("letters", report.syllables !== undefined);
		this.#build();
		this.colour(this.#unit);
		this.#listen();
	}

	get unit(): UnitValues {
		return this.#unit;
	}

	colour(unit: UnitValues): void {
		this.#unit = unit;
		for (const [k, letter] of this.#letters.entries())
			letter.className = `c ${unitClass(levelOf(activity(unit, unit.values[k]!)))}`;
	}

	/** Shows or hides the predictions. */
	predictions(shown: boolean): void {
		this.box.classList.toggle("bare", !shown);
	}

	/** Returns the first symbol below `top` pixels of the window. */
	firstBelow(top: number): number {
		let [low, high] = [0, this.#cells.length - 1];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#cells[middle]!.getBoundingClientRect().top < top) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#build(): void {
		const seen = new IntersectionObserver(
			(entries) => {
				for (const { isIntersecting, target } of entries) {
					if (!isIntersecting) continue;
					seen.unobserve(target);
					for (const cell of target.querySelectorAll<HTMLElement>(".s")) this.#predict(cell);
				}
			},
			{ rootMargin: "600px" },
		);
		const { came, symbols } = this.#report;
		const widths = widthsOf(this.#report);
		const newline = this.#report.labels.indexOf("\\n");
		let line = element("div", "line");
		let chunk = element("span");
		let [row, column] = [1, 0];
		const close = () => {
			if (chunk.childElementCount === 0) return;
			line.append(chunk);
			seen.observe(chunk);
			chunk = element("span");
		};
		for (let k = 0; k < symbols; k++) {
			const whole = syllableAt(this.#report, k);
			if (whole?.from === k) chunk.append(element("span", "syllable", undefined, { "data-text": whole.text }));
			const place = whole ? chunk.lastElementChild! : chunk;
			place.append(this.#cell(k, widths[k]!, whole !== undefined));
			this.#places.push([row, ++column]);
			if (came[k] === newline) [row, column] = [row + 1, 0];
			if (chunk.childElementCount >= CHUNK && (!whole || k + 1 === whole.to)) close();
			if (!endsLine(this.#report, k)) continue;
			close();
			this.box.append(line);
			line = element("div", "line");
		}
	}

	#cell(k: number, width: number, inSyllable: boolean): HTMLElement {
		const { labels, came } = this.#report;
		const id = came[k]!;
		const { text, unseen } = this.#glyphs[id]!;
		const plain = plainOf(labels[id]!);
		const cell = element("span", `s ${widthClass(width)}${unseen ? " e" : ""}`);
		cell.dataset.k = String(k);
		const letter = element("span", "c", inSyllable ? lettersOf(plain) : plain);
		if (plain === "\n" || plain === "\t") letter.dataset.sign = text;
		cell.append(letter);
		this.#cells.push(cell);
		this.#letters.push(letter);
		return cell;
	}

	#predict(cell: HTMLElement): void {
		const { likeliest, chances, came, symbols, top: K } = this.#report;
		const k = Number(cell.dataset.k);
		for (let n = 0; n < K; n++) {
			const id = likeliest[k * K + n]!;
			const hit = k + 1 < symbols && came[k + 1] === id;
			const level = Math.round(chances[k * K + n]! * LEVELS);
			const { small: name } = this.#glyphs[id]!;
			const small = element("i", `${likelyClass(level)}${hit ? " hit" : level < 3 ? " faint" : ""}`, name);
			if (name.length > 1) small.classList.add("two");
			small.setAttribute("aria-hidden", "true");
			cell.append(small);
		}
	}

	#listen(): void {
		const of = (event: Event) => (event.target as Element).closest<HTMLElement>(".s");
		this.box.addEventListener("pointerover", (event) => {
			const cell = of(event);
			if (cell) this.#show(Number(cell.dataset.k));
		});
		this.box.addEventListener("pointerleave", () => this.#panel.hide());
		this.box.addEventListener("focusout", () => this.#panel.hide());
		this.box.addEventListener("focusin", (event) => {
			const cell = of(event);
			if (cell) this.#show(Number(cell.dataset.k));
		});
		this.box.addEventListener("click", (event) => {
			const cell = of(event);
			if (cell && getSelection()?.isCollapsed !== false) this.#focus(Number(cell.dataset.k));
		});
		this.box.addEventListener("keydown", (event) => {
			if (event.key === "Escape") this.#panel.hide();
			if (event.altKey || event.ctrlKey || event.metaKey) return;
			const to = this.#towards(event.key);
			if (to === undefined) return;
			event.preventDefault();
			this.#focus(to);
		});
		this.box.addEventListener("copy", (event) => this.#copy(event));
		this.#cells[0]?.setAttribute("tabindex", "0");
	}

	/** Returns the symbol that a key moves to. */
	#towards(key: string): number | undefined {
		const at = this.#current;
		const last = this.#cells.length - 1;
		if (key === "ArrowLeft") return Math.max(0, at - 1);
		if (key === "ArrowRight") return Math.min(last, at + 1);
		if (key === "Home") return 0;
		if (key === "End") return last;
		if (key !== "ArrowUp" && key !== "ArrowDown") return undefined;
		const step = key === "ArrowUp" ? -1 : 1;
		const { left, top } = this.#cells[at]!.getBoundingClientRect();
		let best: { k: number; away: number; top: number } | undefined;
		for (let k = at + step; k >= 0 && k <= last; k += step) {
			const place = this.#cells[k]!.getBoundingClientRect();
			if (place.top === top) continue;
			if (best && place.top !== best.top) break;
			const away = Math.abs(place.left - left);
			if (!best || away < best.away) best = { k, away, top: place.top };
		}
		return best?.k ?? at;
	}

	/** Moves to a symbol, shows its numbers and brings it into the middle of the window. */
	go(k: number): void {
		this.#focus(k);
		this.#cells[k]!.scrollIntoView({ block: "center" });
		this.#show(k);
	}

	/** The symbol that has the focus when the text does. */
	get current(): number {
		return this.#current;
	}

	#focus(k: number): void {
		this.#cells[this.#current]!.removeAttribute("tabindex");
		this.#current = k;
		const cell = this.#cells[k]!;
		cell.setAttribute("tabindex", "0");
		cell.focus({ preventScroll: true });
		cell.scrollIntoView({ block: "nearest" });
		this.#show(k);
	}

	#show(k: number): void {
		const { words, labels, came, likeliest, chances, surprise, symbols, top: K } = this.#report;
		const glyph = (id: number) => (labels[id] === " " ? "␣" : labels[id]!);
		const [line, column] = this.#places[k]!;
		const bits = surprise[k]!;
		const known = !Number.isNaN(bits);
		const whole = syllableAt(this.#report, k);
		const next = k + 1 < symbols ? glyph(came[k + 1]!) : undefined;
		const rows: [string, string][] = [
			[words.symbol, whole ? `${glyph(came[k]!)} (${whole.text})` : glyph(came[k]!)],
			[words.offset, `${k} (${fill(words.place, { line, column })})`],
			[`${words.value} ${this.#unit.unit}`, number(this.#unit.values[k]!)],
			[words.next, next ?? words.end],
		];
		if (known)
			rows.push([words.probability, chance(2 ** -bits)], [words.surprise, fill(words.bits, { bits: bits.toFixed(2) })]);
		else if (next !== undefined) rows.push([words.probability, words.unknown]);
		const likely = Array.from({ length: K }, (_, n) => {
			const id = likeliest[k * K + n]!;
			const hit = k + 1 < symbols && came[k + 1] === id;
			const p = hit && known ? 2 ** -bits : chances[k * K + n]!; // the more precise of the two
			return { glyph: glyph(id), share: percent(p), level: Math.round(p * LEVELS), hit };
		});
		this.#panel.show(this.#cells[k]!.getBoundingClientRect(), rows, likely);
	}

	/** Copies the text's symbols without the predictions. */
	#copy(event: ClipboardEvent): void {
		const selection = getSelection();
		if (!selection || selection.isCollapsed || !event.clipboardData) return;
		const range = selection.getRangeAt(0);
		const chosen = [...this.#letters.keys()].filter((k) => range.intersectsNode(this.#letters[k]!));
		const whole = chosen.map((k, n) => {
			const syllable = syllableAt(this.#report, k);
			if (!syllable) return this.#letters[k]!.textContent;
			return n === 0 || k === syllable.from ? syllable.text : ""; // a syllable that is cut is copied whole
		});
		event.clipboardData.setData("text/plain", whole.join(""));
		event.preventDefault();
	}
}

/** Formats a probability; small ones with powers of ten. */
function chance(p: number): string {
	return p < 1e-4 ? minus(p.toExponential(1)) : percent(p);
}
