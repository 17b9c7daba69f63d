/** The one clock of the library: everything else is told the time. */

/** A stopwatch in seconds, started now. */
export function stopwatch(): () => number {
	const began = performance.now();
	return () => (performance.now() - began) / 1000;
}
