/** What lies beyond the scale of a picture of the dial: a line ends there, an eigenvalue is drawn at the edge. Pure. */

import { fixed } from "../../kit/numbers.ts";

/** The scale of the gradient, in powers of ten: always the same, so that what moves is the gradient. */
export const [LOW, HIGH] = [-24, 12];
/** Largest part of an eigenvalue that has a place. */
export const REACH = 1.85;

export type Place = readonly [step: number, log10: number];

/** The pieces of a line that lie within the scale: what is above or below is not drawn flat at its edge. */
export function pieces(points: readonly Place[]): (readonly [Place, Place])[] {
	const found: (readonly [Place, Place])[] = [];
	for (const [n, b] of points.entries()) {
		const a = points[n - 1];
		if (!a) continue;
		const within = (from: Place, to: Place): Place | undefined => {
			const edge = from[1] > HIGH ? HIGH : from[1] < LOW ? LOW : undefined;
			if (edge === undefined) return from;
			if (edge === HIGH ? to[1] >= HIGH : to[1] <= LOW) return undefined;
			if (!Number.isFinite(from[1])) return [to[0], to[1]]; // straight down
			return [from[0] + ((edge - from[1]) / (to[1] - from[1])) * (to[0] - from[0]), edge];
		};
		const [start, end] = [within(a, b), within(b, a)];
		if (start && end) found.push([start, end]);
	}
	return found;
}

/** Where an eigenvalue is drawn: in its place, or where its ray leaves the picture. */
export function atEdge(re: number, im: number): { re: number; im: number; outside: boolean } {
	const most = Math.max(Math.abs(re), Math.abs(im));
	if (most <= REACH) return { re, im, outside: false };
	const share = (REACH * 0.92) / most;
	return { re: share * re, im: share * im, outside: true };
}

/** "2.345 ± 0.120i"; the sign of one of a pair is that of both. */
export const numberWords = (re: number, im: number): string =>
	im === 0 ? fixed(re, 3) : `${fixed(re, 3)} ± ${fixed(Math.abs(im), 3)}i`;
