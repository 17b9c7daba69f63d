/** `startDone` was complete before the start (a resumed download) and does not count towards the speed. */
import type { Translate } from "../messages/catalogue.ts";
import { clock, percent } from "./numbers.ts";
import { bar } from "./sparkline.ts";
import type { View } from "./view.ts";
import { width } from "./width.ts";

export class Progress implements View {
	readonly #t: Translate;
	readonly #label: string;
	readonly #amount: (value: number) => string;
	readonly #startMs: number;
	readonly #startDone: number;
	#done = 0;
	#total = 0;
	#nowMs = 0;

	/** `startDone` was there before (a resumed download) and does not count for the speed. */
	constructor(t: Translate, label: string, amount: (value: number) => string, nowMs: number, startDone = 0) {
		this.#t = t;
		this.#label = label;
		this.#amount = amount;
		this.#startMs = this.#nowMs = nowMs;
		this.#startDone = startDone;
	}

	/** Sets the progress; `total` is 0 if unknown. */
	set(done: number, total: number, nowMs: number): void {
		[this.#done, this.#total, this.#nowMs] = [done, total, nowMs];
	}

	/** Estimated seconds to the end at the mean speed so far; null if there is no estimate yet. */
	get etaSeconds(): number | null {
		const seconds = (this.#nowMs - this.#startMs) / 1000;
		const speed = (this.#done - this.#startDone) / seconds;
		return this.#total > 0 && seconds >= 0.5 && speed > 0 ? (this.#total - this.#done) / speed : null;
	}

	block(cells: number): string[] {
		const facts = this.#facts();
		const room = Math.min(40, cells - width(this.#label) - width(facts) - 4);
		const drawn = this.#total > 0 && room >= 8 ? `  ${bar(this.#done / this.#total, room)}` : "";
		return [`${this.#label}${drawn}  ${facts}`];
	}

	line(): string {
		return `${this.#label}: ${this.#facts()}`;
	}

	#facts(): string {
		if (this.#total <= 0) return this.#amount(this.#done);
		const of = this.#t("live.of", { done: this.#amount(this.#done), total: this.#amount(this.#total) });
		const eta = this.etaSeconds;
		const left = eta === null ? "" : `  ${this.#t("live.left", { time: clock(eta) })}`;
		return `${percent(this.#done / this.#total)}  ${of}${left}`;
	}
}
