/** Saturation of a layer as plain numbers, for JSON. */
import { type LayerSaturation, stuck } from "../../../diagnosis/saturation.ts";

/**
 * Saturation of one gate or of |h|: means over the units, the fraction of units saturated in 99 % of the steps, and
 * every unit.
 */
export interface GateSaturation {
	low: number;
	high: number;
	stuckLow: number;
	stuckHigh: number;
	/** Fraction of the steps saturated low and high, per unit. [H] */
	units: { low: number[]; high: number[] };
}

/** Saturation by gate letter, and for h. */
export function saturationReport({ gates, h }: LayerSaturation): Record<string, GateSaturation> {
	const shares = Object.entries({ ...gates, h });
	return Object.fromEntries(
		shares.map(([name, { low, high }]) => {
			const units = { low: [...low], high: [...high] };
			return [name, { low: mean(low), high: mean(high), stuckLow: stuck(low), stuckHigh: stuck(high), units }];
		}),
	);
}

const mean = (x: Float64Array) => x.reduce((a, b) => a + b, 0) / x.length;
