/** A gradient's size at each step back as tones: the larger, the higher. Pure. */

/** What is heard at one step back. A click marks the first step that nothing reaches; after it there is silence. */
export interface Tone {
	/** Steps back. */
	lag: number;
	/** Seconds from the start. */
	at: number;
	/** log10 of the size; -Infinity for an exact 0, null for an arc that is cut. */
	log10: number | null;
	/** Pitch, if there is a tone. */
	hz?: number;
	kind: "tone" | "click" | "silence";
	/** The ear that hears it; absent for both. */
	ear?: "left" | "right";
}

/** Seconds from one step back to the next. */
export const EVERY = 0.11;

/** Points of the scale, log10 of the size and pitch. What is visible has four octaves; beyond it the pitch still moves. */
const SCALE = [
	[-324, 40],
	[-24, 110],
	[12, 1760],
	[309, 3520],
] as const;

/** The pitch of a size: rises with it over the whole range of float64; null for an exact 0, or less than float64 holds. */
export function pitchOf(log10: number): number | null {
	if (Number.isNaN(log10) || log10 < SCALE[0][0]) return null;
	for (const [n, [from, low]] of SCALE.entries()) {
		const next = SCALE[n + 1];
		if (!next || log10 > next[0]) continue;
		return low * (next[1] / low) ** ((log10 - from) / (next[0] - from));
	}
	return SCALE[3][1];
}

/** @param sizes log10 by steps back, from 0; null where the way is cut. */
export function tonesOf(sizes: readonly (number | null)[]): Tone[] {
	let heard = true;
	return sizes.map((log10, lag): Tone => {
		const hz = log10 === null ? null : pitchOf(log10);
		const at = lag * EVERY;
		if (hz !== null) {
			heard = true;
			return { lag, at, log10, hz, kind: "tone" };
		}
		const kind = heard ? "click" : "silence";
		heard = false;
		return { lag, at, log10, kind };
	});
}

export const secondsOf = (tones: readonly Tone[]): number =>
	tones.reduce((end, { at }) => Math.max(end, at + EVERY), 0) + 0.1;
