/** Long computations in pieces, so that whoever runs one may look up between them: tell how far it is, or leave it. */

/** Yields the share that is done, 0 to 1, about every ten milliseconds; may be left at any of them. */
export type Work<T> = Generator<number, T, void>;

/** Runs it to its end without looking up. */
export function atOnce<T>(work: Work<T>): T {
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
	}
}
