/** Where in the text a unit is most active, to jump to. */
import type { UnitValues } from "./reportData.ts";

/** Share of the largest activity from which a place counts. */
const CLEAR = 0.6;

/**
 * First symbols of the stretches in which the unit is clearly active, or clearly low if its pattern holds where it is
 * low. Activity is the distance from the centre of the colours, in the direction of the pattern; in either
 * direction for a unit without a pattern.
 */
export function placesOf({ values, centre, sign }: UnitValues): number[] {
	const active = (k: number) => (sign ? sign * (values[k]! - centre) : Math.abs(values[k]! - centre));
	let most = 0;
	for (let k = 0; k < values.length; k++) most = Math.max(most, active(k) || 0);
	if (most === 0) return [];
	const clear = (k: number) => active(k) >= CLEAR * most;
	return Array.from(values.keys()).filter((k) => clear(k) && (k === 0 || !clear(k - 1)));
}
