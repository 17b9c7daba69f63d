/** The library's only clock: all other code receives the time as a value. */

/** A stopwatch in seconds, started now. */
export function stopwatch(): () => number {
	const began = performance.now();
	return () => (performance.now() - began) / 1000;
}
