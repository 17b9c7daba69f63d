/** How much the validation loss of a run still falls. */
import type { Curve } from "../curves/logged.ts";

/**
 * Fraction by which the lowest validation loss of the second half of the updates is below that of the first: what the
 * last doubling of the updates brought. Negative if the loss rose; null if either half has no validation.
 */
export function lossFall(valid: Curve): number | null {
	const finite = valid.filter((one): one is readonly [number, number] => one[1] !== null);
	const last = finite.reduce((most, [step]) => Math.max(most, step), 0);
	const lowest = (late: boolean) =>
		finite.reduce((least, [step, loss]) => (step > last / 2 === late ? Math.min(least, loss) : least), Infinity);
	const [before, after] = [lowest(false), lowest(true)];
	return before > 0 && before < Infinity && after < Infinity ? 1 - after / before : null;
}
