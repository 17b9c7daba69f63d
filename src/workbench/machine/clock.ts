/** The only place of the library that reads a clock: all other code receives the time as a value. */

/** A stopwatch in seconds, started now. */
export function stopwatch(): () => number {
	const began = performance.now();
	return () => (performance.now() - began) / 1000;
}

/** The time of day in whole seconds: "2026-11-28T09:30:00Z". */
export function utcNow(): string {
	return `${new Date().toISOString().slice(0, 19)}Z`;
}

/** Seconds since a time that `utcNow` gave, by this machine's clock; null if it is none. */
export function secondsSince(utc: string): number | null {
	const then = Date.parse(utc);
	return Number.isNaN(then) ? null : Math.max(0, (Date.now() - then) / 1000);
}
