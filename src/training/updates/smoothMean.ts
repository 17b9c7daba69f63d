/** Exponential mean of a series, bias-corrected: what has been seen, the newest weighing most. */

const SMOOTHING = 0.98;

export class SmoothMean {
	/** The whole state: the weighted sum, which starts at 0. */
	sum = 0;

	add(value: number): void {
		this.sum = SMOOTHING * this.sum + (1 - SMOOTHING) * value;
	}

	/** After `count` values; 0 before the first. */
	mean(count: number): number {
		return count === 0 ? 0 : this.sum / (1 - SMOOTHING ** count);
	}
}
