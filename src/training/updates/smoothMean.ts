/** Bias-corrected exponential mean of a series. */

const SMOOTHING = 0.98;

export class SmoothMean {
	/** The weighted sum, initially 0. It is the whole state. */
	sum = 0;

	add(value: number): void {
		this.sum = SMOOTHING * this.sum + (1 - SMOOTHING) * value;
	}

	/** Returns the mean after `count` values; 0 before the first. */
	mean(count: number): number {
		return count === 0 ? 0 : this.sum / (1 - SMOOTHING ** count);
	}
}
