/** Keeps a verdict long enough to be read: near a threshold, findings come and go many times a second. Pure. */

/** What a verdict is about, and how bad it is. */
interface Topic {
	about: string;
	severity: number;
}

/** What is shown, and since when, in ms. */
export interface Shown<V extends Topic> {
	verdict: V;
	since: number;
}

/** A reader needs this long for a sentence and its remedies. */
const READ_MS = 4000;

/**
 * What to show now. The numbers of a finding follow the run at once; another finding waits until the one before has been
 * readable for four seconds, unless it is a disaster or the run has come to rest.
 */
export function steadyVerdict<V extends Topic>(
	shown: Shown<V> | undefined,
	newest: V,
	now: number,
	running: boolean,
): Shown<V> {
	if (shown?.verdict.about === newest.about) return { verdict: newest, since: shown.since };
	const waits = shown !== undefined && running && newest.severity < 2 && now - shown.since < READ_MS;
	return waits ? shown : { verdict: newest, since: now };
}
