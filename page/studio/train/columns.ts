/**
 * A run's logged lines as columns to draw: one place for each update that has a line. Lines come in order; those after a
 * rollback's update are dropped first.
 */
import type { Json, Line } from "../../../studio/wire.ts";

/** Places at most; beyond that the older half loses every second one. A chart is some 1,000 pixels wide. */
export const MOST_PLACES = 4000;

export class Columns {
	readonly step: number[] = [];
	readonly train: (number | null)[] = [];
	readonly valid: (number | null)[] = [];
	readonly gradNorm: (number | null)[] = [];
	readonly lr: (number | null)[] = [];
	/** Fraction of the updates since the line before that were clipped, 0..1. */
	readonly clipped: (number | null)[] = [];
	readonly errorShare: (number | null)[] = [];
	/** Seconds and epochs that were trained so far. */
	readonly seconds: (number | null)[] = [];
	readonly epoch: (number | null)[] = [];

	add(line: Line): void {
		if (line.step <= (this.step.at(-1) ?? -1)) this.#cut(line.step);
		const since = line.step - this.#before;
		if (this.step.at(-1) !== line.step) {
			this.step.push(line.step);
			for (const column of this.#values) column.push(null);
			if (this.step.length > MOST_PLACES) this.#thin();
		}
		const last = this.step.length - 1;
		const put = (column: (number | null)[], value: number | null) => {
			if (value !== null) column[last] = value;
		};
		put(this.train, numberOf(line.lossNats ?? line.loss));
		put(this.valid, numberOf(line.validLossNats ?? line.validLoss));
		put(this.gradNorm, numberOf(line.gradNorm));
		put(this.lr, numberOf(line.lr));
		put(this.errorShare, numberOf(line.errorShare));
		put(this.seconds, numberOf(line.seconds));
		put(this.epoch, numberOf(line.epoch));
		const clipped = numberOf(line.clipped);
		if (clipped !== null) put(this.clipped, since > 0 ? Math.min(1, clipped / since) : null);
	}

	/** Update of the last line of training, 0 before the first. */
	get #before(): number {
		const at = this.gradNorm.findLastIndex((value) => value !== null);
		return at < 0 ? 0 : this.step[at]!;
	}

	get #values(): (number | null)[][] {
		const shown = [this.train, this.valid, this.gradNorm, this.lr, this.clipped, this.errorShare];
		return [...shown, this.seconds, this.epoch];
	}

	/** Of the older half, keeps every second place, and those with a validation as long as they are few. */
	#thin(): void {
		const half = MOST_PLACES / 2;
		const validated = this.valid.slice(0, half).filter((value) => value !== null).length < half / 4;
		const kept = this.step.flatMap((_, n) =>
			n >= half || n % 2 === 0 || (validated && this.valid[n] !== null) ? [n] : [],
		);
		for (const column of [this.step, ...this.#values]) {
			const values = kept.map((n) => column[n]!);
			column.length = 0;
			for (const value of values) column.push(value);
		}
	}

	/** Drops what is later than `step`; a second line of the same update joins the first. */
	#cut(step: number): void {
		const until = this.step.findLastIndex((one) => one <= step) + 1;
		this.step.length = until;
		for (const column of this.#values) column.length = until;
	}
}

/** A number of a log, which writes those that JSON lacks as words. */
export function numberOf(value: Json | undefined): number | null {
	if (typeof value === "number") return value;
	if (value === "-Infinity") return Number.NEGATIVE_INFINITY;
	return null;
}

/** The newest value of a column, null if it has none. */
export function newestOf(column: readonly (number | null)[]): number | null {
	return column.findLast((value) => value !== null) ?? null;
}
