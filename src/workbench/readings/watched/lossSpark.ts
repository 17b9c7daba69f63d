/**
 * The loss of a run as a small drawing shows it: the lowest and the highest value of equal stretches of its lines. It
 * grows line by line. When there are too many stretches, neighbours are joined, so it never takes more memory.
 */

/** Stretches at most; there are at least half as many once the run has that many lines. */
export const MOST_STRETCHES = 128;
/** Weight of the earlier lines in the smoothed loss. */
const KEPT = 0.9;

export class LossSpark {
	/** Lines in each stretch but the last, a power of two. */
	#width = 1;
	/** Lines in the last stretch. */
	#filled = 0;
	readonly #low: number[] = [];
	readonly #high: number[] = [];
	#sum = 0;
	#weight = 0;

	/** Takes the loss of the next line. One that is not finite is left out. */
	add(loss: number): void {
		if (!Number.isFinite(loss)) return;
		this.#sum = KEPT * this.#sum + (1 - KEPT) * loss;
		this.#weight = KEPT * this.#weight + (1 - KEPT);
		const last = this.#low.length - 1;
		if (last >= 0 && this.#filled < this.#width) {
			this.#low[last] = Math.min(this.#low[last]!, loss);
			this.#high[last] = Math.max(this.#high[last]!, loss);
			this.#filled++;
			return;
		}
		if (last + 1 === MOST_STRETCHES) this.#join();
		this.#low.push(loss);
		this.#high.push(loss);
		this.#filled = 1;
	}

	/** Joins each two neighbours. */
	#join(): void {
		const half = MOST_STRETCHES / 2;
		for (let k = 0; k < half; k++) {
			this.#low[k] = Math.min(this.#low[2 * k]!, this.#low[2 * k + 1]!);
			this.#high[k] = Math.max(this.#high[2 * k]!, this.#high[2 * k + 1]!);
		}
		this.#low.length = half;
		this.#high.length = half;
		this.#width *= 2;
	}

	/** Pairs of lowest and highest value, with four significant digits. [2n] */
	get pairs(): number[] {
		return this.#low.flatMap((low, k) => [rounded(low), rounded(this.#high[k]!)]);
	}

	/** Exponentially smoothed loss of the lines so far; null before the first. */
	get smooth(): number | null {
		return this.#weight === 0 ? null : this.#sum / this.#weight;
	}
}

const rounded = (value: number) => Number(value.toPrecision(4));
