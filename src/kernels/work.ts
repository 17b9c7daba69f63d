/** Long computations in pieces, so that the caller can report progress or stop between them. */

/** Yields the fraction done, 0 to 1, about every ten milliseconds; the caller may stop at any of them. */
export type Work<T> = Generator<number, T, void>;

/** Runs the work to its end and returns its result. */
export function atOnce<T>(work: Work<T>): T {
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
	}
}
